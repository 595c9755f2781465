package io.usher.audit;

import static io.restassured.RestAssured.given;
import static io.usher.testing.TestTenant.operator;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Refused writes are recorded by their code and without a word of what they said; reads and strangers are not. */
@QuarkusTest
@Tag("SEC-07")
@SuppressWarnings("NullAway.Init") // opened before each test
class RefusalTest {

    private static final String CANARY = "canary7301";

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;
    private String ada;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
        ada = idp.create("ada").demand(201).id();
    }

    @Test
    @Tag("T29")
    @Tag("ERR-04")
    void every_refused_write_is_recorded_by_its_code_and_without_its_values() {
        String path = "/Users/" + ada;
        String canary = Connector.person("ada", ",'title':'" + CANARY + "'");
        expect(idp.post("/Users", canary), 409, "uniqueness");
        expect(idp.post("/Users", Connector.person(CANARY, ",'active':'" + CANARY + "'")), 400, "invalidValue");
        expect(idp.post("/Users", "{\"userName\":\"" + CANARY), 400, "invalidSyntax");
        expect(idp.patch(path, "{'op':'replace','path':'id','value':'" + CANARY + "'}"), 400, "mutability");
        expect(idp.patch(path, "{'op':'replace','path':'" + CANARY + "','value':'x'}"), 400, "invalidPath");
        expect(idp.with("If-Match", "W/\"" + CANARY + "\"").put(path, canary), 412, "versionMismatch");
        expect(idp.put("/Users/" + UUID.randomUUID(), canary), 404, "noSuchUser");
        expect(idp.delete("/Groups/" + UUID.randomUUID()), 404, "noSuchGroup");
        expect(Connector.of(tenant, "entra").put(path, canary), 403, "managedElsewhere");

        assertThat(Tables.count("""
                SELECT count(*) FROM audit_record WHERE tenant_id = ? AND convert_from(body, 'UTF8') LIKE '%' || ? || '%'
                """, tenant.id(), CANARY)).isZero();
    }

    @Test
    @Tag("T29")
    void an_address_in_the_path_is_not_kept_in_clear() {
        idp.delete("/Users/" + CANARY + "@example.com").demand(404);

        assertThat(newestRefusal().path("outcome").path("code").asText()).isEqualTo("noSuchUser");
        assertThat(newestRefusal().toString()).doesNotContain(CANARY);
    }

    @Test
    void a_write_while_provisioning_is_off_is_refused_and_recorded() {
        operator.change("{'provisioning':'off'}").demand(200);
        expect(idp.create("bob"), 403, "provisioningOff");

        operator.change("{'provisioning':'requires_sso'}").demand(200);
        expect(idp.activate(ada, false), 403, "provisioningNeedsSso");
    }

    @Test
    void a_refusal_of_the_operator_is_recorded_too() {
        int before = refusals();

        Reply.of(operator().body("{\"quantity\":-1}").put("/api/v1/tenants/" + tenant.name() + "/seats/full"))
                .demand(400);

        assertThat(refusals()).isEqualTo(before + 1);
        assertThat(newestRefusal().path("actor").path("id").asText()).isEqualTo("operator");
    }

    @Test
    void a_tenant_that_cannot_be_made_is_refused_for_its_own_reason() {
        Reply.of(operator().body("{\"name\":\"Not A Name\"}").post("/api/v1/tenants"))
                .demand(400);
        Reply.of(operator()
                        .body(Map.of("name", tenant.name(), "displayName", "again"))
                        .post("/api/v1/tenants"))
                .demand(409);
    }

    @Test
    void reads_and_strangers_leave_no_record() {
        int before = records();

        idp.user(ada).demand(200);
        idp.get("/Users").demand(200);
        idp.get("/Users/" + UUID.randomUUID()).demand(404);
        idp.get("/Users?filter=nonsense").demand(400);
        operator.access(ada);
        given().contentType("application/scim+json")
                .body(Connector.person("eve", ""))
                .post("/scim/v2/Users")
                .then()
                .statusCode(401);
        new Connector("not.a.token").create("eve").demand(401);

        assertThat(records()).isEqualTo(before);
    }

    private void expect(Reply refused, int status, String code) {
        refused.demand(status);
        JsonNode record = newestRefusal();
        assertThat(record.path("outcome").path("status").asText()).isEqualTo("refused");
        assertThat(record.path("outcome").path("code").asText()).isEqualTo(code);
        assertThat(record.path("actor").path("id").asText()).startsWith("token:");
        assertThat(record.path("request").path("path").asText()).startsWith("/scim/v2/");
        assertThat(record.has("changes")).isFalse();
    }

    private JsonNode newestRefusal() {
        return operator.records(Map.of("outcome", "refused", "limit", 1))
                .demand(200)
                .body()
                .path("records")
                .path(0);
    }

    private int refusals() {
        return Tables.count(
                "SELECT count(*) FROM audit_record WHERE tenant_id = ? AND outcome = 'refused'", tenant.id());
    }

    private int records() {
        return Tables.count("SELECT count(*) FROM audit_record WHERE tenant_id = ?", tenant.id());
    }
}
