package io.usher.seats;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ledger: what moved, and how things stood at a moment.
 * How they stood then is what all rows up to the last one that had happened then make of it, in the order of seq.
 */
@ApplicationScoped
public class Ledger {

    /** Smaller than every id. */
    static final UUID NOBODY = new UUID(0, 0);

    private static final String POOLS = """
            SELECT p.type, CASE WHEN l.seq IS NULL THEN 0 ELSE l.quantity END, coalesce(l.used_after, 0),
                   coalesce(l.over_after, 0), coalesce(l.waiting_after, 0)
            FROM seat_pool p
            LEFT JOIN LATERAL (
                SELECT * FROM seat_ledger b WHERE b.tenant_id = p.tenant_id AND b.type = p.type AND b.at <= :at
                ORDER BY b.at DESC, b.seq DESC LIMIT 1) l ON true
            WHERE p.tenant_id = :tenant ORDER BY p.rank""";

    /** The last movement of each person; who leaves the queue for a seat takes it in the same breath, so that is the last. */
    private static final String HOLDERS = """
            WITH last AS (
                SELECT DISTINCT ON (l.user_id) l.user_id, l.seq, l.movement, l.at
                FROM seat_ledger l
                WHERE l.tenant_id = :tenant AND l.type = :type AND l.user_id > :after %s
                ORDER BY l.user_id, l.seq DESC),
            holder AS (
                SELECT h.user_id, CASE h.movement WHEN 'queued' THEN 'waitlisted' WHEN 'granted' THEN 'grace'
                                                  ELSE 'assigned' END AS status,
                       CASE WHEN h.movement <> 'confirmed' THEN h.at ELSE (
                           SELECT g.at FROM seat_ledger g
                           WHERE g.tenant_id = :tenant AND g.type = :type AND g.user_id = h.user_id AND g.seq < h.seq
                             AND g.movement = 'granted'
                           ORDER BY g.seq DESC LIMIT 1) END AS since
                FROM last h WHERE h.movement IN ('assigned', 'granted', 'confirmed', 'queued'))
            SELECT h.user_id, h.status, h.since FROM holder h
            """;

    private static final String UNTIL_THEN = """
             AND l.seq <= (
                    SELECT b.seq FROM seat_ledger b
                    WHERE b.tenant_id = :tenant AND b.type = :type AND b.at <= :at
                    ORDER BY b.at DESC, b.seq DESC LIMIT 1)""";

    private static final String MOVEMENTS = """
            SELECT l.seq, l.at, l.type, l.movement, l.user_id, l.quantity, l.used_after, l.waiting_after,
                   l.cause, l.record_id, r.actor, CAST(convert_from(r.body, 'UTF8') AS json) #>> '{request,id}',
                   l.source, l.rule_group
            FROM seat_ledger l
            LEFT JOIN audit_record r ON r.tenant_id = l.tenant_id AND r.id = l.record_id
            WHERE l.tenant_id = :tenant AND l.seq > :after""";

    private final Session session;

    Ledger(Session session) {
        this.session = session;
    }

    /**
     * A pool as it was; before its first movement it had nothing.
     *
     * @param quantity null for unlimited
     * @param used those beyond the quantity included
     * @param over how many were beyond it
     */
    public record PoolThen(String type, @Nullable Integer quantity, int used, int over, int waitlisted) {}

    /**
     * @param status assigned, grace or waitlisted
     * @param since when he took the seat, or began to wait
     */
    public record Holder(UUID user, String status, Instant since) {}

    /**
     * Which holders; null means any.
     *
     * @param at null for now
     * @param after the last person already seen
     */
    public record HolderQuery(
            String type,
            @Nullable Instant at,
            @Nullable String status,
            @Nullable UUID after,
            int limit) {}

    /**
     * Which movements; null means any.
     *
     * @param from first moment, included
     * @param until last moment, excluded
     * @param after seq of the last row already seen
     */
    public record Query(
            @Nullable UUID user,
            @Nullable String type,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Long after,
            int limit) {}

    /**
     * @param movement as {@link Movement.Kind} has it
     * @param user null when the pool itself was resized
     * @param quantity null for unlimited
     */
    public record Entry(
            long seq,
            Instant at,
            String type,
            String movement,
            @Nullable UUID user,
            @Nullable Integer quantity,
            int usedAfter,
            int waitingAfter,
            Cause cause) {}

    /**
     * The change that moved the seat.
     *
     * @param record in the audit log
     * @param actor who made it, null when the record is gone
     * @param source what had chosen the type of him who moved, as SCIM's seatSource has it
     * @param group whose rule had chosen it, when a rule had
     */
    public record Cause(
            String action,
            UUID record,
            @Nullable String actor,
            @Nullable String request,
            @Nullable String source,
            @Nullable UUID group) {}

    /** The highest type first. */
    public List<PoolThen> pools(UUID tenant, Instant at) {
        return session
                .createNativeQuery(POOLS, Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("at", at)
                .getResultList()
                .stream()
                .map(row ->
                        new PoolThen((String) row[0], whole(row[1]), number(row[2]), number(row[3]), number(row[4])))
                .toList();
    }

    /** By id. @throws io.usher.platform.Problem when there is no such pool */
    public List<Holder> holders(UUID tenant, HolderQuery query) {
        requirePool(tenant, query.type);
        String sql = HOLDERS.formatted(query.at == null ? "" : UNTIL_THEN)
                + (query.status == null ? "" : "WHERE h.status = :status ")
                + "ORDER BY h.user_id LIMIT :limit";
        NativeQuery<Object[]> holders = session.createNativeQuery(sql, Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("type", query.type)
                .setParameter("after", Objects.requireNonNullElse(query.after, NOBODY))
                .setParameter("limit", query.limit);
        if (query.at != null) {
            holders.setParameter("at", query.at);
        }
        if (query.status != null) {
            holders.setParameter("status", query.status);
        }
        return holders.getResultList().stream()
                .map(row -> new Holder((UUID) row[0], (String) row[1], (Instant) row[2]))
                .toList();
    }

    /** Newest last. @throws io.usher.platform.Problem when there is no pool of the type */
    public List<Entry> find(UUID tenant, Query query) {
        StringBuilder sql = new StringBuilder(MOVEMENTS);
        Map<String, Object> values = new HashMap<>();
        if (query.type != null) {
            requirePool(tenant, query.type);
        }
        add(sql, values, " AND l.type = :type", "type", query.type);
        add(sql, values, " AND l.user_id = :user", "user", query.user);
        add(sql, values, " AND l.at >= :from", "from", query.from);
        add(sql, values, " AND l.at < :until", "until", query.until);
        NativeQuery<Object[]> rows = session.createNativeQuery(sql + " ORDER BY l.seq LIMIT :limit", Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("after", Objects.requireNonNullElse(query.after, 0L))
                .setParameter("limit", query.limit);
        values.forEach(rows::setParameter);
        return rows.getResultList().stream().map(Ledger::entry).toList();
    }

    private static void add(
            StringBuilder sql, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.put(name, value);
        }
    }

    private static Entry entry(Object[] row) {
        return new Entry(
                ((Number) row[0]).longValue(),
                (Instant) row[1],
                (String) row[2],
                (String) row[3],
                (UUID) row[4],
                whole(row[5]),
                number(row[6]),
                number(row[7]),
                new Cause((String) row[8], (UUID) row[9], (String) row[10], (String) row[11], (String) row[12], (UUID)
                        row[13]));
    }

    /** A pool is never taken away: what is found here stays. */
    void requirePool(UUID tenant, String type) {
        if (session.find(SeatPool.class, new SeatPool.Key(tenant, type)) == null) {
            throw SeatProblems.noPool();
        }
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }

    private static @Nullable Integer whole(@Nullable Object value) {
        return value == null ? null : number(value);
    }
}
