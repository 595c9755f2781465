package io.usher.seats;

import io.usher.platform.Limits;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * How long seats were held, day by day in UTC, reckoned from the ledger.
 * A movement counts from the whole second in which it happened, for who takes as for who frees: so every figure is a whole
 * number, and those of all people add up to those of the types.
 */
@ApplicationScoped
public class SeatDays {

    private static final BigDecimal SECONDS_OF_A_DAY = BigDecimal.valueOf(86_400);
    private static final int DECIMALS = 6;

    /**
     * Each movement with its second and what it changed in the number of seats beyond the quantity. A clock that was ahead
     * of the next movement's counts as that one's: order by seq is order of happening.
     */
    private static final String MOVED = """
            WITH period AS (
                SELECT CAST(:from AS timestamp) AS begins, CAST(:until AS timestamp) AS until,
                       least(CAST(:until AS timestamp), CAST(:now AS timestamp)) AS ends),
            moved AS (
                SELECT l.seq, l.type, l.user_id, l.movement, l.used_after,
                       date_trunc('second', min(l.at) OVER (PARTITION BY l.type ORDER BY l.seq DESC)
                           AT TIME ZONE 'UTC') AS begins,
                       CASE WHEN l.movement = 'granted' THEN 1
                            WHEN l.movement = 'confirmed' THEN -1
                            WHEN l.movement = 'freed' AND lag(l.movement) OVER (
                                PARTITION BY l.type, l.user_id, l.movement IN ('assigned', 'granted', 'confirmed', 'freed')
                                ORDER BY l.seq) = 'granted' THEN -1
                            ELSE 0 END AS more_over
                FROM seat_ledger l WHERE l.tenant_id = :tenant),
            """;

    /** From one movement of the pool to the next its use is the same. */
    private static final String BY_TYPE = """
            spell AS (
                SELECT m.type, CAST(NULL AS uuid) AS user_id, m.used_after AS seats, sum(m.more_over) OVER pool AS over,
                       m.begins, lead(m.begins) OVER pool AS ends
                FROM moved m WINDOW pool AS (PARTITION BY m.type ORDER BY m.seq)),
            """;

    /** From one movement of a person to his next he holds one seat, or none. */
    private static final String BY_USER = """
            spell AS (
                SELECT m.type, m.user_id, CASE WHEN m.movement = 'freed' THEN 0 ELSE 1 END AS seats,
                       CASE WHEN m.movement = 'granted' THEN 1 ELSE 0 END AS over,
                       m.begins, lead(m.begins) OVER (PARTITION BY m.type, m.user_id ORDER BY m.seq) AS ends
                FROM moved m
                WHERE m.movement IN ('assigned', 'granted', 'confirmed', 'freed') AND m.user_id > :after),
            """;

    /** Cut to the period, and at each midnight. */
    private static final String CUT = """
            cut AS (
                SELECT s.type, s.user_id, s.seats, s.over, greatest(s.begins, p.begins) AS begins,
                       least(coalesce(s.ends, p.ends), p.ends) AS ends
                FROM spell s CROSS JOIN period p
                WHERE s.seats > 0 AND greatest(s.begins, p.begins) < least(coalesce(s.ends, p.ends), p.ends)),
            """;

    private static final String SUMS = """
            sums AS (
                SELECT c.user_id, c.type, d.day, CAST(sum(c.seats * p.seconds) AS bigint) AS seconds,
                       CAST(sum(c.over * p.seconds) AS bigint) AS over_seconds
                FROM (%s) c
                CROSS JOIN LATERAL generate_series(date_trunc('day', c.begins), c.ends - interval '1 second',
                    interval '1 day') AS d(day)
                CROSS JOIN LATERAL (SELECT CAST(extract(epoch FROM least(c.ends, d.day + interval '1 day')
                    - greatest(c.begins, d.day)) AS bigint) AS seconds) p
                GROUP BY c.user_id, c.type, d.day)
            """;

    private static final String OF_TYPES = MOVED + BY_TYPE + CUT + SUMS.formatted("SELECT * FROM cut") + """
            SELECT CAST(NULL AS uuid), p.type, CAST(CAST(d.day AS date) AS text), coalesce(s.seconds, 0),
                   coalesce(s.over_seconds, 0)
            FROM seat_pool p
            CROSS JOIN period
            CROSS JOIN generate_series(period.begins, period.until - interval '1 day', interval '1 day') AS d(day)
            LEFT JOIN sums s ON s.type = p.type AND s.day = d.day
            WHERE p.tenant_id = :tenant ORDER BY p.type, d.day""";

    private static final String OF_USERS = MOVED + BY_USER + CUT + SUMS.formatted("""
            SELECT * FROM cut WHERE user_id IN (SELECT DISTINCT user_id FROM cut ORDER BY user_id LIMIT :people)""") + """
            SELECT s.user_id, s.type, CAST(CAST(s.day AS date) AS text), s.seconds, s.over_seconds
            FROM sums s ORDER BY s.user_id, s.type, s.day""";

    private final Session session;
    private final Time time;

    SeatDays(Session session, Time time) {
        this.session = session;
        this.time = time;
    }

    /**
     * Of one day in UTC.
     *
     * @param user null when it is everybody's
     * @param seatSeconds those beyond the quantity included
     * @param overSeconds those beyond it
     */
    public record Day(@Nullable UUID user, String type, LocalDate day, long seatSeconds, long overSeconds) {

        /** In days, to six decimals. */
        public BigDecimal seatDays() {
            return BigDecimal.valueOf(seatSeconds).divide(SECONDS_OF_A_DAY, DECIMALS, RoundingMode.HALF_UP);
        }
    }

    /** For each type and day, also where nothing was held; by type, then day. */
    public List<Day> ofTypes(UUID tenant, LocalDate from, LocalDate until) {
        return read(query(OF_TYPES, tenant, from, until).getResultList());
    }

    /**
     * For each person, type and day on which he held a seat, for the next {@link Limits#SEAT_DAYS_PEOPLE} people.
     *
     * @param after the last person already seen, or null
     */
    public List<Day> ofUsers(UUID tenant, LocalDate from, LocalDate until, @Nullable UUID after) {
        return read(query(OF_USERS, tenant, from, until)
                .setParameter("after", Objects.requireNonNullElse(after, Ledger.NOBODY))
                .setParameter("people", Limits.SEAT_DAYS_PEOPLE)
                .getResultList());
    }

    private NativeQuery<Object[]> query(String sql, UUID tenant, LocalDate from, LocalDate until) {
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("from", from.atStartOfDay())
                .setParameter("until", until.atStartOfDay())
                .setParameter(
                        "now",
                        LocalDateTime.ofInstant(time.now(), ZoneOffset.UTC).withNano(0));
    }

    private static List<Day> read(List<Object[]> rows) {
        return rows.stream()
                .map(row -> new Day(
                        (UUID) row[0],
                        (String) row[1],
                        LocalDate.parse((String) row[2]),
                        ((Number) row[3]).longValue(),
                        ((Number) row[4]).longValue()))
                .toList();
    }
}
