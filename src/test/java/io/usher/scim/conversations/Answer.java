package io.usher.scim.conversations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.usher.testing.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the server answered.
 *
 * @param headers looked up without regard to case
 * @param text the body as it came, empty when there was none
 */
record Answer(int status, Map<String, String> headers, String text) {

    static final String MESSAGE = "urn:ietf:params:scim:api:messages:2.0:";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The body as JSON; missing when there is none, or when it is not JSON. */
    JsonNode body() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** What is wrong with this answer whatever was asked: a client stumbles over these before it reads a value. */
    List<String> objections() {
        List<String> found = new ArrayList<>();
        if (status == 204) {
            // RFC 9110 §15.3.5
            demand(text.isEmpty(), "a 204 without a body", found);
            return found;
        }
        JsonNode body = body();
        demand(body.isObject(), "a JSON object as body", found);
        // RFC 7644 §3.1; Okta shows anything else as a parse error
        demand(
                header("Content-Type").startsWith("application/scim+json"),
                "Content-Type application/scim+json, seen '" + header("Content-Type") + "'",
                found);
        // RFC 7643 §7: returned "never"
        demand(!body.has("password"), "no password in an answer", found);
        if (status == 201) {
            demandCreated(body, found);
        }
        if (status >= 400) {
            demandError(body, found);
        }
        if (isOfSchema(body, MESSAGE + "ListResponse")) {
            demandList(body, found);
        }
        return found;
    }

    /** RFC 7644 §3.3. */
    private void demandCreated(JsonNode body, List<String> found) {
        String location = header("Location");
        demand(!body.path("id").asText().isEmpty(), "an id", found);
        demand(location.endsWith("/" + body.path("id").asText()), "a Location that ends in the id", found);
        demand(location.equals(body.path("meta").path("location").asText()), "Location and meta.location alike", found);
    }

    /** RFC 7644 §3.12: the status is text, and the detail is what an administrator of Okta reads. */
    private void demandError(JsonNode body, List<String> found) {
        demand(isOfSchema(body, MESSAGE + "Error"), "the SCIM Error schema", found);
        JsonNode code = body.path("status");
        demand(code.isTextual() && code.asText().equals(String.valueOf(status)), "the status as text", found);
        demand(!body.path("detail").asText().isBlank(), "a detail", found);
        demand(status < 500, "no failure of the server", found);
        String scimType = body.path("scimType").asText();
        demand(
                scimType.isEmpty() || Reply.SCIM_TYPES.contains(scimType),
                "a scimType of the RFCs, seen '" + scimType + "'",
                found);
    }

    /** RFC 7644 §3.4.2: Okta reads the counters as JSON numbers, Entra iterates over Resources unasked. */
    private static void demandList(JsonNode body, List<String> found) {
        for (String counter : List.of("totalResults", "startIndex", "itemsPerPage")) {
            demand(body.path(counter).isInt(), counter + " as a JSON number", found);
        }
        demand(body.path("Resources").isArray(), "Resources as an array", found);
        demand(
                body.path("itemsPerPage").asInt() == body.path("Resources").size(),
                "itemsPerPage as the number of Resources returned",
                found);
    }

    private static boolean isOfSchema(JsonNode body, String urn) {
        for (JsonNode schema : body.path("schemas")) {
            if (schema.asText().equals(urn)) {
                return true;
            }
        }
        return false;
    }

    private static void demand(boolean met, String wanted, List<String> found) {
        if (!met) {
            found.add("wanted " + wanted);
        }
    }
}
