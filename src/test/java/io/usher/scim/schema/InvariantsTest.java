package io.usher.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import java.util.List;
import org.apache.directory.scim.spec.schema.Schema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvariantsTest {

    private static final ResourceModel BADGE = model();

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
        return new ResourceModel("Badge", schema, schema, List.of());
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
