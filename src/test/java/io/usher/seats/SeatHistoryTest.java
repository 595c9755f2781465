package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Statements;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The history of a pool is what the ledger says, day by day. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class SeatHistoryTest {

    private static final Logger LOG = Logger.getLogger(SeatHistoryTest.class);
    private static final LocalDate FROM = LocalDate.parse("2026-03-01");
    private static final LocalDate UNTIL = LocalDate.parse("2026-05-01");
    private static final String REPORT = "/reports/seat-history?from=" + FROM + "&until=" + UNTIL;
    private static final int MANY = 300_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private TestTenant tenant;
    private Operator operator;

    /** A pool after one movement. */
    private record Row(
            String type,
            Instant at,
            String movement,
            @Nullable Integer quantity,
            int used,
            int over,
            int waiting) {}

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats();
        operator = new Operator(tenant);
    }

    @Test
    void every_day_is_what_the_rows_of_the_ledger_make_it() {
        List<Row> rows = live();

        JsonNode days = operator.get(REPORT).demand(200).body().path("days");

        assertThat(days).hasSize(3 * 61);
        for (JsonNode day : days) {
            assertThat(day.toString()).as("seed %s", seed).isEqualTo(expected(rows, day));
        }
        assertThat(days.path(0).path("type").asText()).isEqualTo("full");
        assertThat(days.path(1).path("type").asText()).isEqualTo("partner");
    }

    /** As a slow reader of the rows finds it. */
    private static String expected(List<Row> rows, JsonNode shown) {
        String type = shown.path("type").asText();
        LocalDate day = LocalDate.parse(shown.path("day").asText());
        Row last = new Row(type, Instant.EPOCH, "", 0, 0, 0, 0);
        int usedPeak = 0;
        int waitingPeak = 0;
        int taken = 0;
        int freed = 0;
        for (Row row : rows) {
            LocalDate moved = LocalDate.ofInstant(row.at, ZoneOffset.UTC);
            if (!row.type.equals(type) || moved.isAfter(day)) {
                continue;
            }
            if (moved.equals(day)) {
                usedPeak = Math.max(usedPeak, Math.max(last.used, row.used));
                waitingPeak = Math.max(waitingPeak, Math.max(last.waiting, row.waiting));
                taken += row.movement.equals("assigned") || row.movement.equals("granted") ? 1 : 0;
                freed += row.movement.equals("freed") ? 1 : 0;
            }
            last = row;
        }
        return """
                {"day":"%s","type":"%s","quantity":%s,"usedAtEnd":%d,"usedPeak":%d,"overAtEnd":%d,"waitingAtEnd":%d,\
                "waitingPeak":%d,"taken":%d,"freed":%d}""".formatted(
                        day,
                        type,
                        last.quantity,
                        last.used,
                        Math.max(last.used, usedPeak),
                        last.over,
                        last.waiting,
                        Math.max(last.waiting, waitingPeak),
                        taken,
                        freed);
    }

    @Test
    void the_end_of_a_day_is_the_moment_before_midnight_and_what_came_and_went_is_the_difference() {
        live();
        Map<String, Integer> usedBefore = new HashMap<>();
        pools(FROM)
                .forEach((type, pool) -> usedBefore.put(type, pool.path("used").asInt()));

        for (JsonNode day : operator.get(REPORT).demand(200).body().path("days")) {
            String type = day.path("type").asText();
            LocalDate date = LocalDate.parse(day.path("day").asText());
            int used = day.path("usedAtEnd").asInt();
            assertThat(day.path("taken").asInt() - day.path("freed").asInt())
                    .as("seed %s, %s", seed, day)
                    .isEqualTo(used - usedBefore.getOrDefault(type, 0));
            usedBefore.put(type, used);
            if (date.getDayOfMonth() % 9 == 0) {
                JsonNode then = Objects.requireNonNull(pools(date.plusDays(1)).get(type));
                assertThat(List.of(
                                used,
                                day.path("overAtEnd").asInt(),
                                day.path("waitingAtEnd").asInt()))
                        .as("seed %s, %s", seed, day)
                        .containsExactly(
                                then.path("used").asInt(),
                                then.path("over").asInt(),
                                then.path("waitlisted").asInt());
                assertThat(day.path("quantity")).isEqualTo(then.path("quantity"));
            }
        }
    }

    /** As they were in the last moment before a day. */
    private Map<String, JsonNode> pools(LocalDate day) {
        Instant at = day.atStartOfDay().toInstant(ZoneOffset.UTC).minus(1, ChronoUnit.MICROS);
        Map<String, JsonNode> pools = new HashMap<>();
        operator.get("/seats?at=" + at)
                .demand(200)
                .body()
                .forEach(pool -> pools.put(pool.path("type").asText(), pool));
        return pools;
    }

    @Test
    void one_type_can_be_asked_for_alone() {
        live();

        JsonNode days =
                operator.get(REPORT + "&type=partner").demand(200).body().path("days");

        assertThat(days).hasSize(61).allMatch(day -> day.path("type").asText().equals("partner"));
        List<JsonNode> same = new ArrayList<>();
        operator.get(REPORT).demand(200).body().path("days").forEach(day -> {
            if (day.path("type").asText().equals("partner")) {
                same.add(day);
            }
        });
        assertThat(days).containsExactlyElementsOf(same);
        operator.get(REPORT + "&type=none").demand(404);
        operator.get(REPORT + "&type=%00").demand(400);
    }

    @Test
    void without_dates_it_is_the_last_thirty_days_and_today_ends_now() {
        operator.agree("full", "{'quantity':1}").demand(200);
        Connector idp = Connector.of(tenant, "okta");
        idp.create("ada").demand(201);
        idp.create("bob").demand(201);

        JsonNode days = operator.get("/reports/seat-history?type=full")
                .demand(200)
                .body()
                .path("days");

        assertThat(days).hasSize(30);
        JsonNode today = days.path(29);
        assertThat(today.path("day").asText())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(today.path("usedAtEnd").asInt()).isEqualTo(1);
        assertThat(today.path("waitingAtEnd").asInt()).isEqualTo(1);
        assertThat(days.path(28).path("usedAtEnd").asInt()).isZero();
    }

    @Test
    void a_day_that_has_not_come_is_not_there() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        assertThat(operator.get("/reports/seat-history?type=full&from=" + today + "&until=" + today.plusDays(9))
                        .demand(200)
                        .body()
                        .path("days"))
                .hasSize(1);
        assertThat(operator.get("/reports/seat-history?from=" + today.plusDays(1) + "&until=" + today.plusDays(9))
                        .demand(200)
                        .body()
                        .path("days"))
                .isEmpty();
    }

    @Test
    void what_is_no_span_is_refused() {
        operator.get("/reports/seat-history?from=2026-01-02&until=2026-01-02").demand(400);
        operator.get("/reports/seat-history?from=2026-01-01&until=2027-01-03").demand(400);
        operator.get("/reports/seat-history?from=today").demand(400);
        operator.get("/reports/seat-history?format=xml").demand(400);
    }

    @Test
    void it_comes_as_a_table_too() {
        row(new Row("full", Instant.parse("2026-02-01T00:00:00Z"), "resized", 5, 0, 0, 0));

        String[] lines = operator.get("/reports/seat-history?type=full&from=2026-02-01&until=2026-02-03&format=csv")
                .demand(200)
                .text()
                .split("\r\n");

        assertThat(lines)
                .containsExactly(
                        "day,type,quantity,usedAtEnd,usedPeak,overAtEnd,waitingAtEnd,waitingPeak,taken,freed",
                        "2026-02-01,full,5,0,0,0,0,0,0,0",
                        "2026-02-02,full,5,0,0,0,0,0,0,0");
    }

    @Test
    void a_month_takes_one_statement_of_the_ledger_beside_that_of_its_beginning() {
        live();

        assertThat(Statements.during(() -> operator.get("/reports/seat-history?from=2026-03-01&until=2026-04-01")
                        .demand(200)))
                .satisfies(sent -> assertThat(sent.entrySet().stream()
                                .filter(each -> each.getKey().contains("seat_ledger"))
                                .mapToInt(Map.Entry::getValue)
                                .sum())
                        .isEqualTo(2));
    }

    @Test
    void a_month_of_very_many_movements_is_told_in_time() {
        Tables.change("""
                INSERT INTO seat_ledger (tenant_id, at, type, movement, user_id, cause, record_id, quantity, used_after,
                                         waiting_after)
                SELECT ?, timestamptz '2026-03-01Z' + n * interval '8 seconds', 'full',
                       CASE WHEN n % 2 = 1 THEN 'assigned' ELSE 'freed' END, gen_random_uuid(), 'user.updated',
                       gen_random_uuid(), 10, n % 2, 0
                FROM generate_series(1, ?) AS n""", tenant.id(), MANY);
        Tables.change("ANALYZE seat_ledger");
        Instant begin = Instant.now();

        JsonNode days = operator.get("/reports/seat-history?type=full&from=2026-03-01&until=2026-04-01")
                .demand(200)
                .body()
                .path("days");

        LOG.infof("%d movements in %s", MANY, Duration.between(begin, Instant.now()));
        long moved = 0;
        for (JsonNode day : days) {
            moved += day.path("taken").asLong() + day.path("freed").asLong();
        }
        assertThat(moved).isEqualTo(MANY);
    }

    /** From before the period until after it, with days on which nothing happens. */
    private List<Row> live() {
        List<Row> rows = new ArrayList<>();
        Map<String, Row> now = new HashMap<>();
        Instant at = Instant.parse("2026-02-20T00:00:00Z");
        for (int step = 0; step < 150; step++) {
            at = at.plus(random.nextLong(Duration.ofDays(1).toNanos() / 1000), ChronoUnit.MICROS);
            String type = random.nextBoolean() ? "full" : "partner";
            Row last = now.getOrDefault(type, new Row(type, at, "", 3, 0, 0, 0));
            Row next = step(last, at);
            now.put(type, next);
            rows.add(next);
            row(next);
        }
        return rows;
    }

    private Row step(Row last, Instant at) {
        return switch (random.nextInt(6)) {
            case 0 ->
                new Row(
                        last.type,
                        at,
                        "resized",
                        random.nextInt(4) == 0 ? null : random.nextInt(9),
                        last.used,
                        last.over,
                        last.waiting);
            case 1 -> new Row(last.type, at, "queued", last.quantity, last.used, last.over, last.waiting + 1);
            case 2 -> new Row(last.type, at, "granted", last.quantity, last.used + 1, last.over + 1, last.waiting);
            case 3 -> new Row(last.type, at, "assigned", last.quantity, last.used + 1, last.over, last.waiting);
            case 4 ->
                last.waiting == 0
                        ? new Row(last.type, at, "assigned", last.quantity, last.used + 1, last.over, 0)
                        : new Row(last.type, at, "left_queue", last.quantity, last.used, last.over, last.waiting - 1);
            default ->
                last.used == 0
                        ? new Row(last.type, at, "queued", last.quantity, 0, last.over, last.waiting + 1)
                        : new Row(
                                last.type,
                                at,
                                "freed",
                                last.quantity,
                                last.used - 1,
                                Math.max(0, last.over - 1),
                                last.waiting);
        };
    }

    private void row(Row row) {
        Tables.change(
                """
                INSERT INTO seat_ledger (tenant_id, at, type, movement, user_id, cause, record_id, quantity, used_after,
                                         over_after, waiting_after)
                VALUES (?, CAST(? AS timestamptz), ?, ?, gen_random_uuid(), 'user.updated', gen_random_uuid(),
                        CAST(NULLIF(?, '') AS integer), ?, ?, ?)""",
                tenant.id(),
                row.at.toString(),
                row.type,
                row.movement,
                Objects.toString(row.quantity, ""),
                row.used,
                row.over,
                row.waiting);
    }
}
