package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.Messages;
import io.usher.scim.ScimProblems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PatchOp message (RFC 7644 §3.5.2), its form checked and its meaning not yet.
 *
 * @param rules of the dialect in which it was sent
 * @param operations in the order in which they apply; none is a request that changes nothing
 */
public record PatchRequest(DialectRules rules, List<Operation> operations) {

    /** What an operation does. */
    public enum Kind {
        ADD,
        REMOVE,
        REPLACE
    }

    /**
     * One operation.
     *
     * @param path as it was written, or null for the resource itself
     * @param value JSON null where null was sent, Java null where nothing was
     */
    public record Operation(
            Kind kind, @Nullable String path, @Nullable JsonNode value) {}

    /**
     * Reads the message; member names count in any case and unknown ones are ignored.
     *
     * @throws Problem {@code invalidSyntax}, {@code noTarget} for a removal without path, {@code invalidValue} for a missing
     *     value, of kind TOO_LARGE past 1,000 operations
     */
    public static PatchRequest parse(DialectRules rules, JsonNode body) {
        if (!body.isObject()) {
            throw ScimProblems.invalidSyntax("The body must be a JSON object.");
        }
        requireSchema(rules, body);
        JsonNode list = member(body, "Operations");
        if (list == null || !list.isArray()) {
            throw ScimProblems.invalidSyntax("Operations must be a list of operations.");
        }
        // Microsoft's validator sends an empty list.
        if (list.isEmpty() && !rules.takesEmptyPatch()) {
            throw ScimProblems.invalidSyntax("Operations must hold at least one operation.");
        }
        if (list.size() > Limits.PATCH_OPERATIONS) {
            throw ScimProblems.tooLarge(
                    "A PATCH request holds at most %,d operations.".formatted(Limits.PATCH_OPERATIONS));
        }
        List<Operation> operations = new ArrayList<>(list.size());
        for (JsonNode operation : list) {
            operations.add(operation(rules, operation));
        }
        return new PatchRequest(rules, List.copyOf(operations));
    }

    private static Operation operation(DialectRules rules, JsonNode json) {
        Kind kind = kind(member(json, "op"));
        String path = path(member(json, "path"));
        JsonNode value = member(json, "value");
        if (path == null && !rules.takesPathless()) {
            throw ScimProblems.invalidSyntax("Every operation must have a path.");
        }
        if (kind == Kind.REMOVE && path == null) {
            throw ScimProblems.noTarget("An operation remove must have a path.");
        }
        if (kind != Kind.REMOVE && value == null) {
            throw ScimProblems.invalidValue("An operation add or replace must have a value.");
        }
        return new Operation(kind, path, value);
    }

    private static Kind kind(@Nullable JsonNode op) {
        // Entra capitalises: "Add", "Replace", "Remove".
        for (Kind kind : Kind.values()) {
            if (op != null && kind.name().equalsIgnoreCase(op.asText())) {
                return kind;
            }
        }
        throw ScimProblems.invalidSyntax("op must be add, remove or replace.");
    }

    private static @Nullable String path(@Nullable JsonNode path) {
        if (path == null || path.isNull()) {
            return null;
        }
        if (!path.isTextual()) {
            throw ScimProblems.invalidSyntax("path must be text.");
        }
        return path.textValue().isBlank() ? null : path.textValue();
    }

    /** Some clients leave schemas out; what is there must be right. */
    private static void requireSchema(DialectRules rules, JsonNode body) {
        JsonNode schemas = member(body, "schemas");
        boolean missing = schemas == null || schemas.isNull();
        if (!missing || !rules.takesMissingSchemas()) {
            Messages.requireSchema(body, org.apache.directory.scim.protocol.data.PatchRequest.SCHEMA_URI);
        }
    }

    private static @Nullable JsonNode member(JsonNode message, String name) {
        return Messages.member(message, name).orElse(null);
    }
}
