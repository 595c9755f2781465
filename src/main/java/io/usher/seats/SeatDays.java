package io.usher.seats;

import io.usher.platform.Limits;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
    /** Of how many days one statement looks at all movements: a year of them can be too many for its two seconds. */
    static final int DAYS_AT_ONCE = 31;

    private static final String PERIOD = """
            WITH period AS (
                SELECT CAST(:from AS timestamp) AS begins, CAST(:until AS timestamp) AS until,
                       least(CAST(:until AS timestamp), CAST(:now AS timestamp)) AS ends),
            """;

    /** From one movement of the pool to the next its use is the same; the first is the last one before the period. */
    private static final String BY_TYPE = """
            moved AS (
                SELECT l.* FROM seat_pool p
                CROSS JOIN LATERAL (
                    SELECT b.* FROM seat_ledger b
                    WHERE b.tenant_id = p.tenant_id AND b.type = p.type
                      AND b.at >= CAST(:from AS timestamp) AT TIME ZONE 'UTC'
                      AND b.at < CAST(:until AS timestamp) AT TIME ZONE 'UTC'
                    UNION ALL (
                    SELECT b.* FROM seat_ledger b
                    WHERE b.tenant_id = p.tenant_id AND b.type = p.type
                      AND b.at < CAST(:from AS timestamp) AT TIME ZONE 'UTC'
                    ORDER BY b.at DESC, b.seq DESC LIMIT 1)) l
                WHERE p.tenant_id = :tenant),
            spell AS (
                SELECT m.type, CAST(NULL AS uuid) AS user_id, m.used_after AS seats, m.over_after AS over,
                       date_trunc('second', m.at AT TIME ZONE 'UTC') AS begins,
                       date_trunc('second', lead(m.at) OVER (PARTITION BY m.type ORDER BY m.seq) AT TIME ZONE 'UTC') AS ends
                FROM moved m),
            """;

    /** From one movement of a person to his next he holds one seat, or none. */
    private static final String BY_USER = """
            spell AS (
                SELECT m.type, m.user_id, CASE WHEN m.movement = 'freed' THEN 0 ELSE 1 END AS seats,
                       CASE WHEN m.movement = 'granted' THEN 1 ELSE 0 END AS over,
                       date_trunc('second', m.at AT TIME ZONE 'UTC') AS begins,
                       date_trunc('second', lead(m.at) OVER (PARTITION BY m.type, m.user_id ORDER BY m.seq)
                           AT TIME ZONE 'UTC') AS ends
                FROM unnest(:people) AS named (id)
                CROSS JOIN LATERAL (
                    SELECT l.* FROM seat_ledger l
                    WHERE l.tenant_id = :tenant AND l.user_id = named.id
                      AND l.at < CAST(:until AS timestamp) AT TIME ZONE 'UTC'
                      AND l.movement IN ('assigned', 'granted', 'confirmed', 'freed')) m),
            """;

    /** People whom the ledger knows, whenever that was. */
    private static final String PEOPLE = """
            SELECT DISTINCT l.user_id FROM seat_ledger l
            WHERE l.tenant_id = :tenant AND l.user_id > :after ORDER BY l.user_id LIMIT :people""";

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
                FROM cut c
                CROSS JOIN LATERAL generate_series(date_trunc('day', c.begins), c.ends - interval '1 second',
                    interval '1 day') AS d(day)
                CROSS JOIN LATERAL (SELECT CAST(extract(epoch FROM least(c.ends, d.day + interval '1 day')
                    - greatest(c.begins, d.day)) AS bigint) AS seconds) p
                GROUP BY c.user_id, c.type, d.day)
            """;

    private static final String OF_TYPES = PERIOD + BY_TYPE + CUT + SUMS + """
            SELECT CAST(NULL AS uuid), p.type, CAST(CAST(d.day AS date) AS text), coalesce(s.seconds, 0),
                   coalesce(s.over_seconds, 0)
            FROM seat_pool p
            CROSS JOIN period
            CROSS JOIN generate_series(period.begins, period.until - interval '1 day', interval '1 day') AS d(day)
            LEFT JOIN sums s ON s.type = p.type AND s.day = d.day
            WHERE p.tenant_id = :tenant ORDER BY d.day, p.rank""";

    private static final String OF_USERS = PERIOD + BY_USER + CUT + SUMS + """
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

    /** For each day and type, also where nothing was held; by day, the highest type first. */
    public List<Day> ofTypes(UUID tenant, LocalDate from, LocalDate until) {
        List<Day> days = new ArrayList<>();
        LocalDate end;
        for (LocalDate begin = from; begin.isBefore(until); begin = end) {
            LocalDate month = begin.plusDays(DAYS_AT_ONCE);
            end = month.isBefore(until) ? month : until;
            days.addAll(read(query(OF_TYPES, tenant, begin, end).getResultList()));
        }
        return days;
    }

    /**
     * A page of people.
     *
     * @param next the last of them, behind whom the next page begins, or null at the end
     */
    public record People(List<Day> days, @Nullable UUID next) {}

    /**
     * For each person, type and day on which he held a seat, of the next {@link Limits#SEAT_DAYS_PEOPLE} people whom the
     * ledger knows; whoever held none in the period has no day.
     *
     * @param after the last person already seen, or null
     */
    public People ofUsers(UUID tenant, LocalDate from, LocalDate until, @Nullable UUID after) {
        List<UUID> people = session.createNativeQuery(PEOPLE, UUID.class)
                .setParameter("tenant", tenant)
                .setParameter("after", Objects.requireNonNullElse(after, Ledger.NOBODY))
                .setParameter("people", Limits.SEAT_DAYS_PEOPLE)
                .getResultList();
        List<Day> days = read(query(OF_USERS, tenant, from, until)
                .setParameter("people", people.toArray(UUID[]::new))
                .getResultList());
        return new People(days, people.size() < Limits.SEAT_DAYS_PEOPLE ? null : people.get(people.size() - 1));
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
