package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who gets the next seat: by priority, then by time, whoever's change frees it. */
@QuarkusTest
@Tag("T43")
@SuppressWarnings("NullAway.Init") // opened before each test
class QueueOrderTest {

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @AfterEach
    void the_books_balance() {
        SeatBooks.balance(tenant);
    }

    private List<String> enter(String... names) {
        List<String> ids = new ArrayList<>();
        for (String name : names) {
            ids.add(idp.create(name).demand(201).id());
        }
        return ids;
    }

    private String position(String id) {
        return idp.user(id).usher("waitlistPosition");
    }

    private String status(String id) {
        return idp.user(id).usher("seatStatus");
    }

    private Reply prioritise(String id, int priority) {
        return operator.patch("/users/" + id, "{'waitlistPriority':" + priority + "}");
    }

    /** Two seats become free by a change about people of whom one waits too, behind two whom it does not concern. */
    @Test
    void who_is_concerned_by_the_change_that_frees_seats_passes_nobody() {
        tenant.seats("full", 2).seats("partner", null);
        String sales = idp.group("Sales");
        List<String> holders = enter("ada", "bob");
        List<String> others = enter("cyd", "dan");
        String last = idp.post("/Users", Connector.person("eve", Connector.wishing("full")))
                .demand(201)
                .id();
        for (String member : List.of(holders.get(0), holders.get(1), last)) {
            idp.addMember(sales, member).demand(204);
        }

        operator.govern(sales, "{'seatRule':{'seatType':'partner','priority':1}}")
                .demand(200);

        assertThat(others).allSatisfy(id -> assertThat(status(id)).isEqualTo("assigned"));
        assertThat(status(last)).isEqualTo("waitlisted");
        assertThat(position(last)).isEqualTo("1");
    }

    /** One change frees a seat and wants to move somebody else to it, while a third, whom it does not concern, waits. */
    @Test
    void who_is_moved_by_the_change_that_frees_a_seat_passes_nobody() {
        tenant.seats("full", 1).seats("partner", null);
        operator.map("{'attribute':'userType','value':'b','seatType':'partner'}")
                .demand(200);
        String ada = typed("ada", "a");
        String bob = typed("bob", "b");
        String cyd = enter("cyd").get(0);

        operator.map("{'attribute':'userType','value':'a','seatType':'partner'},"
                        + "{'attribute':'userType','value':'b','seatType':'full'}")
                .demand(200);

        assertThat(idp.user(ada).usher("seatType")).isEqualTo("partner");
        assertThat(status(cyd)).isEqualTo("assigned");
        assertThat(status(bob)).isEqualTo("fallback");
        assertThat(position(bob)).isEqualTo("1");
    }

    private String typed(String name, String userType) {
        return idp.post("/Users", Connector.person(name, ",'userType':'" + userType + "'"))
                .demand(201)
                .id();
    }

    @Test
    void more_than_a_hundred_who_wait_are_served_in_order() {
        tenant.seats("full", 0);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            ids.addAll(enter("person-" + i));
        }
        prioritise(ids.get(129), 1).demand(200);

        tenant.seats("full", 121);

        assertThat(ids.subList(0, 120)).allSatisfy(id -> assertThat(status(id)).isEqualTo("assigned"));
        assertThat(ids.subList(120, 129))
                .allSatisfy(id -> assertThat(status(id)).isEqualTo("waitlisted"));
        assertThat(status(ids.get(129))).isEqualTo("assigned");
    }

    @Test
    void the_lowest_number_comes_first_and_everybody_has_a_hundred() {
        tenant.seats("full", 1);
        List<String> ids = enter("ada", "bob", "cyd", "dan");

        assertThat(prioritise(ids.get(3), 10)
                        .demand(200)
                        .body()
                        .path("seat")
                        .path("waitlistPriority")
                        .asInt())
                .isEqualTo(10);
        prioritise(ids.get(1), 101).demand(200);

        assertThat(ids.subList(1, 4)).extracting(this::position).containsExactly("3", "2", "1");
        idp.activate(ids.get(0), false).demand(200);
        assertThat(status(ids.get(3))).isEqualTo("assigned");
        idp.activate(ids.get(3), false).demand(200);
        assertThat(status(ids.get(2))).isEqualTo("assigned");
    }

    @Test
    void who_has_a_seat_keeps_it_whoever_comes_first() {
        tenant.seats("full", 1);
        List<String> ids = enter("ada", "bob");

        prioritise(ids.get(1), 1).demand(200);

        assertThat(status(ids.get(0))).isEqualTo("assigned");
        assertThat(position(ids.get(1))).isEqualTo("1");
    }

    @Test
    void who_comes_first_passes_the_others_also_when_he_comes_back() {
        tenant.seats("full", 1);
        List<String> ids = enter("ada", "bob", "cyd");
        prioritise(ids.get(2), 1).demand(200);
        idp.activate(ids.get(2), false).demand(200);

        idp.activate(ids.get(2), true).demand(200);

        assertThat(position(ids.get(2))).isEqualTo("1");
        assertThat(position(ids.get(1))).isEqualTo("2");
    }

    @Test
    void another_priority_is_a_record_and_an_event_and_the_same_again_is_none() {
        tenant.seats("full", 1);
        String ada = enter("ada").get(0);
        prioritise(ada, 10).demand(200);
        prioritise(ada, 10).demand(200);

        List<JsonNode> records = new ArrayList<>();
        operator.records(Map.of()).demand(200).body().path("records").forEach(records::add);
        assertThat(records)
                .filteredOn(record -> record.path("action").asText().equals("user.prioritised"))
                .singleElement()
                .extracting(record -> record.path("changes")
                                .path("waitlistPriority")
                                .path("before")
                                .asInt()
                        + " to "
                        + record.path("changes")
                                .path("waitlistPriority")
                                .path("after")
                                .asInt())
                .isEqualTo("100 to 10");
        assertThat(Tables.count(
                        "SELECT count(*) FROM outbox WHERE tenant_id = ? AND type = 'user.prioritised'", tenant.id()))
                .isOne();
        prioritise(ada, 0).demand(400);
        prioritise(ada, 1_001).demand(400);
    }
}
