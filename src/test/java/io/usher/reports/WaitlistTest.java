package io.usher.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.platform.Limits;
import io.usher.testing.Connector;
import io.usher.testing.Crowd;
import io.usher.testing.Operator;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The waitlist of a report is the queue from which seats are given. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class WaitlistTest {

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @Test
    void they_stand_in_the_order_in_which_seats_are_given() {
        String ada = idp.create("Ada").demand(201).id();
        String bob = idp.create("bob").demand(201).id();
        String cyd = idp.create("cyd").demand(201).id();
        // He comes back to the end.
        idp.activate(ada, false).demand(200);
        idp.activate(ada, true).demand(200);

        List<String> order = each(waiting("?type=full"), "user");

        assertThat(order).containsExactly(bob, cyd, ada);
        for (int seats = 1; seats <= 3; seats++) {
            operator.agree("full", "{'quantity':" + seats + "}").demand(200);
            assertThat(idp.user(order.get(seats - 1)).usher("seatStatus")).isEqualTo("assigned");
            assertThat(each(waiting(""), "user")).isEqualTo(order.subList(seats, 3));
        }
    }

    @Test
    void the_position_is_that_of_scim() {
        for (String name : List.of("a", "b", "c")) {
            idp.create(name).demand(201);
            idp.post("/Users", Connector.person("p" + name, Connector.wishing("partner")))
                    .demand(201);
        }

        JsonNode rows = waiting("");

        assertThat(each(rows, "type")).containsExactly("full", "full", "full", "partner", "partner", "partner");
        assertThat(each(rows, "position")).containsExactly("1", "2", "3", "1", "2", "3");
        for (JsonNode row : rows) {
            assertThat(idp.user(row.path("user").asText()).usher("waitlistPosition"))
                    .isEqualTo(row.path("position").asText());
        }
    }

    @Test
    void it_says_since_when_why_and_what_he_has_meanwhile() {
        operator.agree("full", "{'quantity':0,'onLimit':'fallback','fallback':'learning'}")
                .demand(200);
        operator.agree("learning", "{'quantity':1}").demand(200);
        String group = idp.group("Readers");
        operator.govern(group, "{'seatRule':{'seatType':'full','priority':1}}").demand(200);
        String ada = idp.post("/Users", Connector.person("Ada", Connector.wishing("full")))
                .demand(201)
                .id();
        String bob = idp.create("bob").demand(201).id();
        idp.addMember(group, bob).demand(204);

        JsonNode rows = waiting("");

        JsonNode first = rows.path(0);
        assertThat(first.path("user").asText()).isEqualTo(ada);
        assertThat(first.path("userName").asText()).isEqualTo("Ada");
        assertThat(first.path("holds").asText()).isEqualTo("learning");
        assertThat(first.path("source").asText()).isEqualTo(idp.user(ada).usher("seatSource"));
        assertThat(first.path("group").isNull()).isTrue();
        assertThat(first.path("since").asText()).isNotEmpty();
        assertThat(rows.path(1).path("user").asText()).isEqualTo(bob);
        assertThat(rows.path(1).path("holds").isNull()).isTrue();
        assertThat(rows.path(1).path("group").asText()).isEqualTo(group);
    }

    @Test
    void the_next_page_goes_on_although_the_last_one_seen_has_his_seat_by_now() {
        for (int i = 0; i < 3; i++) {
            idp.create("w" + i).demand(201);
        }
        JsonNode all = waiting("");
        JsonNode seen = all.path(1);
        String place = "full~100~" + seen.path("since").asText() + "~"
                + seen.path("user").asText();

        assertThat(waiting("?after=" + place)).containsExactly(all.path(2));
        operator.agree("full", "{'quantity':2}").demand(200);

        JsonNode rest = waiting("?after=" + place);
        assertThat(each(rest, "user")).containsExactly(all.path(2).path("user").asText());
        assertThat(each(rest, "position")).containsExactly("1");
    }

    @Test
    void who_was_given_a_better_priority_comes_first() {
        idp.create("first").demand(201);
        String vip = idp.create("vip").demand(201).id();
        operator.patch("/users/" + vip, "{'waitlistPriority':1}").demand(200);

        JsonNode rows = waiting("");

        assertThat(rows.path(0).path("user").asText()).isEqualTo(vip);
        assertThat(rows.path(0).path("priority").asInt()).isOne();
        assertThat(idp.user(vip).usher("waitlistPosition")).isEqualTo("1");
    }

    @Test
    void a_long_queue_is_read_to_its_end_with_its_positions() {
        List<String> crowd = Crowd.join(tenant, idp, Limits.REPORT_PAGE + 9);
        Tables.change("""
                UPDATE seat_claim SET wanted_type = 'full', source = 'tenantDefault', app_role = 'user',
                       waiting_since = timestamptz '2026-01-01Z'
                WHERE tenant_id = ? AND wanted_type IS NULL""", tenant.id());

        JsonNode page = operator.get("/reports/waitlist").demand(200).body();
        JsonNode rest = operator.get(
                        "/reports/waitlist?after=" + page.path("next").asText())
                .demand(200)
                .body();

        assertThat(page.path("waiting")).hasSize(Limits.REPORT_PAGE);
        List<String> users = each(page.path("waiting"), "user");
        users.addAll(each(rest.path("waiting"), "user"));
        assertThat(users).hasSize(crowd.size() + 1).doesNotHaveDuplicates();
        assertThat(users.subList(0, crowd.size())).isEqualTo(crowd);
        assertThat(rest.path("waiting").path(0).path("position").asInt()).isEqualTo(Limits.REPORT_PAGE + 1);
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(idp.user(crowd.get(Limits.REPORT_PAGE)).usher("waitlistPosition"))
                .isEqualTo(String.valueOf(Limits.REPORT_PAGE + 1));
    }

    @Test
    void a_table_for_a_spreadsheet_runs_nothing() {
        String ada = idp.create("=1+1").demand(201).id();

        String[] lines =
                operator.get("/reports/waitlist?format=csv").demand(200).text().split("\r\n");

        assertThat(lines).hasSize(2);
        assertThat(lines[0]).isEqualTo("position,type,user,userName,priority,since,holds,source,group");
        assertThat(lines[1]).startsWith("1,full," + ada + ",'=1+1,").endsWith(",,tenantDefault,");
    }

    @Test
    void what_is_asked_wrongly_is_refused() {
        operator.get("/reports/waitlist?type=none").demand(404);
        operator.get("/reports/waitlist?type=%00").demand(404);
        for (String after : List.of(
                "full",
                "full~100~now~x",
                "full~100~2026-01-01T00:00:00Z~x",
                "full~first~2026-01-01T00:00:00Z~0-0-0-0-0",
                "%00~100~2026-01-01T00:00:00Z~0-0-0-0-0")) {
            operator.get("/reports/waitlist?after=" + after).demand(400);
        }
        operator.get("/reports/waitlist?format=xml").demand(400);
    }

    private JsonNode waiting(String query) {
        return operator.get("/reports/waitlist" + query).demand(200).body().path("waiting");
    }

    private static List<String> each(JsonNode rows, String field) {
        List<String> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.path(field).asText()));
        return values;
    }
}
