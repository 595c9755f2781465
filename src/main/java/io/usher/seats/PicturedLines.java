package io.usher.seats;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;

/** As {@link Lines}, of claims that are all in memory; who has left a line is dropped when he comes first. */
final class PicturedLines {

    private final Map<String, PriorityQueue<Place>> places = new HashMap<>();

    private record Place(Instant since, SeatClaim claim) {}

    /** Whoever stands in a line by now, after what moved him. */
    void add(Collection<SeatClaim> claims) {
        for (SeatClaim claim : claims) {
            if (claim.now().waits()) {
                add(Line.QUEUE, Objects.requireNonNull(claim.now().wanted()), claim);
                add(Line.UNSEATED, Objects.requireNonNull(claim.now().wanted()), claim);
            }
            if (claim.now().beyond()) {
                add(Line.GRACE, Objects.requireNonNull(claim.now().held()), claim);
            }
        }
    }

    private void add(Line line, String type, SeatClaim claim) {
        if (line.holds(claim.now(), type)) {
            places.computeIfAbsent(
                            line + type,
                            none -> new PriorityQueue<>(Comparator.comparing(Place::since)
                                    .thenComparing(place -> place.claim().user().toString())))
                    .add(new Place(Objects.requireNonNull(line.since(claim.now())), claim));
        }
    }

    Optional<SeatClaim> first(Line line, String type) {
        PriorityQueue<Place> queue = places.get(line + type);
        while (queue != null && !queue.isEmpty()) {
            Place first = queue.element();
            if (line.holds(first.claim().now(), type)
                    && first.since().equals(line.since(first.claim().now()))) {
                return Optional.of(first.claim());
            }
            queue.remove();
        }
        return Optional.empty();
    }
}
