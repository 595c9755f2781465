package io.usher.scim.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * In which order the operations of a bulk are done: as they were sent, but what an operation refers to before it
 * (RFC 7644 §3.7.2). Those that refer to each other in a circle (§3.7.1) form one unit, found as Tarjan does.
 */
final class BulkOrder {

    private final BulkRequest request;
    private final Map<UUID, Integer> found = new HashMap<>();
    private final Map<UUID, Integer> lowest = new HashMap<>();
    private final Deque<BulkOperation> open = new ArrayDeque<>();
    private final List<List<BulkOperation>> units = new ArrayList<>();

    private BulkOrder(BulkRequest request) {
        this.request = request;
    }

    /** Units in their order; each is done as a whole or not at all. */
    static List<List<BulkOperation>> of(BulkRequest request) {
        BulkOrder order = new BulkOrder(request);
        for (BulkOperation operation : request.operations()) {
            if (!order.found.containsKey(operation.made())) {
                order.visit(operation);
            }
        }
        return order.units;
    }

    /** As deep as references follow each other, at most as many as a bulk has operations. */
    private void visit(BulkOperation operation) {
        int number = found.size();
        found.put(operation.made(), number);
        lowest.put(operation.made(), number);
        open.push(operation);
        for (String bulkId : operation.references()) {
            BulkOperation other = request.named().get(bulkId);
            if (other == null) {
                continue;
            }
            if (!found.containsKey(other.made())) {
                visit(other);
                reach(operation, lowest.get(other.made()));
            } else if (open.contains(other)) {
                reach(operation, found.get(other.made()));
            }
        }
        if (Integer.valueOf(number).equals(lowest.get(operation.made()))) {
            units.add(unit(operation));
        }
    }

    private void reach(BulkOperation operation, @Nullable Integer number) {
        lowest.merge(operation.made(), Objects.requireNonNull(number), Math::min);
    }

    /** Users before the groups that name them. */
    private List<BulkOperation> unit(BulkOperation root) {
        List<BulkOperation> unit = new ArrayList<>();
        BulkOperation next;
        do {
            next = open.pop();
            unit.add(next);
        } while (!next.equals(root));
        Collections.reverse(unit);
        unit.sort(Comparator.comparing(operation -> "Groups".equals(operation.endpoint())));
        return unit;
    }
}
