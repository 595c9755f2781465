package io.usher.scim.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import org.jspecify.annotations.Nullable;

/** What the answer to a bulk says of one operation (RFC 7644 §3.7). */
final class BulkAnswers {

    private BulkAnswers() {}

    /**
     * @param version of the resource now; null when there is none, or none any more
     * @param problem why it failed, or null
     */
    static ObjectNode of(
            BulkOperation operation, String id, @Nullable Long version, @Nullable Problem problem, String url) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("method", operation.method());
        if (operation.bulkId() != null) {
            answer.put("bulkId", operation.bulkId());
        }
        boolean exists = operation.id() != null || problem == null;
        if (exists && operation.endpoint() != null) {
            answer.put("location", url + "/" + operation.endpoint() + "/" + id);
        }
        if (version != null) {
            answer.put("version", ETags.of(version));
        }
        if (problem == null) {
            return answer.put("status", String.valueOf(status(operation)));
        }
        ObjectNode error = ScimErrors.body(problem);
        answer.set("response", error);
        return answer.put("status", error.path("status").textValue());
    }

    /** As a request of its own would have been answered. */
    private static int status(BulkOperation operation) {
        boolean group = "Groups".equals(operation.endpoint());
        return switch (operation.method() == null ? "" : operation.method()) {
            case "POST" -> 201;
            case "PUT" -> 200;
            case "PATCH" -> group ? 204 : 200;
            default -> 204;
        };
    }
}
