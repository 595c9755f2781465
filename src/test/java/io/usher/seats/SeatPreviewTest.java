package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Crowd;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A preview tells what its change then does, to the last person, and does none of it. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class SeatPreviewTest {

    private static final Logger LOG = Logger.getLogger(SeatPreviewTest.class);

    /** More than are settled at once. */
    private static final int MANY = Integer.getInteger("usher.preview.members", 700);

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    /** What everybody has, as a preview writes it. */
    private Map<String, String> everybody() {
        Map<String, String> seats = new HashMap<>();
        Tables.rows("""
                SELECT p.id, p.seat_status, p.seat_type, CASE WHEN p.waiting_since IS NOT NULL THEN p.wanted_type END AS waits,
                       p.app_role
                FROM person p WHERE p.tenant_id = ?""", tenant.id())
                .forEach(row -> seats.put(
                        String.valueOf(row.get("id")),
                        String.join(
                                "/",
                                row.get("seat_status"),
                                row.get("seat_type"),
                                row.get("waits"),
                                row.get("app_role"))));
        return seats;
    }

    private static String seat(JsonNode state) {
        return String.join(
                "/",
                state.path("status").asText(),
                state.path("type").asText(),
                state.path("waitingFor").asText(),
                state.path("appRole").asText());
    }

    private List<String> waiting() {
        return Tables.rows("""
                SELECT user_id FROM seat_claim WHERE tenant_id = ? AND waiting_since IS NOT NULL
                ORDER BY waiting_since, user_id::text""", tenant.id()).stream()
                .map(row -> String.valueOf(row.get("user_id")))
                .toList();
    }

    private String written() {
        return Tables.value("""
                SELECT (SELECT count(*) FROM audit_record WHERE tenant_id = t.id) || ' records, '
                    || (SELECT count(*) FROM seat_ledger WHERE tenant_id = t.id) || ' movements, '
                    || (SELECT count(*) FROM work WHERE tenant_id = t.id) || ' pieces of work, '
                    || (SELECT md5(string_agg(g::text, ' ' ORDER BY g.id)) FROM groups g WHERE tenant_id = t.id) || ', '
                    || t::text
                FROM tenants t WHERE t.id = CAST(? AS uuid)""", tenant.id());
    }

    /** Previews, applies, and compares everybody, every pool and the order of those who wait. */
    private JsonNode same(String previewPath, String change, Supplier<Reply> application) {
        Map<String, String> before = everybody();
        String written = written();
        long begun = System.nanoTime();
        JsonNode preview =
                operator.post(previewPath + "/preview", change).demand(200).body();
        LOG.infof(
                "preview of %s moves in %d ms",
                preview.path("moving").asText(), (System.nanoTime() - begun) / 1_000_000);
        assertThat(everybody()).as("nothing is done").isEqualTo(before);
        assertThat(written()).isEqualTo(written);

        application.get().demand(200);
        operator.settled();

        Map<String, String> foreseen = new HashMap<>(before);
        List<String> waiting = new ArrayList<>();
        for (JsonNode move : preview.path("moves")) {
            String user = move.path("user").asText();
            assertThat(seat(move.path("before"))).isEqualTo(before.get(user));
            assertThat(seat(move.path("after"))).isNotEqualTo(before.get(user));
            foreseen.put(user, seat(move.path("after")));
            if (move.path("after").has("waitingFor")) {
                waiting.add(user);
            }
        }
        if (preview.path("moving").asInt() <= 1_000) {
            assertThat(everybody()).isEqualTo(foreseen);
            assertThat(waiting())
                    .filteredOn(waiting::contains)
                    .as("they wait in this order")
                    .isEqualTo(waiting);
        }
        for (JsonNode pool : preview.path("pools")) {
            JsonNode now = operator.pool(pool.path("type").asText());
            assertThat(now.path("quantity")).isEqualTo(pool.path("after").path("quantity"));
            assertThat(now.path("used")).isEqualTo(pool.path("after").path("used"));
            assertThat(now.path("over")).isEqualTo(pool.path("after").path("over"));
            assertThat(now.path("waitlisted")).isEqualTo(pool.path("after").path("waitlisted"));
        }
        SeatBooks.balance(tenant);
        return preview;
    }

    private JsonNode samePool(String type, String terms) {
        return same("/seats/" + type, terms, () -> operator.agree(type, terms));
    }

    private JsonNode sameRule(String group, String policy) {
        return same("/groups/" + group, policy, () -> operator.govern(group, policy));
    }

    @Test
    void more_seats_go_to_the_first_who_wait() {
        tenant.seats("full", 1);
        List.of("ada", "bob", "cyd", "dan").forEach(name -> idp.create(name).demand(201));

        JsonNode preview = samePool("full", "{'quantity':3}");

        assertThat(preview.path("moving").asInt()).isEqualTo(2);
        assertThat(preview.path("waiting").asInt()).isZero();
        assertThat(preview.path("moves").findValuesAsText("userName")).containsExactlyInAnyOrder("bob", "cyd");
        assertThat(preview.path("pools").path(0).path("before").toString())
                .isEqualTo("{\"quantity\":1,\"used\":1,\"over\":0,\"waitlisted\":3}");
        assertThat(preview.path("pools").path(0).path("after").toString())
                .isEqualTo("{\"quantity\":3,\"used\":3,\"over\":0,\"waitlisted\":1}");
    }

    @Test
    void fewer_seats_move_nobody() {
        tenant.seats("full", 3);
        List.of("ada", "bob", "cyd").forEach(name -> idp.create(name).demand(201));

        assertThat(samePool("full", "{'quantity':1}").path("moving").asInt()).isZero();
    }

    @Test
    void another_policy_seats_those_who_wait_elsewhere() {
        tenant.seats("full", 1).seats("learning", 1);
        List.of("ada", "bob", "cyd").forEach(name -> idp.create(name).demand(201));

        JsonNode preview = samePool("full", "{'quantity':1,'onLimit':'fallback','fallback':'learning'}");

        assertThat(preview.path("moves").findValuesAsText("userName")).containsExactly("bob");
        assertThat(preview.path("waiting").asInt()).isOne();
        samePool("full", "{'quantity':1,'onLimit':'overage','overage':{'seats':1,'days':30,'then':'waitlist'}}");
    }

    @Test
    void a_rule_moves_members_who_find_a_seat_and_lets_the_others_wait() {
        tenant.seats("full", 10).seats("partner", 2);
        String sales = idp.group("Sales");
        for (String name : List.of("ada", "bob", "cyd", "dan")) {
            idp.addMember(sales, idp.create(name).demand(201).id()).demand(204);
        }

        JsonNode preview = sameRule(sales, "{'seatRule':{'seatType':'partner','priority':5}}");

        assertThat(preview.path("moving").asInt()).isEqualTo(4);
        assertThat(preview.path("waiting").asInt()).isEqualTo(2);
        sameRule(sales, "{'seatRule':{'appRole':'admin','priority':5}}");
        assertThat(sameRule(sales, "{'privileged':true}").path("moving").asInt())
                .isZero();
        sameRule(sales, "{'seatRule':null}");
    }

    @Test
    void a_default_and_mappings_are_previewed_likewise() {
        tenant.seats("full", 2).seats("partner", 1);
        List.of("ada", "bob", "cyd").forEach(name -> idp.create(name).demand(201));
        idp.post("/Users", Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'dan','userType':'Reseller'}""")).demand(201);

        same(
                "/seat-mappings",
                "{'mappings':[{'attribute':'userType','value':'reseller','seatType':'partner'}]}",
                () -> operator.map("{'attribute':'userType','value':'reseller','seatType':'partner'}"));
        same("", "{'defaultSeatType':'learning'}", () -> operator.change("{'defaultSeatType':'learning'}"));
    }

    @Test
    void a_rule_for_many_is_reckoned_in_the_batches_in_which_it_is_settled() {
        tenant.seats("full", 100).seats("partner", MANY / 3);
        operator.agree("full", "{'quantity':100,'onLimit':'fallback','fallback':'learning'}")
                .demand(200);
        tenant.seats("learning", MANY / 4);
        String sales = idp.group("Sales");
        Crowd.joinGroup(tenant, idp, MANY, sales);

        sameRule(sales, "{'seatRule':{'seatType':'full','priority':5}}");
        sameRule(sales, "{'seatRule':{'seatType':'partner','priority':5}}");
    }

    /** Forty changes of a small house at random, each foreseen. */
    @Test
    void whatever_comes_is_foreseen() {
        Random dice = new Random(2026);
        tenant.seats("full", 4).seats("partner", 2).seats("learning", 2);
        List<String> groups = List.of(idp.group("one"), idp.group("two"));
        for (int i = 0; i < 12; i++) {
            String id = idp.create("person-" + i).demand(201).id();
            idp.addMember(groups.get(dice.nextInt(2)), id).demand(204);
        }
        List<String> types = List.of("full", "partner", "learning");
        for (int i = 0; i < 40; i++) {
            if (dice.nextBoolean()) {
                sameRule(
                        groups.get(dice.nextInt(2)),
                        "{'seatRule':{'seatType':'" + types.get(dice.nextInt(3)) + "','priority':"
                                + (1 + dice.nextInt(3)) + "}}");
            } else {
                samePool(types.get(dice.nextInt(3)), "{'quantity':" + dice.nextInt(8) + "}");
            }
        }
    }

    @Test
    void as_a_table_it_has_everybody_who_moves() {
        tenant.seats("full", 1);
        List.of("ada", "=bob").forEach(name -> idp.create(name).demand(201));

        String table = operator.post("/seats/full/preview?format=csv", "{'quantity':2}")
                .demand(200)
                .text();

        assertThat(table.lines())
                .hasSize(2)
                .anyMatch(line -> line.endsWith(",'=bob,waitlisted,,full,user,assigned,full,,user"));
    }

    /** Or what it has read of people would contradict what it has read of pools, as soon as others write. */
    @Test
    void a_preview_reads_one_moment() {
        String sales = idp.group("Sales");
        String moments = """
                SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
                WHERE query LIKE 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ%'""";
        int before = Tables.count(moments);

        operator.post("/seats/full/preview", "{'quantity':2}").demand(200);
        operator.post("/groups/" + sales + "/preview", "{'seatRule':null}").demand(200);
        operator.post("/seat-mappings/preview", "{'mappings':[]}").demand(200);
        operator.post("/preview", "{'defaultSeatType':'partner'}").demand(200);
        assertThat(Tables.count(moments) - before).isEqualTo(4);
        operator.agree("full", "{'quantity':2}").demand(200);
        assertThat(Tables.count(moments) - before).isEqualTo(4);
    }

    @Test
    void what_its_change_would_refuse_it_refuses_too() {
        operator.post("/seats/golden/preview", "{'quantity':2}").demand(400);
        operator.post("/seats/full/preview", "{}").demand(400);
        operator.post("/seats/full/preview", "{'quantity':1,'onLimit':'fallback','fallback':'full'}")
                .demand(400);
        operator.post("/preview", "{'defaultSeatType':'golden'}").demand(400);
        operator.post("/preview", "{}").demand(400);
        operator.post("/groups/" + tenant.id() + "/preview", "{'seatRule':null}")
                .demand(404);
        operator.post("/seat-mappings/preview", "{'mappings':[{'attribute':'roles','value':'x','seatType':'golden'}]}")
                .demand(400);
    }
}
