package io.usher.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.platform.Problem;
import java.util.Map;
import java.util.Optional;

/** Reads SCIM messages, whose member names count in any case (RFC 7643 §2.1). */
public final class Messages {

    private Messages() {}

    /**
     * The member of a message with this name.
     *
     * @throws Problem {@code invalidSyntax} when two spellings of it are there: a reader could take either
     */
    public static Optional<JsonNode> member(JsonNode message, String name) {
        JsonNode found = null;
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                if (found != null) {
                    throw ScimProblems.invalidSyntax(name + " is given twice.");
                }
                found = field.getValue();
            }
        }
        return Optional.ofNullable(found);
    }

    /** @throws Problem {@code invalidSyntax} when the message does not say that it is of this schema (RFC 7644 §3.1) */
    public static void requireSchema(JsonNode message, String urn) {
        JsonNode schemas = member(message, "schemas").orElse(message.path("schemas"));
        for (JsonNode schema : schemas) {
            if (urn.equalsIgnoreCase(schema.asText())) {
                return;
            }
        }
        throw ScimProblems.invalidSyntax("schemas must be a list that holds " + urn + ".");
    }
}
