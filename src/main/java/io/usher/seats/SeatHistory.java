package io.usher.seats;

import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** How the pools fared, day by day in UTC, reckoned from the ledger. */
@ApplicationScoped
public class SeatHistory {

    /** Of each day on which something moved; how it ended, its last row tells. */
    private static final String MOVED = """
            SELECT l.type, CAST(m.day AS text), l.quantity, l.used_after, m.used_peak, l.over_after, l.waiting_after,
                   m.waiting_peak, m.taken, m.freed
            FROM seat_pool p
            CROSS JOIN LATERAL (
                SELECT CAST(b.at AT TIME ZONE 'UTC' AS date) AS day, max(b.seq) AS last, max(b.used_after) AS used_peak,
                       max(b.waiting_after) AS waiting_peak,
                       count(*) FILTER (WHERE b.movement IN ('assigned', 'granted')) AS taken,
                       count(*) FILTER (WHERE b.movement = 'freed') AS freed
                FROM seat_ledger b
                WHERE b.tenant_id = p.tenant_id AND b.type = p.type AND b.at >= :from AND b.at < :until
                GROUP BY 1) m
            JOIN seat_ledger l ON l.tenant_id = p.tenant_id AND l.seq = m.last
            WHERE p.tenant_id = :tenant""";

    private final Session session;
    private final Ledger ledger;
    private final Time time;

    SeatHistory(Session session, Ledger ledger, Time time) {
        this.session = session;
        this.ledger = ledger;
        this.time = time;
    }

    /**
     * One day of one pool; a seat beyond the quantity is one in use.
     *
     * @param quantity at its end, null for unlimited
     * @param usedPeak the most that were in use at one time of the day, its beginning included; likewise those who waited
     * @param taken how many seats were given, by whatever change; likewise those that became free
     */
    public record Day(
            LocalDate day,
            String type,
            @Nullable Integer quantity,
            int usedAtEnd,
            int usedPeak,
            int overAtEnd,
            int waitingAtEnd,
            int waitingPeak,
            long taken,
            long freed) {

        /** The day after, when something moved on it. */
        private Day then(Day moved) {
            return new Day(
                    moved.day,
                    type,
                    moved.quantity,
                    moved.usedAtEnd,
                    Math.max(usedAtEnd, moved.usedPeak),
                    moved.overAtEnd,
                    moved.waitingAtEnd,
                    Math.max(waitingAtEnd, moved.waitingPeak),
                    moved.taken,
                    moved.freed);
        }

        /** The day after, when nothing did. */
        private Day idle(LocalDate next) {
            return new Day(next, type, quantity, usedAtEnd, usedAtEnd, overAtEnd, waitingAtEnd, waitingAtEnd, 0, 0);
        }
    }

    private record Spot(String type, LocalDate day) {}

    /**
     * By day, the highest type first; a day that has not come is not there, and today ends now.
     *
     * @param type null for every type
     * @param until the day after the last
     * @throws io.usher.platform.Problem when there is no pool of the type
     */
    public List<Day> days(UUID tenant, @Nullable String type, LocalDate from, LocalDate until) {
        if (type != null) {
            ledger.requirePool(tenant, type);
        }
        LocalDate tomorrow = LocalDate.ofInstant(time.now(), ZoneOffset.UTC).plusDays(1);
        LocalDate end = until.isBefore(tomorrow) ? until : tomorrow;
        List<Day> last = before(tenant, type, from);
        Map<Spot, Day> moved = moved(tenant, from, end);
        List<Day> days = new ArrayList<>();
        for (LocalDate day = from; day.isBefore(end); day = day.plusDays(1)) {
            LocalDate next = day;
            last = last.stream()
                    .map(pool -> {
                        Day change = moved.get(new Spot(pool.type, next));
                        return change == null ? pool.idle(next) : pool.then(change);
                    })
                    .toList();
            days.addAll(last);
        }
        return days;
    }

    private List<Day> before(UUID tenant, @Nullable String type, LocalDate day) {
        return ledger.pools(tenant, begin(day).minus(1, ChronoUnit.MICROS)).stream()
                .filter(pool -> type == null || type.equals(pool.type()))
                .map(pool -> new Day(
                        day.minusDays(1),
                        pool.type(),
                        pool.quantity(),
                        pool.used(),
                        pool.used(),
                        pool.over(),
                        pool.waitlisted(),
                        pool.waitlisted(),
                        0,
                        0))
                .toList();
    }

    private Map<Spot, Day> moved(UUID tenant, LocalDate from, LocalDate until) {
        Map<Spot, Day> moved = new HashMap<>();
        LocalDate end;
        for (LocalDate begin = from; begin.isBefore(until); begin = end) {
            LocalDate month = begin.plusDays(SeatDays.DAYS_AT_ONCE);
            end = month.isBefore(until) ? month : until;
            session
                    .createNativeQuery(MOVED, Object[].class)
                    .setParameter("tenant", tenant)
                    .setParameter("from", begin(begin))
                    .setParameter("until", begin(end))
                    .getResultList()
                    .stream()
                    .map(SeatHistory::day)
                    .forEach(day -> moved.put(new Spot(day.type, day.day), day));
        }
        return moved;
    }

    private static Day day(Object[] row) {
        return new Day(
                LocalDate.parse((String) row[1]),
                (String) row[0],
                row[2] == null ? null : number(row[2]),
                number(row[3]),
                number(row[4]),
                number(row[5]),
                number(row[6]),
                number(row[7]),
                ((Number) row[8]).longValue(),
                ((Number) row[9]).longValue());
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
