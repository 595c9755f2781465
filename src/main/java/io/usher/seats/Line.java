package io.usher.seats;

import io.usher.seats.SeatClaim.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** People whom a seat that becomes free concerns, by type: first come, first served. */
enum Line {
    /** Who waits for a seat of the type. */
    QUEUE,
    /** Who of these holds no other seat meanwhile. */
    UNSEATED,
    /** Who holds a seat of the type beyond the pool's quantity. */
    GRACE;

    boolean holds(State claim, String type) {
        return switch (this) {
            case QUEUE -> claim.waits() && type.equals(claim.wanted());
            case UNSEATED -> claim.waits() && type.equals(claim.wanted()) && !claim.holds();
            case GRACE -> claim.beyond() && type.equals(claim.held());
        };
    }

    /** His place in the line; within one moment, ids decide. */
    @Nullable
    Instant since(State claim) {
        return this == GRACE ? claim.graceSince() : claim.waitingSince();
    }
}
