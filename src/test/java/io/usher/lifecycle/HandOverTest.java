package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.seats.SeatBooks;
import io.usher.testing.Connector;
import io.usher.testing.Crowd;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A company changes its identity provider: the new connection takes over whom the old one managed. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class HandOverTest {

    private TestTenant tenant;
    private Connector okta;
    private Connector entra;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        okta = Connector.of(tenant, "okta");
        entra = Connector.of(tenant, "entra");
        operator = new Operator(tenant);
    }

    private String connection(String kind) {
        return Tables.value("SELECT id FROM connections WHERE tenant_id = ? AND kind = ?", tenant.id(), kind);
    }

    private String toEntra(String more) {
        return "{'from':'" + connection("okta") + "','to':'" + connection("entra") + "'" + more + "}";
    }

    private static String person(String name, String externalId) {
        return Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'%s','externalId':'%s'}""".formatted(name, externalId));
    }

    private static Reply deactivate(Connector idp, String id) {
        return idp.activate(id, false);
    }

    private Map<String, String> figures() {
        return Tables.rows("""
                SELECT (SELECT count(*) FROM audit_record WHERE tenant_id = t.id) AS records,
                       (SELECT count(*) FROM outbox WHERE tenant_id = t.id) AS events,
                       (SELECT count(*) FROM seat_ledger WHERE tenant_id = t.id) AS movements,
                       (SELECT string_agg(u.id::text || u.connection_id::text || u.version, ' ' ORDER BY u.id)
                        FROM users u WHERE u.tenant_id = t.id) AS people
                FROM tenants t WHERE t.id = CAST(? AS uuid)""", tenant.id()).get(0);
    }

    private List<JsonNode> records(String action) {
        List<JsonNode> records = new ArrayList<>();
        operator.records(Map.of()).demand(200).body().path("records").forEach(records::add);
        records.removeIf(record -> !record.path("action").asText().equals(action));
        return records;
    }

    @Test
    void the_new_connection_writes_whom_it_took_over_and_the_old_one_no_longer() {
        String ada = okta.create("ada").demand(201).id();
        assertThat(deactivate(entra, ada).status()).isEqualTo(403);

        JsonNode done = operator.post("/hand-overs", toEntra("")).demand(200).body();

        assertThat(done.toString()).isEqualTo("{\"people\":1,\"kept\":0,\"reasons\":[]}");
        deactivate(entra, ada).demand(200);
        assertThat(deactivate(okta, ada).status()).isEqualTo(403);
    }

    @Test
    void a_preview_says_what_is_then_done_and_does_nothing() {
        okta.create("ada").demand(201);
        okta.post("/Users", person("bob", "7")).demand(201);
        entra.post("/Users", person("cyd", "7")).demand(201);
        Map<String, String> before = figures();

        JsonNode preview =
                operator.post("/hand-overs/preview", toEntra("")).demand(200).body();

        assertThat(figures()).isEqualTo(before);
        assertThat(preview.path("people").asInt()).isOne();
        assertThat(preview.path("reasons").findValuesAsText("userName")).containsExactly("bob");
        assertThat(preview.path("reasons").findValuesAsText("why")).containsExactly("externalIdTaken");
        assertThat(operator.post("/hand-overs", toEntra("")).demand(200).body()).isEqualTo(preview);
        assertThat(Tables.rows("""
                SELECT u.user_name, c.kind FROM users u JOIN connections c ON c.tenant_id = u.tenant_id AND c.id = u.connection_id
                WHERE u.tenant_id = ? ORDER BY 1""", tenant.id()))
                .extracting(row -> row.get("user_name") + " by " + row.get("kind"))
                .containsExactly("ada by entra", "bob by okta", "cyd by entra");
    }

    @Test
    void seats_and_places_in_the_queue_stay() {
        tenant.seats("full", 2);
        List.of("ada", "bob", "cyd", "dan").forEach(name -> okta.create(name).demand(201));
        String movements = figures().get("movements");
        List<Map<String, String>> claims = claims();

        operator.post("/hand-overs", toEntra("")).demand(200);

        assertThat(claims()).isEqualTo(claims);
        assertThat(figures().get("movements")).isEqualTo(movements);
        SeatBooks.balance(tenant);
    }

    private List<Map<String, String>> claims() {
        return Tables.rows("""
                SELECT user_id, held_type, wanted_type, waiting_since, assigned_at FROM seat_claim
                WHERE tenant_id = ? ORDER BY user_id""", tenant.id());
    }

    @Test
    void everybody_has_a_record_and_an_event_under_that_of_the_hand_over() {
        String ada = okta.create("ada").demand(201).id();
        okta.create("bob").demand(201);

        operator.post("/hand-overs", toEntra("")).demand(200);

        List<JsonNode> all = records("connection.handedOver");
        assertThat(all).hasSize(1);
        assertThat(all.get(0).path("effects").path("people").asInt()).isEqualTo(2);
        assertThat(records("user.handedOver"))
                .hasSize(2)
                .allSatisfy(record ->
                        assertThat(record.path("cause")).isEqualTo(all.get(0).path("id")));
        assertThat(Tables.value("""
                SELECT payload ->> 'changed' FROM outbox WHERE tenant_id = ? AND user_id = ? AND type = 'user.handedOver'""", tenant.id(), ada)).isEqualTo("[\"connection\"]");
    }

    @Test
    void a_pilot_group_goes_first() {
        String pilot = okta.group("Pilot");
        String ada = okta.create("ada").demand(201).id();
        String bob = okta.create("bob").demand(201).id();
        okta.addMember(pilot, ada).demand(204);

        operator.post("/hand-overs", toEntra(",'group':'" + pilot + "'")).demand(200);

        deactivate(entra, ada).demand(200);
        deactivate(okta, bob).demand(200);
    }

    @Test
    void whom_nobody_manages_a_connection_adopts() {
        operator.post("/users", "{'userName':'ada'}").demand(201);
        String from = "{'from':'','to':'" + connection("okta") + "'}";

        assertThat(operator.post("/hand-overs/preview", from)
                        .demand(200)
                        .body()
                        .path("people")
                        .asInt())
                .isOne();
        operator.post("/hand-overs", from).demand(200);

        assertThat(Tables.value("SELECT connection_id FROM users WHERE tenant_id = ?", tenant.id()))
                .isEqualTo(connection("okta"));
    }

    /** Two connections let go of people to whom each had given the same externalId. */
    @Test
    void of_two_with_one_externalId_the_first_is_taken_over() {
        okta.post("/Users", person("ada", "7")).demand(201);
        entra.post("/Users", person("bob", "7")).demand(201);
        String generic = Reply.of(TestTenant.operator()
                        .body("{\"kind\":\"generic\",\"name\":\"generic\"}")
                        .post("/api/v1/tenants/" + tenant.name() + "/connections"))
                .demand(201)
                .id();
        operator.post("/hand-overs", "{'from':'" + connection("okta") + "','to':''}")
                .demand(200);
        operator.post("/hand-overs", "{'from':'" + connection("entra") + "','to':''}")
                .demand(200);
        String adopt = "{'from':'','to':'" + generic + "'}";

        JsonNode preview =
                operator.post("/hand-overs/preview", adopt).demand(200).body();

        assertThat(preview.path("people").asInt()).isOne();
        assertThat(preview.path("kept").asInt()).isOne();
        assertThat(operator.post("/hand-overs", adopt).demand(200).body()).isEqualTo(preview);
        assertThat(Tables.count(
                        "SELECT count(*) FROM users WHERE tenant_id = ? AND connection_id IS NULL", tenant.id()))
                .isOne();
    }

    @Test
    void protected_accounts_stay_out_of_a_connections_reach() {
        operator.post("/users", "{'userName':'ada'}").demand(201);
        Tables.change("UPDATE users SET protected = true WHERE tenant_id = ?", tenant.id());

        JsonNode done = operator.post("/hand-overs", "{'from':'','to':'" + connection("okta") + "'}")
                .demand(200)
                .body();

        assertThat(done.path("people").asInt()).isZero();
        assertThat(done.path("reasons").findValuesAsText("why")).containsExactly("protected");
        assertThat(records("connection.handedOver")).isEmpty();
    }

    @Test
    void many_follow_in_batches() {
        Crowd.join(tenant, okta, 650);
        entra.post("/Users", person("someone", "7")).demand(201);
        okta.post("/Users", person("other", "7")).demand(201);
        JsonNode preview =
                operator.post("/hand-overs/preview", toEntra("")).demand(200).body();
        assertThat(preview.path("people").asInt()).isEqualTo(651);

        assertThat(operator.post("/hand-overs", toEntra("")).demand(200).body()).isEqualTo(preview);
        operator.settled();

        assertThat(Tables.count(
                        "SELECT count(*) FROM users WHERE tenant_id = ? AND connection_id = CAST(? AS uuid)",
                        tenant.id(),
                        connection("entra")))
                .isEqualTo(652);
        assertThat(Tables.count(
                        "SELECT count(*) FROM outbox WHERE tenant_id = ? AND type = 'user.handedOver'", tenant.id()))
                .isEqualTo(651);
        assertThat(Tables.count(
                        "SELECT count(*) FROM audit_record WHERE tenant_id = ? AND convert_from(body, 'UTF8')::jsonb ->> 'action' = 'people.handedOver'",
                        tenant.id()))
                .isEqualTo(7);
        assertThat(Tables.value("""
                SELECT sum((convert_from(body, 'UTF8')::jsonb -> 'effects' ->> 'people')::integer) FROM audit_record
                WHERE tenant_id = ? AND convert_from(body, 'UTF8')::jsonb ->> 'action' = 'people.handedOver'""", tenant.id()))
                .as("who was kept is not counted")
                .isEqualTo("651");
    }

    @Test
    void what_cannot_be_is_refused_in_words() {
        String okta = connection("okta");
        assertThat(operator.post("/hand-overs", "{'from':'" + okta + "','to':'" + okta + "'}")
                        .demand(400)
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("sameConnection");
        operator.post("/hand-overs", "{'from':'','to':''}").demand(400);
        operator.post("/hand-overs", "{'from':'" + okta + "'}").demand(400);
        operator.post("/hand-overs", "{'from':'x','to':''}").demand(400);
        operator.post("/hand-overs", "{'from':'" + okta + "','to':'" + tenant.id() + "'}")
                .demand(404);
        operator.post("/hand-overs", toEntra(",'group':'" + tenant.id() + "'")).demand(404);
    }
}
