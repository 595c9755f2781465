package io.usher.seats;

import static io.usher.testing.TestTenant.operator;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A contract changes: how many seats there are, and which type is given to whom asks for none. */
@QuarkusTest
class PoolSizeTest {

    @Test
    void a_raised_quantity_seats_those_who_wait_in_that_very_call() {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 1);
        List<String> people = people(tenant, 4);

        int used = operator()
                .body("{\"quantity\":3,\"onLimit\":\"waitlist\"}")
                .put("/api/v1/tenants/" + tenant.name() + "/seats/full")
                .then()
                .statusCode(200)
                .extract()
                .path("used");

        assertThat(used).isEqualTo(3);
        assertThat(statuses(tenant, people)).containsExactly("assigned", "assigned", "assigned", "waitlisted");
        tenant.seats("full", null);
        assertThat(statuses(tenant, people)).containsOnly("assigned");
        assertThat(Tables.rows("""
                SELECT DISTINCT cause FROM seat_ledger WHERE tenant_id = ? AND movement = 'left_queue'""", tenant.id())).containsExactly(Map.of("cause", "seatPool.changed"));
        SeatBooks.balance(tenant);
    }

    @Test
    @Tag("T45")
    void a_lowered_quantity_evicts_nobody_and_lets_nobody_in() {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 3);
        Connector idp = Connector.of(tenant, "okta");
        List<String> people = people(tenant, 3);

        tenant.seats("full", 1);
        assertThat(statuses(tenant, people)).containsOnly("assigned");
        assertThat(idp.create("late").demand(201).usher("seatStatus")).isEqualTo("waitlisted");

        idp.activate(people.get(0), false).demand(200);
        idp.activate(people.get(1), false).demand(200);
        assertThat(new Operator(tenant).pools("full")).isEqualTo("1 of 1, 1 waiting");
        idp.activate(people.get(2), false).demand(200);
        assertThat(new Operator(tenant).pools("full")).isEqualTo("1 of 1, 0 waiting");
        SeatBooks.balance(tenant);
    }

    @Test
    void room_in_one_pool_is_handed_through_to_the_queue_of_another() {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 1);
        Connector idp = Connector.of(tenant, "okta");
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.create("bob").demand(201).id();
        idp.patch(
                        "/Users/" + ada,
                        "{'op':'add','value':{" + Connector.wishing("partner").substring(1) + "}}")
                .demand(200);

        tenant.seats("partner", 1);

        assertThat(idp.user(ada).usher("seatType")).isEqualTo("partner");
        assertThat(idp.user(bob).usher("seatType")).isEqualTo("full");
        SeatBooks.balance(tenant);
    }

    @Test
    void the_tenants_default_type_is_for_those_who_wish_for_none() {
        String name = "d-" + java.util.UUID.randomUUID().toString().substring(0, 18);
        Response made = operator()
                .body(Map.of("name", name, "displayName", "Learners", "defaultSeatType", "learning"))
                .post("/api/v1/tenants");
        String connection = operator()
                .body(Map.of("kind", "okta"))
                .post("/api/v1/tenants/" + name + "/connections")
                .path("id");
        String token = operator()
                .body(Map.of())
                .post("/api/v1/tenants/" + name + "/connections/" + connection + "/tokens")
                .path("token");

        assertThat(made.statusCode()).isEqualTo(201);
        Reply person = new Connector(token).create("ada").demand(201);
        assertThat(person.usher("seatStatus")).isEqualTo("waitlisted");
        assertThat(Tables.value("""
                SELECT wanted_type FROM seat_claim WHERE user_id = ?""", person.id())).isEqualTo("learning");
    }

    private static List<String> people(TestTenant tenant, int number) {
        Connector idp = Connector.of(tenant, "okta");
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            ids.add(idp.create("person-" + i).demand(201).id());
        }
        return ids;
    }

    private static List<String> statuses(TestTenant tenant, List<String> people) {
        return Tables.rows("SELECT user_id, status FROM seat_claim WHERE tenant_id = ?", tenant.id()).stream()
                .filter(row -> people.contains(row.get("user_id")))
                .sorted(java.util.Comparator.comparing(row -> people.indexOf(row.get("user_id"))))
                .map(row -> String.valueOf(row.get("status")))
                .toList();
    }
}
