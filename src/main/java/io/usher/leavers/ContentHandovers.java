package io.usher.leavers;

import io.usher.platform.Limits;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** The hand-overs of a tenant. Only {@code lifecycle} calls what changes them, with the leaver's row locked. */
@ApplicationScoped
public class ContentHandovers {

    private static final Write OPEN = new Write("open_handovers", """
            INSERT INTO content_handover (tenant_id, record_id, user_id, left_at, status)
            SELECT tenant_id, record_id, user_id, left_at, 'open' FROM jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, record_id uuid, user_id uuid, left_at timestamptz)""");

    private static final Write CANCEL = new Write("cancel_handovers", """
            UPDATE content_handover h SET status = 'cancelled', closed_at = r.closed_at, closing_record = r.closing_record
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, user_id uuid, closed_at timestamptz, closing_record uuid)
            WHERE h.tenant_id = r.tenant_id AND h.user_id = r.user_id AND h.status = 'open'""");

    private static final String CONFIRM = """
            UPDATE content_handover SET status = 'confirmed', closed_at = :at, closing_record = :record,
                successor = :successor, found_by = :foundBy
            WHERE tenant_id = :tenant AND record_id = :handover AND status = 'open'""";

    private static final String PAGE = """
            SELECT h.* FROM content_handover h
            WHERE h.tenant_id = :tenant AND h.status = :status AND h.record_id > :after
            ORDER BY h.record_id LIMIT :most""";

    private static final String LATEST = """
            SELECT h.* FROM content_handover h
            WHERE h.tenant_id = :tenant AND h.user_id = :user
            ORDER BY h.record_id DESC LIMIT 1""";

    /**
     * Up the chain of managers to the first who is active; who left or is deleted still says who his own manager is. Everybody
     * is found by his key, one by one: a plan made from a guess of how many there are would read all people. So would one that
     * compared the key with the CASE, which under the policy of the table is no condition of an index: hence MATERIALIZED.
     */
    private static final String FIND = """
            WITH RECURSIVE page AS (%s),
            chain (leaver, id, manager, active, steps, seen) AS (
                SELECT u.id, u.id, manager_of(u.document), false, 0, ARRAY[u.id]
                FROM page p JOIN users u ON u.tenant_id = :tenant AND u.id = p.user_id
                WHERE p.status = 'open'
                UNION ALL
                SELECT c.leaver, m.id, m.manager, m.active, c.steps + 1, c.seen || m.id
                FROM chain c
                CROSS JOIN LATERAL (
                    SELECT u.id, manager_of(u.document) AS manager, u.directory = 'active' AS active
                    FROM users u WHERE u.tenant_id = :tenant AND u.id = c.manager LIMIT 1) m
                WHERE NOT c.active AND c.steps < :steps AND m.id <> ALL (c.seen)),
            manager AS MATERIALIZED (SELECT c.leaver, c.id FROM chain c WHERE c.active),
            named AS MATERIALIZED (
                SELECT p.*, CASE WHEN p.status = 'open' THEN coalesce(c.id, d.id) ELSE p.successor END AS heir,
                       CASE WHEN p.status <> 'open' THEN p.found_by WHEN c.id IS NOT NULL THEN 'manager'
                            WHEN d.id IS NOT NULL THEN 'default' END AS heir_by
                FROM page p
                JOIN tenants t ON t.id = :tenant
                LEFT JOIN manager c ON c.leaver = p.user_id
                LEFT JOIN users d ON d.tenant_id = :tenant AND d.id = t.default_successor AND d.directory = 'active')
            SELECT n.user_id, u.document ->> 'userName', n.left_at, n.record_id, n.status, n.heir, h.document ->> 'userName',
                   n.heir_by, n.closed_at, r.actor
            FROM named n
            CROSS JOIN LATERAL (SELECT * FROM users l WHERE l.tenant_id = :tenant AND l.id = n.user_id LIMIT 1) u
            LEFT JOIN LATERAL (SELECT * FROM users l WHERE l.tenant_id = :tenant AND l.id = n.heir LIMIT 1) h ON true
            LEFT JOIN audit_record r ON r.tenant_id = :tenant AND r.id = n.closing_record
            ORDER BY n.record_id""";

    private final Session session;
    private final Writes writes;

    ContentHandovers(Session session, Writes writes) {
        this.session = session;
        this.writes = writes;
    }

    /**
     * In the order of leaving.
     *
     * @param after record of the last one already seen
     */
    public List<ContentHandover> page(UUID tenant, String status, @Nullable UUID after, int most) {
        return read(find(PAGE, tenant)
                .setParameter("status", status)
                .setParameter("after", Objects.requireNonNullElse(after, new UUID(0, 0)))
                .setParameter("most", most));
    }

    /** Of who left last time, if he ever left content behind. */
    public Optional<ContentHandover> latest(UUID tenant, UUID user) {
        return read(find(LATEST, tenant).setParameter("user", user)).stream().findFirst();
    }

    private NativeQuery<Object[]> find(String page, UUID tenant) {
        return session.createNativeQuery(FIND.formatted(page), Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("steps", Limits.MANAGER_CHAIN);
    }

    private static List<ContentHandover> read(NativeQuery<Object[]> query) {
        return query.getResultList().stream()
                .map(row -> new ContentHandover(
                        (UUID) row[0],
                        (String) row[1],
                        (Instant) row[2],
                        (UUID) row[3],
                        (String) row[4],
                        (UUID) row[5],
                        (String) row[6],
                        (String) row[7],
                        (Instant) row[8],
                        (String) row[9]))
                .toList();
    }

    /**
     * Adds to what the change writes.
     *
     * @param record of the leaving
     */
    public void open(UUID tenant, UUID user, UUID record, Instant at) {
        writes.row(OPEN)
                .put("tenant_id", tenant.toString())
                .put("record_id", record.toString())
                .put("user_id", user.toString())
                .put("left_at", at.toString());
    }

    /**
     * Adds to what the change writes; where none is open, none is cancelled.
     *
     * @param record of the return
     */
    public void cancel(UUID tenant, UUID user, UUID record, Instant at) {
        writes.row(CANCEL)
                .put("tenant_id", tenant.toString())
                .put("user_id", user.toString())
                .put("closed_at", at.toString())
                .put("closing_record", record.toString());
    }

    /**
     * @param handover record of the leaving
     * @param record of the confirmation
     */
    public void confirm(UUID tenant, UUID handover, UUID record, UUID successor, @Nullable String foundBy, Instant at) {
        session.createNativeMutationQuery(CONFIRM)
                .setParameter("tenant", tenant)
                .setParameter("handover", handover)
                .setParameter("at", at)
                .setParameter("record", record)
                .setParameter("successor", successor)
                .setParameter("foundBy", foundBy)
                .executeUpdate();
    }
}
