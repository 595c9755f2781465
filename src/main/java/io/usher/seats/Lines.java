package io.usher.seats;

import io.usher.seats.Line.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;

/**
 * The lines behind locked pools, as they are at each moment of a change: those whose claims came with the locks, as many more
 * as are asked for, and who joined a line in this very change. Somebody in two lines is one claim.
 */
final class Lines {

    private static final int AT_ONCE = 100;

    private final Session session;
    private final UUID tenant;
    private final Map<UUID, SeatClaim> known = new HashMap<>();
    private final Map<String, Place> lastLoaded = new HashMap<>();
    private final Set<String> loadedWhole = new HashSet<>();

    /**
     * @param own whose change it is, wherever they stand in a line
     * @param heads the first of each queue who is none of these
     */
    Lines(Session session, UUID tenant, Collection<SeatClaim> own, Collection<SeatClaim> heads) {
        this.session = session;
        this.tenant = tenant;
        own.forEach(claim -> known.put(claim.user(), claim));
        for (SeatClaim head : heads) {
            known.put(head.user(), head);
            lastLoaded.put(Line.QUEUE + head.now().wanted(), Line.QUEUE.place(head));
        }
    }

    /** The first of a line, locked. */
    Optional<SeatClaim> first(Line line, String type) {
        Optional<SeatClaim> first = firstKnown(line, type);
        while (first.filter(claim -> comesBeforeUnknown(claim, line, type)).isEmpty()
                && !loadedWhole.contains(line + type)) {
            load(line, type);
            first = firstKnown(line, type);
        }
        return first;
    }

    /** Who is not known yet stands behind the last who was loaded; of those whose change it is, nobody can tell before. */
    private boolean comesBeforeUnknown(SeatClaim claim, Line line, String type) {
        Place last = lastLoaded.get(line + type);
        return last != null && line.place(claim).compareTo(last) <= 0;
    }

    private Optional<SeatClaim> firstKnown(Line line, String type) {
        return known.values().stream()
                .filter(claim -> line.holds(claim.now(), type))
                .min(Comparator.comparing(line::place));
    }

    /** Locked by id, as everybody locks claims. */
    private void load(Line line, String type) {
        session.doWork(connection -> {
            int rows = 0;
            try (PreparedStatement sql = connection.prepareStatement("""
                    SELECT c.* FROM seat_claim c
                    WHERE c.tenant_id = ? AND c.user_id IN (
                        SELECT q.user_id FROM seat_claim q
                        WHERE q.tenant_id = c.tenant_id AND %s AND q.user_id <> ALL (?)
                        ORDER BY %s, q.user_id LIMIT ?)
                    ORDER BY c.user_id FOR UPDATE""".formatted(condition(line), order(line)))) {
                sql.setObject(1, tenant);
                sql.setString(2, type);
                sql.setArray(3, connection.createArrayOf("uuid", known.keySet().toArray()));
                sql.setInt(4, AT_ONCE);
                try (ResultSet row = sql.executeQuery()) {
                    for (; row.next(); rows++) {
                        SeatClaim claim = SeatClaim.read(row);
                        known.put(claim.user(), claim);
                        lastLoaded.merge(line + type, line.place(claim), (a, b) -> a.compareTo(b) < 0 ? b : a);
                    }
                }
            }
            if (rows < AT_ONCE) {
                loadedWhole.add(line + type);
            }
        });
    }

    private static String condition(Line line) {
        return switch (line) {
            case QUEUE -> "q.wanted_type = ? AND q.waiting_since IS NOT NULL";
            case UNSEATED -> "q.wanted_type = ? AND q.waiting_since IS NOT NULL AND q.held_type IS NULL";
            case GRACE -> "q.held_type = ? AND q.grace_since IS NOT NULL";
        };
    }

    private static String order(Line line) {
        return line == Line.GRACE ? "q.grace_since" : "q.priority, q.waiting_since";
    }
}
