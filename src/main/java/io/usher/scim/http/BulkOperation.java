package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Ids;
import io.usher.platform.Problem;
import io.usher.scim.Messages;
import io.usher.scim.ScimProblems;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.directory.scim.protocol.data.PatchRequest;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a bulk (RFC 7644 §3.7), as far as it could be read.
 *
 * @param method as it was written, in capitals; null when it is missing
 * @param bulkId the name by which others refer to what a POST makes
 * @param endpoint {@code Users} or {@code Groups}; null when the path leads to neither
 * @param id in the path; null for a POST
 * @param version that the client expects
 * @param made the id that a POST gives to what it makes; of every operation another one
 * @param fault why it cannot be done at all
 */
record BulkOperation(
        @Nullable String method,
        @Nullable String bulkId,
        @Nullable String endpoint,
        @Nullable String id,
        @Nullable String version,
        JsonNode data,
        UUID made,
        @Nullable Problem fault) {

    /** What a reference to another operation begins with. */
    static final String REFERENCE = "bulkId:";

    /** The one name under which a resource is referred to: of a member, of a manager, of an operation in a PATCH. */
    static final String VALUE = "value";

    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PATH = Pattern.compile("/(Users|Groups)(?:/([^/?#]+))?");

    static BulkOperation of(JsonNode json) {
        String written = text(json, "method");
        String method =
                METHODS.stream().filter(written::equalsIgnoreCase).findFirst().orElse(written);
        String bulkId = text(json, "bulkId");
        String version = text(json, "version");
        Matcher path = PATH.matcher(text(json, "path"));
        boolean found = path.matches();
        JsonNode data = Messages.member(json, "data").orElse(JsonNodeFactory.instance.missingNode());
        boolean bare = method.equals("PATCH") && data.isArray();
        return new BulkOperation(
                method.isEmpty() ? null : method,
                bulkId.isEmpty() ? null : bulkId,
                found ? path.group(1) : null,
                found ? path.group(2) : null,
                version.isEmpty() ? null : version,
                bare ? message(data) : data,
                Ids.next(),
                fault(method, bulkId, found, found ? path.group(2) : null, data));
    }

    private static @Nullable Problem fault(
            String method, String bulkId, boolean pathFound, @Nullable String id, JsonNode data) {
        if (!METHODS.contains(method)) {
            return ScimProblems.invalidSyntax("method must be POST, PUT, PATCH or DELETE.");
        }
        boolean post = method.equals("POST");
        if (!pathFound || post != (id == null)) {
            return ScimProblems.invalidSyntax(
                    "path must be /Users or /Groups for POST, and /Users/{id} or /Groups/{id} for the other methods.");
        }
        if (post && bulkId.isEmpty()) {
            return ScimProblems.invalidSyntax("An operation POST must have a bulkId.");
        }
        if (!method.equals("DELETE") && !data.isObject() && !(method.equals("PATCH") && data.isArray())) {
            return ScimProblems.invalidSyntax("An operation " + method + " must have data.");
        }
        return null;
    }

    /** The operations of a PATCH without their message, which RFC 7644 §3.7 seems to ask for (erratum 5050). */
    private static JsonNode message(JsonNode operations) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putArray("schemas").add(PatchRequest.SCHEMA_URI);
        message.set("Operations", operations);
        return message;
    }

    private static String text(JsonNode json, String name) {
        return Messages.member(json, name)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .orElse("");
    }

    /** The bulkIds that it refers to, in its path or in its data. */
    Set<String> references() {
        Set<String> references = new LinkedHashSet<>();
        if (id != null && id.startsWith(REFERENCE)) {
            references.add(id.substring(REFERENCE.length()));
        }
        collect(data, false, references);
        return references;
    }

    private static void collect(JsonNode node, boolean value, Set<String> references) {
        if (value && node.isTextual() && node.textValue().startsWith(REFERENCE)) {
            references.add(node.textValue().substring(REFERENCE.length()));
        }
        if (node.isArray()) {
            node.forEach(element -> collect(element, value, references));
        }
        node.properties()
                .forEach(field -> collect(field.getValue(), field.getKey().equalsIgnoreCase(VALUE), references));
    }
}
