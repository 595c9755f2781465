package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.Messages;
import io.usher.scim.ScimProblems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A BulkRequest message (RFC 7644 §3.7).
 *
 * @param operations in the order in which they were sent
 * @param named those that have a bulkId and make something, by it
 * @param failOnErrors after how many failed operations to stop
 */
record BulkRequest(List<BulkOperation> operations, Map<String, BulkOperation> named, int failOnErrors) {

    /**
     * Reads the message; what is wrong with a single operation is left to its answer.
     *
     * @throws Problem {@code invalidSyntax}; of kind TOO_LARGE past {@link Limits#BULK_OPERATIONS}
     */
    static BulkRequest parse(JsonNode body) {
        Messages.requireSchema(body, org.apache.directory.scim.protocol.data.BulkRequest.SCHEMA_URI);
        JsonNode list = Messages.member(body, "Operations")
                .filter(JsonNode::isArray)
                .orElseThrow(() -> ScimProblems.invalidSyntax("Operations must be a list of operations."));
        if (list.size() > Limits.BULK_OPERATIONS) {
            throw ScimProblems.tooLarge(
                    "A bulk request holds at most %,d operations.".formatted(Limits.BULK_OPERATIONS));
        }
        List<BulkOperation> operations = new ArrayList<>(list.size());
        Map<String, BulkOperation> named = new HashMap<>();
        for (JsonNode json : list) {
            if (!json.isObject()) {
                throw ScimProblems.invalidSyntax("An operation must be an object.");
            }
            BulkOperation operation = BulkOperation.of(json);
            operations.add(operation);
            String bulkId = operation.bulkId();
            if (bulkId != null && "POST".equals(operation.method()) && named.put(bulkId, operation) != null) {
                throw ScimProblems.invalidSyntax("Two operations have the same bulkId.");
            }
        }
        return new BulkRequest(List.copyOf(operations), named, failOnErrors(body));
    }

    private static int failOnErrors(JsonNode body) {
        JsonNode given = Messages.member(body, "failOnErrors").orElse(body.path("failOnErrors"));
        if (given.isMissingNode() || given.isNull()) {
            return Integer.MAX_VALUE;
        }
        if (!given.isIntegralNumber() || !given.canConvertToInt() || given.intValue() < 0) {
            throw ScimProblems.invalidSyntax("failOnErrors must be a whole number.");
        }
        return given.intValue() == 0 ? Integer.MAX_VALUE : given.intValue();
    }
}
