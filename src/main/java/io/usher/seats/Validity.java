package io.usher.seats;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a contract is in force.
 *
 * @param from the first moment, or null: since ever
 * @param until the first moment after it, or null: for ever
 */
public record Validity(@Nullable Instant from, @Nullable Instant until) {

    public static final Validity ALWAYS = new Validity(null, null);

    /** @throws io.usher.platform.Problem when it ends before it begins */
    public Validity {
        if (from != null && until != null && !from.isBefore(until)) {
            throw SeatProblems.badValidity();
        }
    }

    boolean holdsAt(Instant moment) {
        return (from == null || !moment.isBefore(from)) && (until == null || moment.isBefore(until));
    }
}
