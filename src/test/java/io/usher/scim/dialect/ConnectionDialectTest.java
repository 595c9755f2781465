package io.usher.scim.dialect;

import static io.usher.scim.dialect.Speaker.INTEROP_STRICT;
import static io.usher.scim.dialect.Speaker.RFC;
import static io.usher.scim.dialect.Speaker.TOLERANT;
import static io.usher.scim.dialect.Speaker.outcome;
import static io.usher.testing.TestTenant.operator;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator chooses the dialect of a connection. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class ConnectionDialectTest {

    private TestTenant tenant;
    private String path;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        path = "/api/v1/tenants/" + tenant.name() + "/connections";
    }

    @Test
    void a_connection_is_tolerant_until_told_otherwise() {
        assertThat(dialectOf(create("{'kind':'okta'}").demand(201))).isEqualTo(TOLERANT);
        assertThat(dialectOf(create("{'kind':'entra','dialect':null}").demand(201)))
                .isEqualTo(TOLERANT);
        for (String dialect : List.of(TOLERANT, RFC, INTEROP_STRICT)) {
            Reply made = create("{'kind':'generic','name':'of " + dialect + "','dialect':'" + dialect + "'}");
            assertThat(dialectOf(made.demand(201))).isEqualTo(dialect);
        }
        assertThat(Reply.of(operator().get(path)).body().findValuesAsText("dialect"))
                .containsExactlyInAnyOrder(TOLERANT, TOLERANT, TOLERANT, RFC, INTEROP_STRICT);
    }

    @Test
    void another_dialect_is_in_force_with_the_next_request() {
        String connection = tenant.connection("okta");
        Connector idp = new Connector(tenant.token("okta"));
        idp.post("/Users", "{\"userName\":\"ada\"}").demand(201);

        Reply changed = change(connection, "{'dialect':'rfc'}").demand(200);

        assertThat(changed.id()).isEqualTo(connection);
        assertThat(dialectOf(changed)).isEqualTo(RFC);
        assertThat(outcome(idp.post("/Users", "{\"userName\":\"bob\"}"))).isEqualTo("400 invalidSyntax");
        change(connection, "{'dialect':'tolerant'}").demand(200);
        idp.post("/Users", "{\"userName\":\"bob\"}").demand(201);
    }

    @Test
    void one_connection_changes_and_the_others_stay() {
        String okta = tenant.connection("okta");
        tenant.connection("entra");
        change(okta, "{'dialect':'rfc'}").demand(200);
        assertThat(new Connector(tenant.token("entra"))
                        .post("/Users", "{\"userName\":\"ada\"}")
                        .status())
                .isEqualTo(201);
        assertThat(new Connector(tenant.token("okta"))
                        .post("/Users", "{\"userName\":\"bob\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void what_is_no_dialect_changes_nothing() {
        String connection = tenant.connection("okta");
        SoftAssertions all = new SoftAssertions();
        for (String body : List.of(
                "{'dialect':'strict'}",
                "{'dialect':'RFC'}",
                "{'dialect':'interop_strict'}",
                "{'dialect':''}",
                "{'dialect':7}",
                "{'dialect':['rfc']}",
                "{'dialect':'rfc','name':'x'}",
                "{'dialect':'rfc','kind':'entra'}",
                "[]",
                "")) {
            all.assertThat(change(connection, body).status()).as(body).isEqualTo(400);
        }
        all.assertThat(change(connection, "{'dialect':'strict'}").text())
                .contains("dialect must be one of tolerant, rfc, interop-strict.");
        all.assertThat(dialectOf(change(connection, "{}").demand(200))).isEqualTo(TOLERANT);
        all.assertAll();
        change("01a20f39-7415-793d-ac6a-eec515b971ba", "{'dialect':'rfc'}").demand(404);
        change("none", "{'dialect':'rfc'}").demand(404);
    }

    @Test
    void a_change_is_recorded_once_with_before_and_after() {
        String connection = tenant.connection("okta");
        change(connection, "{'dialect':'rfc'}").demand(200);
        change(connection, "{'dialect':'rfc'}").demand(200);

        JsonNode records = new Operator(tenant)
                .records(Map.of("limit", 2))
                .demand(200)
                .body()
                .path("records");

        JsonNode newest = records.path(0);
        assertThat(newest.path("action").asText()).isEqualTo("connection.updated");
        assertThat(newest.path("target").path("id").asText()).isEqualTo(connection);
        assertThat(newest.path("changes").toString())
                .isEqualTo("{\"dialect\":{\"after\":\"rfc\",\"before\":\"tolerant\"}}");
        assertThat(records.path(1).path("action").asText()).isEqualTo("connection.created");
        assertThat(records.path(1).path("changes").path("dialect").path("after").asText())
                .isEqualTo(TOLERANT);
    }

    private Reply create(String body) {
        return Reply.of(operator().body(Connector.quoted(body)).post(path));
    }

    private Reply change(String connection, String body) {
        return Reply.of(operator().body(Connector.quoted(body)).patch(path + "/" + connection));
    }

    private static String dialectOf(Reply connection) {
        return connection.body().path("dialect").asText();
    }
}
