package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** People come and go and contracts change, at random; later the ledger tells of any moment what was true then. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class LedgerMomentsTest {

    private static final int MOMENTS = Integer.getInteger("usher.ledger.moments", 60);
    private static final int STEPS = 80;
    private static final List<String> POLICIES = List.of(
            "'onLimit':'waitlist'",
            "'onLimit':'fallback','fallback':'learning'",
            "'onLimit':'overage','overage':{'seats':2,'days':30,'then':'waitlist'}",
            "'onLimit':'reject'");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<String> people = new ArrayList<>();
    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    /** What was true from one moment to another, both included. */
    private record Truth(Instant from, Instant until, SortedMap<String, String> pools, SortedSet<String> holders) {}

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @Test
    void any_moment_is_told_as_it_was() {
        Instant before = now().minusSeconds(1);
        List<Truth> truths = live();

        assertThat(truths)
                .as("seed %s", seed)
                .anyMatch(truth -> truth.holders.toString().contains(" grace "));
        assertThat(truths)
                .as("seed %s", seed)
                .anyMatch(truth -> truth.holders.toString().contains(" waitlisted "));
        for (int i = 0; i < MOMENTS; i++) {
            Truth truth = truths.get(random.nextInt(truths.size()));
            long width = ChronoUnit.MICROS.between(truth.from, truth.until);
            Instant at = truth.from.plus(random.nextLong(width + 1), ChronoUnit.MICROS);
            String when = "seed %s, %s".formatted(seed, at);
            assertThat(pools(at)).as(when).isEqualTo(truth.pools);
            assertThat(holders("?at=" + at)).as(when).isEqualTo(truth.holders);
        }
        assertThat(pools(before))
                .containsOnlyKeys("full", "learning", "partner")
                .containsValue("0, 0 used, 0 over, 0 waiting");
        assertThat(holders("?at=" + before)).isEmpty();
        assertThat(holders("")).isEqualTo(truths.get(truths.size() - 1).holders);
        SeatBooks.balance(tenant);
    }

    @Test
    @Tag("T67")
    void after_a_clock_that_was_ahead_nothing_is_told_as_earlier() {
        operator.agree("full", "{'quantity':1}").demand(200);
        String ada = idp.create("ada").demand(201).id();
        String hour = " = %s + interval '1 hour' WHERE tenant_id = ?";
        Tables.change("UPDATE seat_ledger SET at" + hour.formatted("at"), tenant.id());
        Tables.change("UPDATE seat_pool SET moved_at" + hour.formatted("moved_at"), tenant.id());

        idp.delete("/Users/" + ada).demand(204);

        assertThat(Tables.count("""
                        SELECT count(*) FROM seat_ledger l WHERE l.tenant_id = ? AND EXISTS (
                            SELECT 1 FROM seat_ledger b
                            WHERE b.tenant_id = l.tenant_id AND b.type = l.type AND b.seq < l.seq AND b.at > l.at)""", tenant.id())).isZero();
        assertThat(pools(now().plusSeconds(3_700))).containsEntry("full", "1, 0 used, 0 over, 0 waiting");
    }

    private List<Truth> live() {
        List<Truth> truths = new ArrayList<>();
        operator.agree("full", "{'quantity':2," + POLICIES.get(2) + "}").demand(200);
        for (int i = 0; i < 6; i++) {
            people.add(idp.create("first-" + i).demand(201).id());
        }
        for (int step = 0; step < STEPS; step++) {
            Instant from = now();
            SortedMap<String, String> pools = truePools();
            SortedSet<String> holders = trueHolders();
            truths.add(new Truth(from, now(), pools, holders));
            step(step);
        }
        truths.add(new Truth(now(), now(), truePools(), trueHolders()));
        return truths;
    }

    private void step(int step) {
        String type = List.of("full", "learning", "partner").get(random.nextInt(3));
        String person = people.isEmpty() ? "" : people.get(random.nextInt(people.size()));
        switch (random.nextInt(person.isEmpty() ? 2 : 6)) {
            case 0 ->
                operator.agree(
                        type,
                        "{'quantity':%s,%s}"
                                .formatted(
                                        random.nextInt(9) == 0 ? null : random.nextInt(6),
                                        POLICIES.get(random.nextInt(type.equals("full") ? 4 : 1))));
            case 1 -> {
                var made = idp.post("/Users", Connector.person("p-" + step, Connector.wishing(type)));
                if (made.status() == 201) {
                    people.add(made.id());
                }
            }
            case 2 -> idp.activate(person, false).demand(200);
            case 3, 4 -> idp.activate(person, true);
            default -> {
                idp.delete("/Users/" + person).demand(204);
                people.remove(person);
            }
        }
    }

    private SortedMap<String, String> truePools() {
        SortedMap<String, String> pools = new TreeMap<>();
        Tables.rows("SELECT * FROM seat_pool WHERE tenant_id = ?", tenant.id())
                .forEach(row -> pools.put(
                        String.valueOf(row.get("type")),
                        "%s, %s used, %s over, %s waiting"
                                .formatted(row.get("quantity"), row.get("used"), row.get("over"), row.get("waiting"))));
        return pools;
    }

    private SortedSet<String> trueHolders() {
        SortedSet<String> holders = new TreeSet<>();
        Tables.rows("""
                SELECT user_id, held_type AS type, CASE WHEN grace_since IS NULL THEN 'assigned' ELSE 'grace' END AS status,
                       extract(epoch FROM assigned_at) AS since
                FROM seat_claim WHERE tenant_id = ? AND held_type IS NOT NULL
                UNION ALL
                SELECT user_id, wanted_type, 'waitlisted', extract(epoch FROM waiting_since)
                FROM seat_claim WHERE tenant_id = ? AND waiting_since IS NOT NULL""", tenant.id(), tenant.id())
                .forEach(row -> holders.add("%s %s %s %s"
                        .formatted(row.get("type"), row.get("user_id"), row.get("status"), row.get("since"))));
        return holders;
    }

    private SortedMap<String, String> pools(Instant at) {
        SortedMap<String, String> pools = new TreeMap<>();
        for (JsonNode pool : operator.get("/seats?at=" + at).demand(200).body()) {
            pools.put(
                    pool.path("type").asText(),
                    "%s, %s used, %s over, %s waiting"
                            .formatted(
                                    pool.path("quantity").isNull() ? "" : pool.path("quantity"),
                                    pool.path("used"),
                                    pool.path("over"),
                                    pool.path("waitlisted")));
        }
        return pools;
    }

    private SortedSet<String> holders(String query) {
        SortedSet<String> holders = new TreeSet<>();
        for (String type : List.of("full", "learning", "partner")) {
            for (JsonNode holder : operator.get("/seats/" + type + "/holders" + query)
                    .demand(200)
                    .body()
                    .path("holders")) {
                Duration since = Duration.between(
                        Instant.EPOCH, Instant.parse(holder.path("since").asText()));
                holders.add("%s %s %s %d.%06d"
                        .formatted(
                                type,
                                holder.path("user").asText(),
                                holder.path("status").asText(),
                                since.getSeconds(),
                                since.getNano() / 1000));
            }
        }
        return holders;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
