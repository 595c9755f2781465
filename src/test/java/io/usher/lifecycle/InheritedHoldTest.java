package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hold outlives a DELETE: whoever comes with the names of who was deleted while he was held is held too. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class InheritedHoldTest {

    private TestTenant tenant;
    private Connector okta;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        okta = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @Test
    void whoever_comes_with_his_userName_is_held_and_it_is_told_by_itself() {
        String gone = deleted("ada", "", "security");

        String again = okta.create("ADA").demand(201).id();

        assertThat(operator.reason(again)).isEqualTo("security_hold");
        assertThat(okta.user(again).signIn().path("reason").asText()).isEqualTo("security_hold");
        assertThat(holds(again)).isEqualTo("[\"security\"]");
        String told = Connector.quoted("{'from':['" + gone + "'],'holds':['security']}");
        JsonNode records =
                operator.records(Map.of("user", again)).demand(200).body().path("records");
        assertThat(records)
                .extracting(record -> record.path("action").asText())
                .containsExactly("user.holdsInherited", "user.created");
        for (JsonNode record : records) {
            assertThat(record.at("/effects/holdsInherited").toString()).isEqualTo(told);
        }
        assertThat(records.path(0).path("cause")).isEqualTo(records.path(1).path("id"));
        assertThat(records.path(1).at("/effects/signIn/after").asText()).isEqualTo("security_hold");
        List<Map<String, String>> events = Tables.rows("""
                SELECT type, state_version, record_id, payload -> 'holds' AS holds, payload -> 'from' AS from_whom FROM outbox
                WHERE tenant_id = ? AND user_id = ? ORDER BY seq""", tenant.id(), again);
        assertThat(events)
                .extracting(event -> event.get("type"))
                .containsExactly("user.created", "user.holdsInherited");
        assertThat(events).extracting(event -> event.get("state_version")).containsExactly("1", "2");
        assertThat(events.get(1))
                .containsEntry("record_id", records.path(0).path("id").asText())
                .containsEntry("holds", "[\"security\"]")
                .containsEntry("from_whom", "[\"" + gone + "\"]");
        assertThat(okta.user(again).usher("stateVersion")).isEqualTo("2");
    }

    @Test
    void so_is_whoever_comes_with_his_externalId() {
        deleted("ada", ",'externalId':'x-1'", "admin");

        String other = okta.post("/Users", Connector.person("dot", ",'externalId':'X-1'"))
                .demand(201)
                .id();
        String again = okta.post("/Users", Connector.person("bob", ",'externalId':'x-1'"))
                .demand(201)
                .id();

        assertThat(operator.reason(other)).as("externalId is case-exact").isEqualTo("ok");
        assertThat(operator.reason(again)).isEqualTo("admin_hold");
    }

    @Test
    void what_two_had_is_held_together() {
        deleted("ada", "", "security");
        deleted("bob", ",'externalId':'x-1'", "legal");

        String both = okta.post("/Users", Connector.person("ada", ",'externalId':'x-1'"))
                .demand(201)
                .id();

        assertThat(holds(both)).isEqualTo("[\"legal\",\"security\"]");
    }

    @Test
    void of_several_of_one_name_the_last_counts() {
        String first = deleted("ada", "", "admin");
        String second = okta.create("ada").demand(201).id();
        operator.put("/users/" + second + "/holds/security", "{'reason':'x'}").demand(200);
        operator.delete("/users/" + second + "/holds/admin").demand(200);
        okta.delete("/Users/" + second).demand(204);

        assertThat(holds(okta.create("ada").demand(201).id())).isEqualTo("[\"security\"]");
        assertThat(held()).extracting(row -> row.path("user").asText()).contains(first, second);
    }

    @Test
    void who_was_not_held_when_he_was_deleted_leaves_nothing_behind() {
        String ada = okta.create("ada").demand(201).id();
        operator.put("/users/" + ada + "/holds/admin", "{'reason':'x'}").demand(200);
        operator.delete("/users/" + ada + "/holds/admin").demand(200);
        okta.delete("/Users/" + ada).demand(204);

        assertThat(operator.reason(okta.create("ada").demand(201).id())).isEqualTo("ok");
    }

    @Test
    void another_connections_people_inherit_nothing_and_those_of_none_do() {
        deleted("ada", ",'externalId':'x-1'", "security");
        Connector entra = Connector.of(tenant, "entra");

        String elsewhere = entra.post("/Users", Connector.person("ada", ",'externalId':'x-1'"))
                .demand(201)
                .id();
        assertThat(operator.reason(elsewhere)).isEqualTo("ok");
        entra.delete("/Users/" + elsewhere).demand(204);

        String byHand =
                operator.post("/users", "{'userName':'ada'}").demand(201).id();
        assertThat(operator.reason(byHand)).isEqualTo("security_hold");
    }

    @Test
    void another_tenants_people_inherit_nothing() {
        deleted("ada", "", "security");
        TestTenant other = TestTenant.create();

        String theirs = Connector.of(other, "okta").create("ada").demand(201).id();

        assertThat(new Operator(other).reason(theirs)).isEqualTo("ok");
    }

    @Test
    void whoever_is_renamed_into_his_name_is_held_too() {
        String gone = deleted("ada", ",'externalId':'x-1'", "security");
        String patched = okta.create("bob").demand(201).id();
        String put = okta.create("cyd").demand(201).id();

        Reply renamed = okta.patch("/Users/" + patched, "{'op':'replace','path':'userName','value':'ada'}")
                .demand(200);
        okta.put("/Users/" + put, Connector.person("cyd", ",'externalId':'x-1'"))
                .demand(200);

        assertThat(renamed.signIn().path("reason").asText()).isEqualTo("security_hold");
        assertThat(operator.reason(put)).isEqualTo("security_hold");
        assertThat(operator.records(Map.of("user", patched))
                        .body()
                        .at("/records/0/effects/holdsInherited/from/0")
                        .asText())
                .isEqualTo(gone);
        okta.patch("/Users/" + patched, "{'op':'replace','path':'title','value':'Dr'}")
                .demand(200);
        assertThat(Tables.count(
                        "SELECT count(*) FROM outbox WHERE tenant_id = ? AND user_id = ? AND type = 'user.holdsInherited'",
                        tenant.id(),
                        patched))
                .isOne();
    }

    @Test
    void an_administrator_lets_a_deleted_person_go_and_nobody_inherits_any_more() {
        String gone = deleted("ada", "", "security");

        JsonNode shown = operator.delete("/users/" + gone + "/holds/security")
                .demand(200)
                .body();

        assertThat(shown.path("holds")).isEmpty();
        assertThat(shown.path("active").asBoolean(true)).isFalse();
        assertThat(shown.at("/signIn/reason").asText()).isEqualTo("deleted");
        assertThat(held()).isEmpty();
        JsonNode record =
                operator.records(Map.of("user", gone)).body().path("records").path(0);
        assertThat(record.path("action").asText()).isEqualTo("user.released");
        Traces before = Traces.of(tenant);
        operator.delete("/users/" + gone + "/holds/security").demand(200);
        assertThat(Traces.of(tenant)).isEqualTo(before);
        assertThat(operator.reason(okta.create("ada").demand(201).id())).isEqualTo("ok");
    }

    @Test
    void a_new_hold_on_a_deleted_person_is_refused() {
        String gone = deleted("ada", "", "security");

        operator.put("/users/" + gone + "/holds/admin", "{'reason':'x'}").demand(404);
        operator.delete("/users/" + tenant.id() + "/holds/admin").demand(404);
    }

    @Test
    void whoever_is_held_is_listed_whether_he_is_there_or_deleted() {
        String gone = deleted("Ada", "", "security");
        String bob = okta.create("bob").demand(201).id();
        operator.put("/users/" + bob + "/holds/legal", "{'reason':'x'}").demand(200);
        okta.activate(bob, false).demand(200);
        okta.create("cyd").demand(201);

        assertThat(held())
                .extracting(row ->
                        row.path("user").asText() + " " + row.path("userName").asText() + " "
                                + row.path("directory").asText() + " " + row.path("holds") + " "
                                + row.path("connection").asText().equals(tenant.connection("okta")))
                .containsExactly(gone + " Ada deleted [\"security\"] true", bob + " bob inactive [\"legal\"] true");
        JsonNode page = operator.get("/holds", Map.of("limit", 1)).demand(200).body();
        assertThat(page.path("nextCursor").asText()).isEqualTo(gone);
        JsonNode rest = operator.get("/holds", Map.of("limit", 1, "cursor", gone))
                .demand(200)
                .body();
        assertThat(rest.at("/held/0/user").asText()).isEqualTo(bob);
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        operator.get("/holds", Map.of("limit", "0")).demand(400);
        operator.get("/holds", Map.of("cursor", "x")).demand(400);
    }

    /** Two cannot have a name at once: who comes waits until the other is gone, and looks for his holds then. */
    @Test
    void whoever_comes_while_the_other_is_being_deleted_inherits_from_him() throws Exception {
        String ada = okta.create("ada").demand(201).id();
        operator.put("/users/" + ada + "/holds/security", "{'reason':'x'}").demand(200);
        ExecutorService calls = Executors.newSingleThreadExecutor();
        Future<Reply> again;
        try (Connection deletion = TestDatabase.superuser()) {
            deletion.setAutoCommit(false);
            deletion.createStatement().execute("UPDATE users SET directory = 'deleted' WHERE id = '" + ada + "'");
            again = calls.submit(() -> okta.create("ada"));
            awaitWaiting();
            deletion.commit();
        } finally {
            calls.shutdown();
        }

        assertThat(operator.reason(again.get().demand(201).id())).isEqualTo("security_hold");
    }

    private static void awaitWaiting() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (Tables.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0) {
                return;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("nobody waits for the lock");
    }

    /** Id of somebody of Okta's who is deleted while he is held. */
    private String deleted(String userName, String more, String hold) {
        String id = okta.post("/Users", Connector.person(userName, more))
                .demand(201)
                .id();
        operator.put("/users/" + id + "/holds/" + hold, "{'reason':'x'}").demand(200);
        okta.delete("/Users/" + id).demand(204);
        return id;
    }

    private String holds(String id) {
        return operator.get("/users/" + id, Map.of())
                .demand(200)
                .body()
                .path("holds")
                .toString();
    }

    private List<JsonNode> held() {
        List<JsonNode> held = new ArrayList<>();
        operator.get("/holds", Map.of()).demand(200).body().path("held").forEach(held::add);
        return held;
    }
}
