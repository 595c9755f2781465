package io.usher.seats;

import io.usher.seats.SeatClaim.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

/** People whom a seat that becomes free concerns, by type. */
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

    /** Where somebody stands in the line: by priority, then by time, then by id; seats beyond the quantity by time alone. */
    Place place(SeatClaim claim) {
        Instant since = this == GRACE ? claim.now().graceSince() : claim.now().waitingSince();
        return new Place(
                this == GRACE ? 0 : claim.priority(),
                Objects.requireNonNull(since),
                claim.user().toString());
    }

    /** @param user id as text, which is the database's order of ids */
    record Place(int priority, Instant since, String user) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = Comparator.comparingInt(Place::priority)
                .thenComparing(Place::since)
                .thenComparing(Place::user);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
