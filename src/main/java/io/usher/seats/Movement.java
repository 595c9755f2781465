package io.usher.seats;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger.
 *
 * @param user who moved, or null when the pool itself was resized
 * @param source what chose the seat type of who moved, or null
 * @param group whose rule did, or null
 * @param quantity of the pool, null for unlimited
 * @param usedAfter seats in use after the movement
 * @param overAfter of those, how many are beyond the quantity
 * @param waitingAfter people in the queue after it
 */
public record Movement(
        Kind kind,
        String type,
        @Nullable UUID user,
        @Nullable String source,
        @Nullable UUID group,
        @Nullable Integer quantity,
        int usedAfter,
        int overAfter,
        int waitingAfter) {

    public enum Kind {
        ASSIGNED,
        /** A seat beyond the quantity. */
        GRANTED,
        /** Such a seat became one of the quantity. */
        CONFIRMED,
        FREED,
        QUEUED,
        LEFT_QUEUE,
        RESIZED;

        /** As in the ledger: lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
