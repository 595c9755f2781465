package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Seat-days add up, whoever adds them. The ledger's rows are written where they lie, with moments of the past. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class SeatDaysTest {

    private static final LocalDate FROM = LocalDate.parse("2026-03-01");
    private static final LocalDate UNTIL = LocalDate.parse("2026-04-01");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    /** Type and person of each seat beyond the quantity. */
    private final Set<String> over = new HashSet<>();

    private TestTenant tenant;
    private Operator operator;

    /** One line of the calculation in the test: somebody held a seat. */
    private record Held(String user, String type, boolean over, Instant from, Instant until) {}

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats();
        operator = new Operator(tenant);
    }

    @Test
    void days_are_as_a_straightforward_calculation_has_them() {
        SortedMap<String, Long> wanted = new TreeMap<>();
        for (Held held : live(600)) {
            count(wanted, held);
        }

        Map<String, Long> byUser = new TreeMap<>();
        Map<String, Long> summed = new TreeMap<>();
        String after = "";
        do {
            JsonNode page = days("&by=user" + after);
            for (JsonNode day : page.path("days")) {
                byUser.put(key(day), day.path("seatSeconds").asLong());
                byUser.put("over " + key(day), day.path("overSeconds").asLong());
                summed.merge(typeAndDay(day), day.path("seatSeconds").asLong(), Long::sum);
                summed.merge("over " + typeAndDay(day), day.path("overSeconds").asLong(), Long::sum);
            }
            after = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asText();
        } while (!after.isEmpty());
        byUser.values().removeIf(seconds -> seconds == 0);
        assertThat(byUser).as("seed %s", seed).isEqualTo(wanted);

        Map<String, Long> byType = new TreeMap<>();
        for (JsonNode day : days("").path("days")) {
            byType.put(typeAndDay(day), day.path("seatSeconds").asLong());
            byType.put("over " + typeAndDay(day), day.path("overSeconds").asLong());
        }
        assertThat(byType).as("a row for each of three types and 31 days").hasSize(2 * 3 * 31);
        byType.values().removeIf(seconds -> seconds == 0);
        summed.values().removeIf(seconds -> seconds == 0);
        assertThat(byType).as("seed %s", seed).isEqualTo(summed);
    }

    @Test
    void a_seat_held_for_a_day_and_a_half_is_a_day_and_a_half() {
        String ada = UUID.randomUUID().toString();
        row("2026-03-05T12:00:00.7Z", "full", "granted", ada, 1);
        row("2026-03-06T06:00:00Z", "full", "confirmed", ada, 1);
        row("2026-03-07T00:00:00.2Z", "full", "freed", ada, 0);

        Reply told = operator.get("/seats/days?from=" + FROM + "&until=" + UNTIL + "&by=user")
                .demand(200);
        JsonNode days = told.body().path("days");
        assertThat(days).hasSize(2);
        assertThat(told.text())
                .startsWith("{\"days\":[{\"user\":\"" + ada + "\",\"type\":\"full\",\"day\":\"2026-03-05\","
                        + "\"seatSeconds\":43200,\"seatDays\":0.500000,\"overSeconds\":43200}");
        assertThat(days.get(1).path("seatSeconds").asLong()).isEqualTo(86_400);
        assertThat(days.get(1).path("overSeconds").asLong()).isEqualTo(21_600);
    }

    @Test
    void what_still_runs_counts_to_now() {
        Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS);
        row(
                midnight.minusSeconds(60).toString(),
                "full",
                "assigned",
                UUID.randomUUID().toString(),
                1);
        LocalDate today = LocalDate.ofInstant(midnight, ZoneOffset.UTC);

        long before = Duration.between(midnight, Instant.now()).toSeconds();
        JsonNode days = operator.get("/seats/days?from=" + today.minusDays(1) + "&until=" + today.plusDays(2))
                .demand(200)
                .body()
                .path("days");
        long after = Duration.between(midnight, Instant.now()).toSeconds();

        assertThat(days.get(0).path("seatSeconds").asLong())
                .as("full, then partner and learning")
                .isEqualTo(60);
        assertThat(days.get(3).path("seatSeconds").asLong()).isBetween(before, after);
        assertThat(days.get(6).path("seatSeconds").asLong()).isZero();
    }

    /** Day after day, in whole seconds. */
    private void count(Map<String, Long> wanted, Held held) {
        for (LocalDate day = FROM; day.isBefore(UNTIL); day = day.plusDays(1)) {
            long start = day.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
            long seconds =
                    Math.min(held.until.getEpochSecond(), start + 86_400) - Math.max(held.from.getEpochSecond(), start);
            if (seconds > 0) {
                wanted.merge(held.user + " " + held.type + " " + day, seconds, Long::sum);
                if (held.over) {
                    wanted.merge("over " + held.user + " " + held.type + " " + day, seconds, Long::sum);
                }
            }
        }
    }

    /** From before the period until after it; who still holds one in the end is freed by nobody. */
    private List<Held> live(int steps) {
        List<Held> past = new ArrayList<>();
        Map<String, Held> now = new HashMap<>();
        Map<String, Integer> used = new HashMap<>();
        List<String> users =
                random.ints(40).mapToObj(i -> UUID.randomUUID().toString()).toList();
        Instant at = Instant.parse("2026-02-20T00:00:00Z");
        for (int i = 0; i < steps; i++) {
            at = at.plus(random.nextLong(Duration.ofDays(50).toNanos() / 1000 / steps * 2), ChronoUnit.MICROS);
            String user = users.get(random.nextInt(users.size()));
            String type = random.nextBoolean() ? "full" : "partner";
            Held held = now.get(user);
            if (held == null) {
                boolean over = random.nextInt(3) == 0;
                row(at.toString(), type, over ? "granted" : "assigned", user, used.merge(type, 1, Integer::sum));
                now.put(user, new Held(user, type, over, at, at));
            } else if (held.over && random.nextBoolean()) {
                row(at.toString(), held.type, "confirmed", user, used.getOrDefault(held.type, 0));
                past.add(new Held(user, held.type, true, held.from, at));
                now.put(user, new Held(user, held.type, false, at, at));
            } else {
                row(at.toString(), held.type, "freed", user, used.merge(held.type, -1, Integer::sum));
                past.add(new Held(user, held.type, held.over, held.from, at));
                now.remove(user);
                row(at.toString(), type, "queued", user, used.getOrDefault(type, 0));
            }
        }
        now.values().forEach(held -> past.add(new Held(held.user, held.type, held.over, held.from, Instant.now())));
        return past;
    }

    private void row(String at, String type, String movement, String user, int usedAfter) {
        if (movement.equals("granted")) {
            over.add(type + " " + user);
        } else if (movement.equals("confirmed") || movement.equals("freed")) {
            over.remove(type + " " + user);
        }
        int overAfter =
                (int) over.stream().filter(each -> each.startsWith(type)).count();
        Tables.change("""
                INSERT INTO seat_ledger (tenant_id, at, type, movement, user_id, cause, record_id, used_after, over_after,
                                         waiting_after)
                VALUES (?, CAST(? AS timestamptz), ?, ?, ?, 'user.updated', gen_random_uuid(), ?, ?, 0)""", tenant.id(), at, type, movement, user, usedAfter, overAfter);
    }

    private JsonNode days(String more) {
        return operator.get("/seats/days?from=" + FROM + "&until=" + UNTIL + more)
                .demand(200)
                .body();
    }

    private static String key(JsonNode day) {
        return day.path("user").asText() + " " + typeAndDay(day);
    }

    private static String typeAndDay(JsonNode day) {
        return day.path("type").asText() + " " + day.path("day").asText();
    }
}
