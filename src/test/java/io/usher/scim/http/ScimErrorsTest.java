package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;
import io.usher.scim.ScimProblems;
import io.usher.testing.Reply;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which word a refusal says. */
@Tag("ERR-02")
class ScimErrorsTest {

    @Test
    void what_is_wrong_with_a_request_has_a_word_of_the_rfcs() throws ReflectiveOperationException {
        for (Method made : ScimProblems.class.getMethods()) {
            boolean says = made.getReturnType() == Problem.class && made.getParameterCount() == 1;
            if (says && made.invoke(null, "why") instanceof Problem problem && problem.kind() == Kind.INVALID) {
                assertThat(Reply.SCIM_TYPES).contains(problem.code());
                assertThat(scimType(problem)).isEqualTo(problem.code());
            }
        }
    }

    @Test
    void a_word_of_our_own_is_not_said() {
        assertThat(scimType(new Problem(Kind.FORBIDDEN, "managedElsewhere", "why")))
                .isEmpty();
        assertThat(scimType(new Problem(Kind.INVALID, "managedElsewhere", "why")))
                .isEmpty();
        assertThat(scimType(ScimProblems.tooLarge("why"))).isEmpty();
    }

    private static String scimType(Problem problem) {
        try (Response answer = ScimErrors.of(problem)) {
            JsonNode error = new ObjectMapper().readTree(String.valueOf(answer.getEntity()));
            return error.path("scimType").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
