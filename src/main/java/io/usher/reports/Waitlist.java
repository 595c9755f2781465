package io.usher.reports;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Who waits for a seat, in the order in which seats are given. */
@ApplicationScoped
public class Waitlist {

    private static final Place BEFORE_ALL = new Place("", 0, Instant.EPOCH, new UUID(0, 0));

    /** Who is ahead of the page is counted once, not for each of its rows. */
    private static final String WAITING = """
            WITH page AS (
                SELECT c.*, row_number() OVER (PARTITION BY c.wanted_type ORDER BY c.priority, c.waiting_since, c.user_id) AS place
                FROM seat_claim c
                WHERE c.tenant_id = :tenant AND c.waiting_since IS NOT NULL%s
                  AND (c.wanted_type, c.priority, c.waiting_since, c.user_id) > (:type, :priority, :since, :user)
                ORDER BY c.wanted_type, c.priority, c.waiting_since, c.user_id LIMIT :most),
            ahead AS (
                SELECT count(*) AS people FROM seat_claim q
                WHERE q.tenant_id = :tenant AND q.wanted_type = :type AND q.waiting_since IS NOT NULL
                  AND (q.priority, q.waiting_since, q.user_id) <= (:priority, :since, :user))
            SELECT p.place + CASE WHEN p.wanted_type = :type THEN a.people ELSE 0 END, p.wanted_type, p.user_id,
                   u.document ->> 'userName', p.priority, p.waiting_since, p.held_type, p.source, p.rule_group
            FROM page p
            CROSS JOIN ahead a
            JOIN users u ON u.tenant_id = :tenant AND u.id = p.user_id
            ORDER BY p.wanted_type, p.priority, p.waiting_since, p.user_id""";

    private final Session session;

    Waitlist(Session session) {
        this.session = session;
    }

    /** Where somebody stands in the queues: by type, then by priority, then by the moment since when he waits, then by id. */
    public record Place(String type, int priority, Instant since, UUID user) {}

    /**
     * @param position from 1 in the queue for the type
     * @param priority in every queue: the lowest comes first
     * @param holds the type of the seat that he has meanwhile, or null
     * @param source what chose the type, as SCIM's seatSource has it
     * @param group whose rule chose it, when a rule did
     */
    public record Waiting(
            long position,
            String type,
            UUID user,
            String userName,
            int priority,
            Instant since,
            @Nullable String holds,
            String source,
            @Nullable UUID group) {}

    /**
     * @param type null for every type
     * @param after the place of the last one already seen, who may have got his seat since
     */
    public List<Waiting> page(UUID tenant, @Nullable String type, @Nullable Place after, int most) {
        Place seen = Objects.requireNonNullElse(after, BEFORE_ALL);
        NativeQuery<Object[]> query = session.createNativeQuery(
                        WAITING.formatted(type == null ? "" : " AND c.wanted_type = :only"), Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("type", seen.type)
                .setParameter("priority", seen.priority)
                .setParameter("since", seen.since)
                .setParameter("user", seen.user)
                .setParameter("most", most);
        if (type != null) {
            query.setParameter("only", type);
        }
        return query.getResultList().stream()
                .map(row -> new Waiting(
                        ((Number) row[0]).longValue(),
                        (String) row[1],
                        (UUID) row[2],
                        (String) row[3],
                        (Integer) row[4],
                        (Instant) row[5],
                        (String) row[6],
                        (String) row[7],
                        (UUID) row[8]))
                .toList();
    }
}
