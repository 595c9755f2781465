package io.usher.endurance;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a run of random operations came upon. */
final class Tally {

    /** By status. */
    private final Map<Integer, Integer> refusals = new TreeMap<>();

    private final Map<SlowSeats, Long> promotions = new HashMap<>();
    private int operations;
    private int longestQueue;

    /** @param refusal status of the answer, or 0 */
    void count(int refusal, SlowSeats model) {
        operations++;
        if (refusal > 0) {
            refusals.merge(refusal, 1, Integer::sum);
        }
        promotions.put(model, model.promotions());
        SlowSeats.TYPES.forEach(
                type -> longestQueue = Math.max(longestQueue, model.queue(type).size()));
    }

    int operations() {
        return operations;
    }

    int refusals(int status) {
        return refusals.getOrDefault(status, 0);
    }

    long promotions() {
        return promotions.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return "%,d operations, refused %s, %,d seats handed on, %d in the longest queue"
                .formatted(operations, refusals, promotions(), longestQueue);
    }
}
