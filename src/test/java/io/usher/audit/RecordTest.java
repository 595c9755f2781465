package io.usher.audit;

import static io.usher.testing.TestTenant.operator;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a record says of an accepted change, and in which bytes. */
@QuarkusTest
@Tag("SEC-07")
@SuppressWarnings("NullAway.Init") // opened before each test
class RecordTest {

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats().seats("full", 1);
        idp = Connector.of(tenant, "entra");
        operator = new Operator(tenant);
    }

    @Test
    @Tag("AUTH-10")
    @Tag("ERR-09")
    void a_record_says_who_asked_for_what_when_and_what_came_of_it() {
        String ada = idp.post("/Users", Connector.person("ada", ",'title':'Lady'"))
                .demand(201)
                .id();
        idp.addMember(idp.group("Readers"), ada).demand(204);
        Instant before = Instant.now();

        idp.with("client-request-id", "c-4711")
                .with("X-Request-Id", "r-1")
                .with("User-Agent", "connector/1")
                .patch(
                        "/Users/" + ada,
                        "{'op':'replace','path':'active','value':false},{'op':'replace','path':'title','value':'Dame'}")
                .demand(200);

        JsonNode record = newest(ada);
        assertThat(record.path("action").asText()).isEqualTo("user.deactivated");
        assertThat(record.path("tenant").asText()).isEqualTo(tenant.id());
        assertThat(record.path("target").toString()).isEqualTo(Connector.quoted("{'id':'" + ada + "','type':'User'}"));
        assertThat(record.path("actor").path("id").asText()).isEqualTo("token:" + tokenPrefix());
        JsonNode connection = record.path("actor").path("connection");
        assertThat(connection.path("id").asText()).isEqualTo(tenant.connection("entra"));
        assertThat(connection.path("kind").asText()).isEqualTo("entra");
        assertThat(connection.path("name").asText()).isEqualTo("entra");
        JsonNode request = record.path("request");
        assertThat(request.path("id").asText()).isEqualTo("r-1");
        assertThat(request.path("method").asText()).isEqualTo("PATCH");
        assertThat(request.path("path").asText()).isEqualTo("/scim/v2/Users/{id}");
        assertThat(request.path("userAgent").asText()).isEqualTo("connector/1");
        assertThat(request.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(request.path("correlation").path("client-request-id").asText())
                .isEqualTo("c-4711");
        Instant received = Instant.parse(record.path("receivedAt").asText());
        assertThat(Instant.parse(record.path("committedAt").asText()))
                .isAfterOrEqualTo(received)
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(received).isAfterOrEqualTo(before.minusSeconds(1));
        assertThat(record.path("changes").toString())
                .isEqualTo(Connector.quoted(
                        "{'active':{'before':true,'after':false},'title':{'before':'Lady','after':'Dame'}}"));
        JsonNode effects = record.path("effects");
        assertThat(effects.path("memberships").asText()).isEqualTo("dormant");
        assertThat(effects.path("signIn").path("before").asText()).isEqualTo("ok");
        assertThat(effects.path("signIn").path("after").asText()).isEqualTo("directory_inactive");
        assertThat(effects.path("seat").path("before").path("type").asText()).isEqualTo("full");
        assertThat(effects.path("seat").path("after").path("status").asText()).isEqualTo("none");
        assertThat(record.path("outcome").path("status").asText()).isEqualTo("success");
    }

    @Test
    @Tag("DEL-09")
    void who_joins_and_who_leaves_is_recorded_with_all_that_came_and_went() {
        String ada = idp.post("/Users", Connector.person("ada", ",'title':'Lady'"))
                .demand(201)
                .id();

        JsonNode came = newest(ada).path("changes");
        assertThat(came.path("title").path("after").asText()).isEqualTo("Lady");
        assertThat(came.path("title").has("before")).isFalse();

        idp.delete("/Users/" + ada).demand(204);
        JsonNode went = newest(ada).path("changes");
        assertThat(went.path("title").path("before").asText()).isEqualTo("Lady");
        assertThat(went.path("title").has("after")).isFalse();
    }

    @Test
    void the_record_of_a_promotion_names_the_one_that_freed_the_seat() {
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.create("bob").demand(201).id();

        idp.activate(ada, false).demand(200);

        JsonNode promotion = newest(bob);
        assertThat(promotion.path("action").asText()).isEqualTo("seat.assigned");
        assertThat(promotion.path("cause").asText())
                .isEqualTo(newest(ada).path("id").asText());
        assertThat(promotion
                        .path("effects")
                        .path("seat")
                        .path("before")
                        .path("waitingFor")
                        .asText())
                .isEqualTo("full");
        assertThat(promotion
                        .path("effects")
                        .path("seat")
                        .path("after")
                        .path("type")
                        .asText())
                .isEqualTo("full");
    }

    @Test
    void a_resized_pool_is_recorded_with_both_quantities() {
        tenant.seats("full", 5);

        JsonNode newest = operator.records(Map.of("limit", 1))
                .demand(200)
                .body()
                .path("records")
                .path(0);

        assertThat(newest.path("action").asText()).isEqualTo("seatPool.changed");
        assertThat(newest.path("changes").toString())
                .isEqualTo(Connector.quoted("{'quantity':{'after':5,'before':1}}"));
    }

    @Test
    @Tag("T53")
    void the_record_is_written_in_the_transaction_of_its_change() {
        String ada = idp.create("ada").demand(201).id();

        assertThat(Tables.count("""
                SELECT count(DISTINCT x) FROM (
                    SELECT xmin::text AS x FROM users WHERE id = ?
                    UNION ALL SELECT xmin::text FROM seat_claim WHERE user_id = ?
                    UNION ALL SELECT xmin::text FROM seat_ledger WHERE user_id = ?
                    UNION ALL SELECT xmin::text FROM outbox WHERE user_id = ?
                    UNION ALL SELECT r.xmin::text FROM audit_record r JOIN audit_subject s ON s.record_id = r.id
                    WHERE s.user_id = ?) AS rows""", ada, ada, ada, ada, ada)).isEqualTo(1);
    }

    @Test
    @Tag("SEC-03")
    void a_record_is_canonical_and_names_no_person_in_clear() throws IOException {
        String ada = idp.post(
                        "/Users",
                        Connector.person(
                                "ada.lovelace", ",'displayName':'Ada Ɐ','emails':[{'value':'lovelace@example.com'}]"))
                .demand(201)
                .id();
        idp.patch("/Users/" + ada, "{'op':'replace','path':'userName','value':'lovelace.ada'}")
                .demand(200);
        idp.addMember(idp.group("Readers"), ada).demand(204);
        idp.create("lovelace.ada").demand(409);
        idp.delete("/Users/" + ada).demand(204);

        List<Map<String, String>> records =
                Tables.rows("SELECT encode(body, 'hex') AS body FROM audit_record WHERE tenant_id = ?", tenant.id());
        assertThat(records).hasSizeGreaterThan(6);
        for (Map<String, String> record : records) {
            byte[] body = HexFormat.of().parseHex(String.valueOf(record.get("body")));
            assertThat(new JsonCanonicalizer(body).getEncodedUTF8()).isEqualTo(body);
            assertThat(new String(body, java.nio.charset.StandardCharsets.UTF_8))
                    .doesNotContain("lovelace", "Ɐ");
        }
        List<Map<String, String>> events =
                Tables.rows("SELECT payload::text AS payload FROM outbox WHERE tenant_id = ?", tenant.id());
        assertThat(events)
                .hasSizeGreaterThan(3)
                .allSatisfy(event -> assertThat(event.get("payload"))
                        .doesNotContainIgnoringCase("lovelace")
                        .doesNotContain("Ɐ"));
    }

    @Test
    void without_his_key_a_persons_values_are_erased_and_the_rest_is_readable() {
        String ada = idp.create("ada").demand(201).id();
        assertThat(newest(ada).path("changes").path("userName").path("after").asText())
                .isEqualTo("ada");

        Tables.change("DELETE FROM person_key WHERE tenant_id = ? AND user_id = ?", tenant.id(), ada);

        JsonNode record = newest(ada);
        assertThat(record.path("changes").toString()).isEqualTo("{\"erased\":true}");
        assertThat(record.path("action").asText()).isEqualTo("user.created");
        idp.activate(ada, false).demand(200);
        assertThat(newest(ada).path("action").asText()).isEqualTo("user.deactivated");
    }

    private JsonNode newest(String user) {
        return operator.records(Map.of("user", user, "limit", 1))
                .demand(200)
                .body()
                .path("records")
                .path(0);
    }

    private String tokenPrefix() {
        return Reply.of(operator()
                        .get("/api/v1/tenants/" + tenant.name() + "/connections/" + tenant.connection("entra")
                                + "/tokens"))
                .demand(200)
                .body()
                .path(0)
                .path("id")
                .asText();
    }
}
