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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Groups say which seats their members are to have, as soon as they are members and as long as they are. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class GroupRuleTest {

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;
    private String sales;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
        sales = idp.group("Sales");
    }

    @AfterEach
    void the_books_balance() {
        SeatBooks.balance(tenant);
    }

    private void rule(String group, String gives, int priority) {
        operator.govern(group, "{'seatRule':{" + gives + ",'priority':" + priority + "}}")
                .demand(200);
    }

    private String seat(String id) {
        Reply person = idp.user(id);
        return person.usher("seatType") + " by " + person.usher("seatSource") + " as " + person.usher("appRole");
    }

    @Test
    void a_seat_that_a_rule_frees_goes_to_a_member_who_waits_for_it() {
        tenant.seats("full", 1);
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.post("/Users", Connector.person("bob", Connector.wishing("full")))
                .demand(201)
                .id();
        idp.addMember(sales, ada).demand(204);
        idp.addMember(sales, bob).demand(204);

        rule(sales, "'seatType':'partner'", 10);

        assertThat(seat(ada)).isEqualTo("partner by groupRule as user");
        assertThat(seat(bob)).isEqualTo("full by requestedSeatType as user");
        assertThat(Tables.count(
                        "SELECT count(*) FROM seat_claim WHERE tenant_id = ? AND state_version <> (SELECT max(state_version) "
                                + "FROM audit_subject s WHERE s.tenant_id = seat_claim.tenant_id AND s.user_id = seat_claim.user_id)",
                        tenant.id()))
                .as("people whose changes do not all have a record")
                .isZero();
    }

    @Test
    void who_joins_gets_the_seat_and_who_leaves_gets_back_what_he_had() {
        rule(sales, "'seatType':'partner'", 10);
        String ada = idp.create("ada").demand(201).id();

        idp.addMember(sales, ada).demand(204);
        assertThat(seat(ada)).isEqualTo("partner by groupRule as user");
        idp.removeMember(sales, ada).demand(204);
        assertThat(seat(ada)).isEqualTo("full by tenantDefault as user");
        idp.put("/Groups/" + sales, Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'Sales',
                 'members':[{'value':'%s'}]}""".formatted(ada))).demand(200);
        assertThat(seat(ada)).isEqualTo("partner by groupRule as user");
        idp.delete("/Groups/" + sales).demand(204);
        assertThat(seat(ada)).isEqualTo("full by tenantDefault as user");
    }

    @Test
    void a_rule_counts_for_those_who_are_members_already() {
        String ada = idp.create("ada").demand(201).id();
        idp.addMember(sales, ada).demand(204);

        rule(sales, "'seatType':'learning'", 10);
        assertThat(seat(ada)).isEqualTo("learning by groupRule as user");
        operator.govern(sales, "{'seatRule':null}").demand(200);
        assertThat(seat(ada)).isEqualTo("full by tenantDefault as user");
    }

    @Test
    void what_the_identity_provider_asks_for_comes_before_a_rule() {
        rule(sales, "'seatType':'learning'", 10);
        String ada = idp.post("/Users", Connector.person("ada", Connector.wishing("partner")))
                .demand(201)
                .id();

        idp.addMember(sales, ada).demand(204);

        assertThat(seat(ada)).isEqualTo("partner by requestedSeatType as user");
    }

    @Test
    void of_two_rules_the_lower_number_counts_and_then_the_higher_type() {
        String readers = idp.group("Readers");
        String ada = idp.create("ada").demand(201).id();
        idp.addMember(sales, ada).demand(204);
        idp.addMember(readers, ada).demand(204);

        rule(readers, "'seatType':'learning'", 10);
        rule(sales, "'seatType':'partner'", 20);
        assertThat(seat(ada)).isEqualTo("learning by groupRule as user");
        rule(sales, "'seatType':'partner'", 10);
        assertThat(seat(ada)).isEqualTo("partner by groupRule as user");
    }

    @Test
    void a_rule_for_admins_gives_the_role_with_the_seat_full_unless_another_rule_gives_another_seat() {
        operator.change("{'defaultSeatType':'learning'}").demand(200);
        String ada = idp.create("ada").demand(201).id();
        String bosses = idp.group("Bosses");
        idp.addMember(bosses, ada).demand(204);
        idp.addMember(sales, ada).demand(204);

        rule(bosses, "'appRole':'admin'", 10);
        assertThat(seat(ada)).isEqualTo("full by groupRule as admin");
        rule(sales, "'seatType':'partner'", 5);
        assertThat(seat(ada)).isEqualTo("partner by groupRule as user");
    }

    @Test
    @Tag("T19")
    void a_group_that_takes_the_name_of_one_with_a_rule_gives_nothing() {
        rule(sales, "'appRole':'admin'", 10);
        String ada = idp.create("ada").demand(201).id();
        String other = idp.group("Other");
        idp.addMember(other, ada).demand(204);

        idp.patch("/Groups/" + sales, "{'op':'replace','path':'displayName','value':'Old'}")
                .demand(204);
        idp.patch("/Groups/" + other, "{'op':'replace','path':'displayName','value':'Sales'}")
                .demand(204);

        assertThat(seat(ada)).isEqualTo("full by tenantDefault as user");
        String bob = idp.create("bob").demand(201).id();
        idp.addMember(sales, bob).demand(204);
        assertThat(seat(bob)).as("the rule is bound to the id").isEqualTo("full by groupRule as admin");
    }

    @Test
    void who_is_deactivated_has_no_seat_by_a_rule_and_has_it_again_when_he_is_back() {
        rule(sales, "'seatType':'partner'", 10);
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);

        idp.addMember(sales, ada).demand(204);
        assertThat(idp.user(ada).usher("seatStatus")).isEqualTo("none");
        idp.activate(ada, true).demand(200);
        assertThat(seat(ada)).isEqualTo("partner by groupRule as user");
        idp.activate(ada, false).demand(200);
        idp.activate(ada, true).demand(200);
        assertThat(seat(ada)).isEqualTo("partner by groupRule as user");
    }

    @Test
    void a_rule_lets_wait_for_a_full_pool_and_refuses_nobody() {
        operator.agree("partner", "{'quantity':1,'onLimit':'reject'}").demand(200);
        rule(sales, "'seatType':'partner'", 10);
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.create("bob").demand(201).id();
        idp.addMember(sales, ada).demand(204);

        idp.addMember(sales, bob).demand(204);

        Reply waiting = idp.user(bob);
        assertThat(waiting.usher("seatStatus")).as("keeps the seat he had").isEqualTo("fallback");
        assertThat(waiting.usher("seatType")).isEqualTo("full");
        idp.patch("/Users/" + bob, "{'op':'replace','path':'title','value':'x'}")
                .demand(200);
        idp.removeMember(sales, ada).demand(204);
        assertThat(seat(bob)).isEqualTo("partner by groupRule as user");
    }

    @Test
    void whom_a_rule_moves_has_a_record_and_an_event_of_his_own_under_that_of_the_change() {
        rule(sales, "'seatType':'partner'", 10);
        String ada = idp.create("ada").demand(201).id();
        idp.addMember(sales, ada).demand(204);

        assertThat(Tables.rows("""
                        SELECT type, state_version FROM outbox WHERE tenant_id = ? AND user_id = ? ORDER BY seq""", tenant.id(), ada))
                .extracting(event -> event.get("type") + " " + event.get("state_version"))
                .containsExactly("user.created 1", "membership.joined 2", "seat.changed 3");
        assertThat(idp.user(ada).usher("stateVersion")).isEqualTo("3");
        assertThat(Tables.rows("""
                        SELECT movement, source, rule_group, cause FROM seat_ledger
                        WHERE tenant_id = ? AND user_id = ? ORDER BY seq DESC LIMIT 1""", tenant.id(), ada))
                .extracting(row -> row.get("movement") + " " + row.get("source") + " " + row.get("cause"))
                .containsExactly("assigned groupRule group.updated");
    }

    @Test
    void what_is_said_of_a_group_is_shown_and_must_be_understood_whole() {
        Reply governed = operator.govern(
                        sales,
                        "{'seatRule':{'seatType':'partner','priority':3},'allowedSeatTypes':['partner','full'],'privileged':true}")
                .demand(200);

        assertThat(governed.body().path("seatRule").toString()).isEqualTo("{\"seatType\":\"partner\",\"priority\":3}");
        assertThat(governed.body().path("allowedSeatTypes").toString()).isEqualTo("[\"full\",\"partner\"]");
        assertThat(operator.govern(sales, "{'allowedSeatTypes':null}")
                        .body()
                        .path("privileged")
                        .asBoolean())
                .isTrue();
        for (String bad : new String[] {
            "{'seatRule':{'seatType':'golden','priority':1}}",
            "{'seatRule':{'seatType':'full'}}",
            "{'seatRule':{'seatType':'full','priority':0}}",
            "{'seatRule':{'appRole':'user','priority':1}}",
            "{'seatRule':{'seatType':'full','priority':1,'more':1}}",
            "{'seatRule':'full'}",
            "{'allowedSeatTypes':[]}",
            "{'allowedSeatTypes':'full'}"
        }) {
            assertThat(operator.govern(sales, bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(operator.govern("00000000-0000-0000-0000-000000000001", "{'privileged':true}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void who_comes_under_rules_that_contradict_is_reported() {
        String bosses = idp.group("Bosses");
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.create("bob").demand(201).id();
        for (String group : List.of(sales, bosses)) {
            idp.addMember(group, ada).demand(204);
        }
        idp.addMember(bosses, bob).demand(204);
        rule(sales, "'seatType':'partner'", 5);
        rule(bosses, "'appRole':'admin'", 10);

        JsonNode report = operator.get("/reports/rule-conflicts").demand(200).body();

        assertThat(report.path("conflicts")).hasSize(1);
        JsonNode conflict = report.path("conflicts").get(0);
        assertThat(conflict.path("userName").asText() + " "
                        + conflict.path("seatType").asText() + " "
                        + conflict.path("appRole").asText())
                .isEqualTo("ada partner user");
        assertThat(conflict.path("rules").toString())
                .isEqualTo("[{\"group\":\"" + sales + "\",\"gives\":\"partner\"},{\"group\":\"" + bosses
                        + "\",\"gives\":\"admin\"}]");
        assertThat(operator.get("/reports/rule-conflicts?format=csv")
                        .demand(200)
                        .text())
                .contains("\r\n" + ada + ",ada,partner,groupRule,user," + sales + " partner; " + bosses + " admin\r\n");
        idp.removeMember(sales, ada).demand(204);
        assertThat(operator.get("/reports/rule-conflicts").body().path("conflicts"))
                .isEmpty();
    }

    @Test
    void a_group_with_several_types_or_with_one_that_it_does_not_allow_is_reported() {
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.post("/Users", Connector.person("bob", Connector.wishing("partner")))
                .demand(201)
                .id();
        String mixed = idp.createGroup("Mixed", ada, bob);
        idp.createGroup("Plain", ada);
        String closed = idp.createGroup("Closed", ada);
        operator.govern(closed, "{'allowedSeatTypes':['learning']}").demand(200);

        String table =
                operator.get("/reports/mixed-groups?format=csv").demand(200).text();

        assertThat(table.lines())
                .containsExactlyInAnyOrder(
                        "group,displayName,seatType,members,effective",
                        mixed + ",Mixed,full,1,true",
                        mixed + ",Mixed,partner,1,true",
                        closed + ",Closed,full,1,false");
        idp.activate(bob, false).demand(200);
        assertThat(operator.get("/reports/mixed-groups?format=csv").text()).doesNotContain("Mixed");
        assertThat(operator.get("/reports/mixed-groups?format=xml").status()).isEqualTo(400);
    }

    @Test
    void a_rule_for_many_is_kept_at_once_and_settled_soon_after_with_its_progress_to_be_seen() {
        List<String> people = Crowd.joinGroup(tenant, idp, 1_200, sales);

        rule(sales, "'seatType':'partner'", 10);

        assertThat(operator.work().toString()).contains("\"kind\":\"members\"").contains("\"total\":1200");
        operator.settled();
        assertThat(operator.pool("partner").path("used").asInt()).isEqualTo(1_200);
        assertThat(seat(people.get(700))).isEqualTo("partner by groupRule as user");
        operator.govern(sales, "{'seatRule':null}").demand(200);
        operator.settled();
        assertThat(operator.pool("partner").path("used").asInt()).isZero();
    }

    @Test
    void many_who_leave_a_group_with_a_rule_lose_what_it_gave() {
        Crowd.joinGroup(tenant, idp, 600, sales);
        rule(sales, "'seatType':'partner'", 10);
        operator.settled();
        assertThat(operator.pool("partner").path("used").asInt()).isEqualTo(600);

        idp.put("/Groups/" + sales, Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'Sales','members':[]}""")).demand(200);

        assertThat(operator.work().toString()).contains("\"kind\":\"people\"");
        operator.settled();
        assertThat(operator.pool("partner").path("used").asInt()).isZero();
        assertThat(operator.pool("full").path("used").asInt()).isEqualTo(601);
    }
}
