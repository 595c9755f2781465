package io.usher.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import java.util.List;
import java.util.Set;
import org.apache.directory.scim.spec.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvariantsTest {

    private static final ResourceModel BADGE = model();
    private static final ResourceModel DEMANDING = demanding();

    @ParameterizedTest
    @Tag("SCH-19")
    @Tag("PUT-05")
    @Tag("PAT-45")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'serial':'1','chip':{'maker':'m'}} | {'serial':'1','chip':{'maker':'m','colour':'red'}}",
                "{}                                  | {'serial':'1','chip':{'maker':'m'}}",
                "{'chip':{'colour':'red'}}           | {}"
            })
    void an_immutable_value_may_be_given_once_and_repeated(String before, String after) {
        assertThatCode(() -> Invariants.requireImmutableKept(BADGE, json(before), json(after)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @Tag("SCH-19")
    @Tag("PAT-44")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'serial':'1'}         | {'serial':'2'}         | serial cannot be changed once it has a value.",
                "{'serial':'1'}         | {}                     | serial cannot be changed once it has a value.",
                "{'chip':{'maker':'m'}} | {'chip':{'maker':'n'}} | chip.maker cannot be changed once it has a value.",
                "{'chip':{'maker':'m'}} | {}                     | chip.maker cannot be changed once it has a value."
            })
    void an_immutable_value_neither_changes_nor_goes(String before, String after, String detail) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Invariants.requireImmutableKept(BADGE, json(before), json(after)))
                .withMessage(detail)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("mutability"));
    }

    @ParameterizedTest
    @Tag("SCH-17")
    @Tag("DISC-14")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                     | {'name':'x'}                        | ",
                "{'name':'x'}                           | {}                                  | name is required and must not be empty.",
                "{'name':'x'}                           | {'name':' '}                        | name is required and must not be empty.",
                "{'urn:more':{'code':'1','b':'2'}}      | {'urn:more':{'b':'2'}}              | urn:more:code is required and must not be empty.",
                "{'urn:more':{'code':'1'}}              | {}                                  | urn:more is required and must not be empty.",
                "{}                                     | {'urn:more':{'b':'2'}}              | urn:more:code is required and must not be empty.",
                "{'urn:more':{'b':'1'}}                 | {'urn:more':{'b':'2'}}              | ",
                "{'list':[{'b':'1'}]}                   | {'list':[{'b':'1'},{'a':'1'}]}      | ",
                "{'list':[{'b':'1'}]}                   | {'list':[{'b':'1'},{'b':'2'}]}      | list.a is required and must not be empty."
            })
    void a_change_answers_for_what_it_touches_and_for_nothing_else(
            String before, String after, @Nullable String detail) {
        var outcome = assertThatCode(() -> Invariants.requireStillValid(DEMANDING, json(before), json(after)));
        if (detail == null) {
            outcome.doesNotThrowAnyException();
        } else {
            outcome.hasMessage(detail);
        }
    }

    @ParameterizedTest
    @Tag("SCH-17")
    @Tag("DISC-14")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'x','urn:more':{'code':'1'}}                    | ",
                "{'urn:more':{'code':'1'}}                               | name is required and must not be empty.",
                "{'name':'x'}                                            | urn:more is required and must not be empty.",
                "{'name':'x','urn:more':{'b':'1'}}                       | urn:more:code is required and must not be empty.",
                "{'name':'x','urn:more':{'code':'1'},'list':[{'b':'1'}]} | list.a is required and must not be empty."
            })
    void a_whole_document_answers_for_all_of_it(String document, @Nullable String detail) {
        var outcome = assertThatCode(() -> Invariants.requireValid(DEMANDING, json(document)));
        if (detail == null) {
            outcome.doesNotThrowAnyException();
        } else {
            outcome.hasMessage(detail);
        }
    }

    private static ResourceModel demanding() {
        Schema core = schema("urn:core", """
                [{'name':'name','required':true}, {'name':'list','type':'complex','multiValued':true,
                  'subAttributes':[{'name':'a','required':true}, {'name':'b'}]}]""");
        Schema more = schema("urn:more", "[{'name':'code','required':true}, {'name':'b'}]");
        return new ResourceModel("Demanding", core, core, List.of(more), Set.of("urn:more"));
    }

    private static Schema schema(String id, String attributes) {
        ObjectNode json = json("{'id':'" + id + "','attributes':" + attributes + "}");
        return SchemaReader.read("test", SchemaDefaults.complete(new SchemaFile("test", json)));
    }

    private static ResourceModel model() {
        Schema schema = SchemaReader.read("badge.json", json("""
                {"id": "urn:test:badge", "name": "Badge", "description": "A badge", "attributes": [
                  {"name": "serial", "type": "string", "multiValued": false, "description": "S", "required": false,
                   "caseExact": true, "mutability": "immutable", "returned": "default", "uniqueness": "none"},
                  {"name": "chip", "type": "complex", "multiValued": false, "description": "C", "required": false,
                   "caseExact": false, "mutability": "readWrite", "returned": "default", "uniqueness": "none",
                   "subAttributes": [
                    {"name": "maker", "type": "string", "multiValued": false, "description": "M", "required": false,
                     "caseExact": true, "mutability": "immutable", "returned": "default", "uniqueness": "none"},
                    {"name": "colour", "type": "string", "multiValued": false, "description": "C", "required": false,
                     "caseExact": true, "mutability": "readWrite", "returned": "default", "uniqueness": "none"}]}]}"""));
        return new ResourceModel("Badge", schema, schema, List.of(), Set.of());
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
