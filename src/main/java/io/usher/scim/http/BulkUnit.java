package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.usher.access.Call;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongPredicate;

/** Does operations of a bulk, through the doors of single requests, in one transaction. */
@ApplicationScoped
@TenantTransaction
@Provisioned
class BulkUnit {

    private final CurrentCall current;
    private final UserWrites users;
    private final GroupWrites groups;

    BulkUnit(CurrentCall current, UserWrites users, GroupWrites groups) {
        this.current = current;
        this.users = users;
        this.groups = groups;
    }

    /** Asks whether the caller may write at all; a bulk without operations asks too. */
    void requireAccess() {
        // What is asked, is asked when the transaction opens.
    }

    /**
     * Does all of the operations, or none.
     *
     * @param named operations by bulkId, for references
     * @param begun is told of each operation as its turn comes; of the one that fails last
     * @return the version that each resource has then, by {@link BulkOperation#made}; none for one that is deleted
     * @throws Problem of the operation that failed
     */
    Map<UUID, Long> run(List<BulkOperation> operations, Map<String, BulkOperation> named, List<BulkOperation> begun) {
        Map<UUID, Long> versions = new HashMap<>();
        begun.clear();
        for (BulkOperation operation : operations) {
            begun.add(operation);
            begin(operation);
            JsonNode data = resolved(operation.data(), false, named);
            LongPredicate expected = ETags.ifMatch(operation.version());
            ResourceWrites writes = "Users".equals(operation.endpoint()) ? users : groups;
            String id = id(operation, named);
            switch (Objects.requireNonNull(operation.method())) {
                case "POST" -> versions.put(operation.made(), writes.create(operation.made(), data));
                case "PUT" -> versions.put(operation.made(), writes.replace(id, expected, data));
                case "PATCH" -> versions.put(operation.made(), writes.patch(id, expected, data));
                default -> writes.delete(id, expected);
            }
        }
        return versions;
    }

    /** From here on the records speak of this operation as of a request of its own. */
    void begin(BulkOperation operation) {
        Call call = current.call();
        String path = BaseUrl.PATH + "/" + operation.endpoint() + (operation.id() == null ? "" : "/{id}");
        current.begin(new Call(
                call.caller(),
                call.requestId(),
                call.receivedAt(),
                Objects.requireNonNullElse(operation.method(), "POST"),
                operation.endpoint() == null ? BaseUrl.PATH + "/Bulk" : path,
                call.address(),
                call.userAgent(),
                call.correlation()));
    }

    /** The id of the resource that an operation is about. */
    static String id(BulkOperation operation, Map<String, BulkOperation> named) {
        String id = operation.id();
        return id == null ? operation.made().toString() : resolved(id, named);
    }

    private static String resolved(String text, Map<String, BulkOperation> named) {
        BulkOperation other = text.startsWith(BulkOperation.REFERENCE)
                ? named.get(text.substring(BulkOperation.REFERENCE.length()))
                : null;
        return other == null ? text : other.made().toString();
    }

    private static JsonNode resolved(JsonNode node, boolean value, Map<String, BulkOperation> named) {
        if (value && node.isTextual()) {
            return TextNode.valueOf(resolved(node.textValue(), named));
        }
        if (node.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> list.add(resolved(element, value, named)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                boolean isValue = field.getKey().equalsIgnoreCase(BulkOperation.VALUE);
                object.set(field.getKey(), resolved(field.getValue(), isValue, named));
            }
            return object;
        }
        return node;
    }
}
