package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Crowd;
import io.usher.testing.Reply;
import io.usher.testing.Statements;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many statements a request sends to the database, as the database itself counts them. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class StatementsTest {

    private static final Logger LOG = Logger.getLogger(StatementsTest.class);
    private static final int MANY = 100_000;

    private TestTenant tenant;
    private Connector idp;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats().seats("full", 3);
        idp = Connector.of(tenant, "entra");
    }

    @Test
    void reading_a_person_takes_two() {
        String ada = idp.create("ada").demand(201).id();
        idp.addMember(idp.group("Readers"), ada).demand(204);

        assertThat(statements("GET user", () -> idp.user(ada), 200)).isLessThanOrEqualTo(2);
        assertThat(statements("find by userName", () -> idp.find("userName eq \"ADA\""), 200))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void making_a_person_takes_eight() {
        Supplier<Reply> create = () -> idp.post(
                "/Users", Connector.person("ada", ",'externalId':'x-1','emails':[{'value':'ada@example.com'}]"));

        assertThat(statements("create", create, 201)).isLessThanOrEqualTo(8);
    }

    @Test
    void deactivating_takes_six_with_groups_and_somebody_to_promote_too() {
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.create("bob").demand(201).id();
        String cyd = idp.create("cyd").demand(201).id();
        String dot = idp.create("dot").demand(201).id();
        idp.addMember(idp.group("Readers"), bob).demand(204);
        idp.addMember(idp.group("Writers"), bob).demand(204);

        assertThat(statements("PATCH active, in two groups, promoting", () -> idp.activate(bob, false), 200))
                .isLessThanOrEqualTo(6);
        assertThat(idp.user(dot).usher("seatStatus")).isEqualTo("assigned");
        assertThat(statements("PATCH active, plain", () -> idp.activate(ada, false), 200))
                .isLessThanOrEqualTo(6);
        // His memberships count again before his seat is decided, since his groups' rules have a say in it.
        assertThat(statements("PATCH active, back, restoring", () -> idp.activate(bob, true), 200))
                .isLessThanOrEqualTo(7);
        assertThat(statements("PATCH active, nothing to do", () -> idp.activate(cyd, true), 200))
                .isLessThanOrEqualTo(6);
    }

    @Test
    @Tag("T33")
    void adding_one_member_takes_as_many_for_a_hundred_thousand_as_for_ten() {
        String ada = idp.create("ada").demand(201).id();
        String small = idp.group("Small");
        String large = idp.group("Large");
        Crowd.joinGroup(tenant, idp, 10, small);
        Crowd.joinGroup(tenant, idp, MANY, large);

        int few = statements("add one to 10", () -> idp.addMember(small, ada), 204);
        int many = statements("add one to 100,000", () -> idp.addMember(large, ada), 204);

        assertThat(few).isLessThanOrEqualTo(6);
        assertThat(many).isEqualTo(few);
        assertThat(statements("remove one of 100,000", () -> idp.removeMember(large, ada), 204))
                .isLessThanOrEqualTo(6);
        assertThat(Tables.count(
                        "SELECT count(*) FROM membership WHERE tenant_id = ? AND group_id = ?", tenant.id(), large))
                .isEqualTo(MANY);
    }

    @Test
    @Tag("PAT-60")
    void adding_a_thousand_members_in_one_value_takes_as_many_as_adding_one() {
        String group = idp.group("Readers");
        List<String> people = Crowd.join(tenant, idp, 1_001);

        int one = statements("add one", () -> add(group, people.subList(0, 1)), 204);
        int thousand = statements("add 1,000 in one value", () -> add(group, people.subList(1, 1_001)), 204);

        assertThat(thousand).isEqualTo(one);
        assertThat(Tables.count(
                        "SELECT count(*) FROM membership WHERE tenant_id = ? AND group_id = ?", tenant.id(), group))
                .isEqualTo(1_001);
    }

    @Test
    @Tag("PRJ-08")
    void without_its_members_a_group_is_read_with_one_statement_less() {
        String ada = idp.create("ada").demand(201).id();
        String group = idp.group("Readers");
        idp.addMember(group, ada).demand(204);

        int whole = statements("GET group", () -> idp.get("/Groups/" + group), 200);
        int bare = statements(
                "GET group without members", () -> idp.get("/Groups/" + group + "?excludedAttributes=members"), 200);
        int listed = statements("GET groups", () -> idp.get("/Groups"), 200);
        int bareListed =
                statements("GET groups without members", () -> idp.get("/Groups?excludedAttributes=members"), 200);

        assertThat(bare).isEqualTo(whole - 1);
        assertThat(bareListed).isEqualTo(listed - 1);
    }

    private Reply add(String group, List<String> people) {
        return idp.patch("/Groups/" + group, "{'op':'add','path':'members','value':[" + values(people) + "]}");
    }

    private static String values(List<String> people) {
        return people.stream().map(id -> "{'value':'" + id + "'}").collect(Collectors.joining(","));
    }

    private int statements(String what, Supplier<Reply> request, int status) {
        int calls = Statements.during(() -> request.get().demand(status)).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        LOG.infof("%s: %d statements", what, calls);
        assertThat(calls).as("statements of %s", what).isPositive();
        return calls;
    }
}
