package io.usher.lifecycle;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators see of people, and do beside the identity provider. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class AdministrationTest {

    private TestTenant tenant;
    private Connector okta;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats().seats("full", 2).seats("partner", 1);
        okta = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    private List<String> names(Map<String, ?> query) {
        List<String> names = new ArrayList<>();
        operator.get("/users", query)
                .demand(200)
                .body()
                .path("users")
                .forEach(user -> names.add(user.path("userName").asText()));
        return names;
    }

    @Test
    void the_list_shows_active_people_by_name_and_the_others_when_they_are_asked_for() {
        okta.create("Cyd").demand(201);
        String ada = okta.create("ada").demand(201).id();
        okta.create("bob").demand(201);
        okta.activate(ada, false).demand(200);
        String gone = okta.create("dot").demand(201).id();
        okta.delete("/Users/" + gone).demand(204);

        assertThat(names(Map.of())).containsExactly("bob", "Cyd");
        assertThat(names(Map.of("inactive", "true"))).containsExactly("ada", "bob", "Cyd");
    }

    @Test
    void people_are_found_by_seat_status_group_and_the_beginning_of_their_name() {
        String ada = okta.create("ada").demand(201).id();
        okta.post("/Users", Connector.person("bob", Connector.wishing("partner")))
                .demand(201);
        okta.create("bea").demand(201);
        String dot = okta.create("dot").demand(201).id();
        String group = okta.createGroup("Readers", ada, dot);

        assertThat(names(Map.of("seatType", "partner"))).containsExactly("bob");
        assertThat(names(Map.of("seatStatus", "waitlisted"))).containsExactly("dot");
        assertThat(names(Map.of("userName", "B"))).containsExactly("bea", "bob");
        assertThat(names(Map.of("group", group))).containsExactly("ada", "dot");
        assertThat(names(Map.of("group", group, "seatType", "full"))).containsExactly("ada");
        okta.activate(ada, false).demand(200);
        assertThat(names(Map.of("group", group, "inactive", "true")))
                .as("dormant memberships do not count")
                .containsExactly("dot");
    }

    @Test
    void the_list_comes_in_pages_without_loss() {
        for (int i = 0; i < 5; i++) {
            okta.create("person-" + i).demand(201);
        }

        List<String> seen = new ArrayList<>();
        JsonNode page = operator.get("/users", Map.of("limit", 2)).demand(200).body();
        for (;
                ;
                page = operator.get(
                                "/users",
                                Map.of(
                                        "limit",
                                        2,
                                        "cursor",
                                        page.path("nextCursor").asText()))
                        .body()) {
            page.path("users").forEach(user -> seen.add(user.path("userName").asText()));
            if (page.path("nextCursor").isNull()) {
                break;
            }
        }

        assertThat(seen).containsExactly("person-0", "person-1", "person-2", "person-3", "person-4");
    }

    @Test
    void a_question_that_cannot_be_understood_is_refused() {
        for (Map<String, String> bad : List.of(
                Map.of("seatStatus", "golden"),
                Map.of("inactive", "yes"),
                Map.of("group", "x"),
                Map.of("limit", "0"))) {
            assertThat(operator.get("/users", bad).status()).as("%s", bad).isEqualTo(400);
        }
    }

    @Test
    void somebody_is_shown_with_his_seat_and_why() {
        String ada = okta.create("ada").demand(201).id();
        operator.pin(ada, "{'seatType':'partner','reason':'Agreed'}").demand(200);

        JsonNode shown = operator.get("/users/" + ada, Map.of()).demand(200).body();

        assertThat(shown.path("connection").asText()).isEqualTo(tenant.connection("okta"));
        assertThat(shown.path("origin").asText()).isEqualTo("scim");
        assertThat(shown.at("/seat/type").asText()).isEqualTo("partner");
        assertThat(shown.at("/seat/source").asText()).isEqualTo("pin");
        assertThat(shown.at("/seat/capabilities").toString()).isEqualTo("[\"content\",\"pitch\",\"training\"]");
        assertThat(shown.at("/pin/reason").asText()).isEqualTo("Agreed");
        assertThat(shown.at("/signIn/reason").asText()).isEqualTo("ok");
        assertThat(operator.get("/users/" + tenant.id(), Map.of()).status()).isEqualTo(404);
    }

    @Test
    void an_administrator_adds_somebody_whom_an_identity_provider_may_adopt_later() {
        Reply added = operator.post(
                        "/users", "{'userName':'Ada@Example.com','displayName':'Ada','email':'ada@example.com'}")
                .demand(201);

        assertThat(added.body().path("origin").asText()).isEqualTo("api");
        assertThat(added.body().has("connection")).isFalse();
        Reply found = okta.find("userName eq \"ada@example.com\" and emails.value eq \"ADA@example.com\"");
        assertThat(found.body().path("totalResults").asInt()).isOne();
        okta.patch("/Users/" + added.id(), "{'op':'add','path':'title','value':'Dr'}")
                .demand(200);
        assertThat(operator.get("/users/" + added.id(), Map.of())
                        .body()
                        .path("connection")
                        .asText())
                .isEqualTo(tenant.connection("okta"));
        assertThat(operator.post("/users", "{'userName':'ADA@example.com'}").status())
                .isEqualTo(409);
    }

    @Test
    void a_name_that_cannot_be_one_is_refused() {
        for (String name : List.of("", " ", " ada", "a\\u0000b", "a\\u200bb", "x".repeat(257))) {
            assertThat(operator.post("/users", "{'userName':'" + name + "'}").status())
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(operator.post("/users", "{}").status()).isEqualTo(400);
        assertThat(names(Map.of())).isEmpty();
    }

    @Test
    void whom_a_connection_manages_only_it_deactivates() {
        String ada = okta.create("ada").demand(201).id();

        Reply refused = operator.patch("/users/" + ada, "{'active':false}").demand(409);

        assertThat(refused.text()).contains("okta").contains("hold");
        assertThat(operator.reason(ada)).isEqualTo("ok");
    }

    @Test
    void a_hold_ends_the_sign_in_at_once_keeps_the_seat_and_outlives_what_the_identity_provider_says() {
        String ada = okta.create("ada").demand(201).id();
        long version = okta.user(ada).body().path("meta").path("version").asLong();

        operator.put("/users/" + ada + "/holds/security", "{'reason':'Lost laptop'}")
                .demand(200);
        assertThat(operator.reason(ada)).isEqualTo("security_hold");
        assertThat(operator.pools("full")).isEqualTo("1 of 2, 0 waiting");
        assertThat(okta.user(ada).body().path("active").asBoolean()).isTrue();
        assertThat(okta.user(ada).body().path("meta").path("version").asLong()).isEqualTo(version);
        okta.activate(ada, false).demand(200);
        okta.activate(ada, true).demand(200);
        assertThat(operator.reason(ada)).isEqualTo("security_hold");
        operator.put("/users/" + ada + "/holds/admin", "{'reason':'x'}").demand(200);
        operator.delete("/users/" + ada + "/holds/security").demand(200);
        assertThat(operator.reason(ada)).isEqualTo("admin_hold");
        operator.delete("/users/" + ada + "/holds/admin").demand(200);
        assertThat(operator.reason(ada)).isEqualTo("ok");
    }

    @Test
    void a_legal_hold_is_no_matter_of_the_sign_in() {
        String ada = okta.create("ada").demand(201).id();

        JsonNode held = operator.put("/users/" + ada + "/holds/legal", "{'reason':'Case 7'}")
                .demand(200)
                .body();

        assertThat(held.path("holds").toString()).isEqualTo("[\"legal\"]");
        assertThat(operator.reason(ada)).isEqualTo("ok");
    }

    @Test
    void a_hold_needs_a_kind_and_a_reason_and_is_told_once() {
        String ada = okta.create("ada").demand(201).id();

        assertThat(operator.put("/users/" + ada + "/holds/other", "{'reason':'x'}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.put("/users/" + ada + "/holds/admin", "{'reason':' '}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.put("/users/" + ada + "/holds/admin", "{}").status())
                .isEqualTo(400);
        operator.put("/users/" + ada + "/holds/admin", "{'reason':'x'}").demand(200);
        operator.put("/users/" + ada + "/holds/admin", "{'reason':'y'}").demand(200);
        operator.delete("/users/" + ada + "/holds/legal").demand(200);

        assertThat(Tables.rows(
                        "SELECT type FROM outbox WHERE tenant_id = ? AND user_id = ? ORDER BY seq", tenant.id(), ada))
                .extracting(event -> event.get("type"))
                .containsExactly("user.created", "user.held");
    }

    @Test
    void who_is_handed_over_is_written_by_the_new_connection_and_no_longer_by_the_old_one() {
        Connector entra = Connector.of(tenant, "entra");
        String ada = okta.create("ada").demand(201).id();
        entra.activate(ada, false).demand(403);

        operator.patch("/users/" + ada, "{'connection':'" + tenant.connection("entra") + "'}")
                .demand(200);

        entra.activate(ada, false).demand(200);
        okta.activate(ada, true).demand(403);
        operator.patch("/users/" + ada, "{'connection':''}").demand(200);
        okta.activate(ada, true).demand(200);
    }

    @Test
    void nobody_is_handed_over_to_where_his_externalId_is_taken() {
        Connector entra = Connector.of(tenant, "entra");
        okta.createUser("same");
        String other = entra.post("/Users", Connector.person("other", ",'externalId':'ext-same'"))
                .demand(201)
                .id();

        assertThat(operator.patch("/users/" + other, "{'connection':'" + tenant.connection("okta") + "'}")
                        .status())
                .isEqualTo(409);
        assertThat(operator.patch("/users/" + other, "{'connection':'" + tenant.id() + "'}")
                        .status())
                .isEqualTo(404);
        assertThat(operator.get("/users/" + other, Map.of())
                        .body()
                        .path("connection")
                        .asText())
                .isEqualTo(tenant.connection("entra"));
    }
}
