package io.usher.seats;

import io.usher.seats.Line.Place;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;

/** As {@link Lines}, of claims that are all in memory; who has left a line is dropped when he comes first. */
final class PicturedLines {

    private final Map<String, PriorityQueue<Standing>> lines = new HashMap<>();

    private record Standing(Place place, SeatClaim claim) {}

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
            lines.computeIfAbsent(line + type, none -> new PriorityQueue<>(Comparator.comparing(Standing::place)))
                    .add(new Standing(line.place(claim), claim));
        }
    }

    Optional<SeatClaim> first(Line line, String type) {
        PriorityQueue<Standing> standing = lines.get(line + type);
        while (standing != null && !standing.isEmpty()) {
            Standing first = standing.element();
            if (line.holds(first.claim().now(), type) && first.place().equals(line.place(first.claim()))) {
                return Optional.of(first.claim());
            }
            standing.remove();
        }
        return Optional.empty();
    }
}
