package io.usher.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/** What the server answered. */
public record Reply(int status, JsonNode body, String text, String etag) {

    /** RFC 7644 table 9 and RFC 9865 §2.1; a 400 says one of these or none. */
    public static final Set<String> SCIM_TYPES = Set.of(
            "invalidFilter",
            "tooMany",
            "uniqueness",
            "mutability",
            "invalidSyntax",
            "invalidPath",
            "noTarget",
            "invalidValue",
            "invalidVers",
            "sensitive",
            "invalidCursor",
            "expiredCursor",
            "invalidCount");

    private static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Reply of(Response response) {
        String text = new String(response.asByteArray(), StandardCharsets.UTF_8);
        return new Reply(
                response.statusCode(), parse(text), text, Objects.requireNonNullElse(response.header("ETag"), ""));
    }

    public static JsonNode parse(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** This, when it has the status; else the test ends with the answer in its message. */
    public Reply demand(int wanted) {
        assertThat(status).as(text).isEqualTo(wanted);
        return this;
    }

    public String id() {
        return body.path("id").asText();
    }

    /** An attribute of our own extension, as text; empty when it is missing. */
    public String usher(String attribute) {
        return body.path(USHER).path(attribute).asText("");
    }

    public JsonNode signIn() {
        return body.path(USHER).path("signIn");
    }

    public String lastModified() {
        return body.path("meta").path("lastModified").asText();
    }

    public String detail() {
        return body.path("detail").asText();
    }

    public String scimType() {
        return body.path("scimType").asText();
    }
}
