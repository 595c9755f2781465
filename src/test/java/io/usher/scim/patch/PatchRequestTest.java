package io.usher.scim.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.patch.PatchRequest.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchRequestTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @Tag("PAT-04")
    @Tag("PAT-05")
    @Tag("E57")
    void names_and_op_count_in_any_case_and_unknown_members_are_ignored() throws JsonProcessingException {
        PatchRequest request = parse("""
                {"id": "1", "SCHEMAS": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "operations": [{"name": "x", "OP": "Replace", "Path": "title", "VALUE": null}]}""");
        assertThat(request.operations()).singleElement().satisfies(operation -> {
            assertThat(operation.kind()).isEqualTo(Kind.REPLACE);
            assertThat(operation.path()).isEqualTo("title");
            assertThat((Object) operation.value()).isEqualTo(NullNode.getInstance());
        });
    }

    @Test
    @Tag("O24")
    void schemas_may_be_missing() throws JsonProcessingException {
        assertThat(parse("{\"Operations\": [{\"op\": \"remove\", \"path\": \"title\"}]}")
                        .operations())
                .hasSize(1);
    }

    @Test
    @Tag("ENT-12")
    void an_empty_list_of_operations_changes_nothing() throws JsonProcessingException {
        assertThat(parse("{\"Operations\": []}").operations()).isEmpty();
    }

    @ParameterizedTest
    @Tag("PAT-01")
    @Tag("PAT-03")
    @Tag("PAT-06")
    @Tag("PAT-20")
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                          | invalidSyntax",
                "{}                                                          | invalidSyntax",
                "{'Operations': {'op': 'add'}}                               | invalidSyntax",
                "{'schemas': ['urn:x'], 'Operations': []}                    | invalidSyntax",
                "{'Operations': [7]}                                         | invalidSyntax",
                "{'Operations': [{'path': 'title', 'value': 'x'}]}           | invalidSyntax",
                "{'Operations': [{'op': 'move', 'path': 'title'}]}           | invalidSyntax",
                "{'Operations': [{'op': 'add', 'path': 7, 'value': 'x'}]}    | invalidSyntax",
                "{'Operations': [{'op': 'add', 'OP': 'remove', 'path': 'title', 'value': 'x'}]} | invalidSyntax",
                "{'Operations': [{'op': 'remove'}]}                          | noTarget",
                "{'Operations': [{'op': 'remove', 'path': ' '}]}             | noTarget",
                "{'Operations': [{'op': 'add', 'path': 'title'}]}            | invalidValue"
            })
    void a_message_of_the_wrong_form_is_refused(String body, String code) {
        assertThatThrownBy(() -> parse(body.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    @Tag("T25")
    void a_thousand_operations_are_read_and_one_more_is_too_large() {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode operations = body.putArray("Operations");
        for (int i = 0; i < 1_000; i++) {
            operations.addObject().put("op", "remove").put("path", "title");
        }
        assertThat(PatchRequest.parse(DialectRules.TOLERANT, body).operations()).hasSize(1_000);
        operations.addObject().put("op", "remove").put("path", "title");
        assertThatThrownBy(() -> PatchRequest.parse(DialectRules.TOLERANT, body))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE));
    }

    private static PatchRequest parse(String body) throws JsonProcessingException {
        return PatchRequest.parse(DialectRules.TOLERANT, JSON.readTree(body));
    }
}
