package io.usher.seats;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Why more or fewer seats of a type are used than before, by the ledger. */
@ApplicationScoped
public class SeatCauses {

    /** Rows by their place in the order of happening: those behind the last before the one moment, up to the last before the other. */
    private static final String CAUSES = """
            WITH moved AS (
                SELECT l.cause, l.record_id, max(l.seq) AS seq,
                       count(*) FILTER (WHERE l.movement IN ('assigned', 'granted')) AS taken,
                       count(*) FILTER (WHERE l.movement = 'freed') AS freed
                FROM seat_ledger l
                WHERE l.tenant_id = :tenant AND l.type = :type AND l.seq > :first AND l.seq <= :last
                  AND l.movement IN ('assigned', 'granted', 'freed')
                GROUP BY l.cause, l.record_id),
            placed AS (
                SELECT m.*, row_number() OVER (PARTITION BY m.cause ORDER BY m.seq DESC) AS place FROM moved m)
            SELECT p.cause, sum(p.taken), sum(p.freed),
                   string_agg(CAST(p.record_id AS text), ',' ORDER BY p.place) FILTER (WHERE p.place <= 5)
            FROM placed p GROUP BY p.cause ORDER BY p.cause""";

    private static final String BEFORE = """
            SELECT l.seq, l.used_after FROM seat_ledger l
            WHERE l.tenant_id = :tenant AND l.type = :type%s
            ORDER BY l.at DESC, l.seq DESC LIMIT 1""";

    private final Session session;
    private final Ledger ledger;

    SeatCauses(Session session, Ledger ledger) {
        this.session = session;
        this.ledger = ledger;
    }

    /** @param difference the sum of the nets */
    public record Account(int usedAtFrom, int usedAtUntil, int difference, List<Share> causes) {}

    /**
     * What changes of one kind did.
     *
     * @param net taken less freed
     * @param records the latest of them in the audit log, five at most
     */
    public record Share(String action, long taken, long freed, long net, List<UUID> records) {}

    private record Point(long seq, int used) {}

    /**
     * @param from first moment, included; null for the beginning
     * @param until last moment, excluded; null for now
     * @throws io.usher.platform.Problem when there is no pool of the type
     */
    public Account explain(UUID tenant, String type, @Nullable Instant from, @Nullable Instant until) {
        ledger.requirePool(tenant, type);
        Point first = from == null ? new Point(0, 0) : before(tenant, type, from);
        Point last = before(tenant, type, until);
        List<Share> causes = session
                .createNativeQuery(CAUSES, Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("type", type)
                .setParameter("first", first.seq)
                .setParameter("last", last.seq)
                .getResultList()
                .stream()
                .map(SeatCauses::share)
                .toList();
        return new Account(first.used, last.used, last.used - first.used, causes);
    }

    private Point before(UUID tenant, String type, @Nullable Instant moment) {
        var query = session.createNativeQuery(
                        BEFORE.formatted(moment == null ? "" : " AND l.at < :moment"), Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("type", type);
        if (moment != null) {
            query.setParameter("moment", moment);
        }
        return query.getResultList().stream()
                .map(row -> new Point(((Number) row[0]).longValue(), ((Number) row[1]).intValue()))
                .findFirst()
                .orElse(new Point(0, 0));
    }

    private static Share share(Object[] row) {
        long taken = ((Number) row[1]).longValue();
        long freed = ((Number) row[2]).longValue();
        List<UUID> records = Stream.of(Objects.toString(row[3]).split(",", -1))
                .map(UUID::fromString)
                .toList();
        return new Share((String) row[0], taken, freed, taken - freed, records);
    }
}
