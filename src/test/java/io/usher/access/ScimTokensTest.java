package io.usher.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.platform.MasterKey;
import io.usher.platform.Time;
import io.usher.testing.Connector;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a SCIM token, from its making to its end. */
@QuarkusTest
class ScimTokensTest {

    @Inject
    StartLock startLock;

    @Inject
    TokenUse use;

    @Inject
    Scheduler scheduler;

    @Inject
    MasterKey master;

    @Inject
    Time time;

    @Inject
    ObjectMapper json;

    private TestTenant tenant;
    private String token;
    private String jti;
    private String path;

    @BeforeEach
    void a_token() {
        tenant = TestTenant.create();
        token = tenant.token("okta");
        jti = Forgery.of(token).claims().path("jti").asText();
        path = "/api/v1/tenants/" + tenant.name() + "/connections/" + tenant.connection("okta") + "/tokens";
    }

    @Test
    @Tag("AUTH-03")
    void a_revoked_token_is_dead_on_the_next_call_and_no_other() {
        String second = tenant.token("okta");
        assertThat(status(token)).isEqualTo(200);
        revoke(prefix()).then().statusCode(204);
        assertThat(status(token)).isEqualTo(401);
        assertThat(status(second)).isEqualTo(200);
        assertThat(listed()).hasSize(1).doesNotContain(prefix());
        revoke(prefix()).then().statusCode(404);
    }

    @Test
    void a_token_is_revoked_by_its_whole_id_too() {
        revoke(jti).then().statusCode(204);
        assertThat(status(token)).isEqualTo(401);
    }

    @Test
    void a_third_living_token_is_a_conflict() {
        tenant.token("okta");
        Response third = issue("{\"expiresInDays\": 1}");
        assertThat(third.statusCode()).isEqualTo(409);
        assertThat(third.contentType()).startsWith("application/problem+json");
        assertThat(listed()).hasSize(2);
        assertThat(tenant.token("entra")).as("of another connection").isNotEmpty();
        revoke(prefix()).then().statusCode(204);
        issue("{\"expiresInDays\": 1}").then().statusCode(201);
    }

    @Test
    @Tag("AUTH-12")
    @Tag("AUTH-03")
    void a_token_has_an_end() throws SQLException {
        assertThat(status(token)).isEqualTo(200);
        end(jti);
        Response answer = new Connector(token).send("GET", Connector.USERS, null);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        tenant.token("okta");
        tenant.token("okta");
        assertThat(listed()).hasSize(2).doesNotContain(prefix());
    }

    @Test
    void a_token_that_is_already_dead_cannot_write_either() throws SQLException {
        end(jti);
        String body = "{\"userName\": \"late@example.com\"}";
        assertThat(new Connector(token).send("POST", Connector.USERS, body).statusCode())
                .isEqualTo(401);
        assertThat(new Connector(tenant.token("okta"))
                        .send("GET", Connector.USERS, null)
                        .jsonPath()
                        .getInt("totalResults"))
                .isZero();
    }

    @Test
    @Tag("T10")
    void a_token_is_listed_by_eight_characters_with_its_end_and_never_itself() {
        Response list = TestTenant.operator().get(path);
        assertThat(list.statusCode()).isEqualTo(200);
        Map<String, Object> only = list.jsonPath().getMap("[0]");
        assertThat(only).containsOnlyKeys("id", "scope", "createdAt", "expiresAt", "lastUsedAt");
        assertThat(only).containsEntry("id", prefix()).containsEntry("scope", "scim");
        assertThat(String.valueOf(only.get("expiresAt")))
                .startsWith(String.valueOf(time.now().plusSeconds(86_400)).substring(0, 10));
        assertThat(list.asString()).doesNotContain(token.split("\\.", -1)).doesNotContain(jti);
    }

    @Test
    void its_use_is_written_outside_the_request() throws SQLException {
        scheduler.pause();
        try {
            use.write();
            assertThat(status(token)).isEqualTo(200);
            assertThat(value("SELECT last_used_at FROM scim_token WHERE id = '" + jti + "'"))
                    .isNull();
            use.write();
            assertThat(value("SELECT last_used_at FROM scim_token WHERE id = '" + jti + "'"))
                    .isNotNull();
            assertThat(TestTenant.operator().get(path).jsonPath().getString("[0].lastUsedAt"))
                    .isNotNull();
        } finally {
            scheduler.resume();
        }
    }

    @Test
    @Tag("AUTH-13")
    void its_text_is_in_no_table() throws SQLException {
        assertThat(status(token)).isEqualTo(200);
        new Connector(token)
                .send("POST", Connector.USERS, "{\"userName\": \"somebody@example.com\"}")
                .then()
                .statusCode(201);
        assertThat(tablesWith(prefix())).as("what is found at all").contains("scim_token", "audit_record", "outbox");
        for (String part : token.split("\\.", -1)) {
            assertThat(tablesWith(part)).isEmpty();
        }
        assertThat(tablesWith(TestDatabase.OPERATOR_TOKEN)).isEmpty();
    }

    @Test
    void another_program_on_the_same_database_verifies_it() {
        SigningKeys ofAnother = new SigningKeys(master, time, startLock);
        Caller.Connector caller = new TokenVerifier(ofAnother, json, time).verify(token);
        assertThat(caller).isEqualTo(new Caller.Connector(UUID.fromString(tenant.id()), UUID.fromString(jti)));
    }

    @Test
    void a_lifetime_that_is_none_makes_no_token() {
        SoftAssertions all = new SoftAssertions();
        for (String body : List.of(
                "{\"expiresInDays\": 0}",
                "{\"expiresInDays\": -1}",
                "{\"expiresInDays\": 100000}",
                "{\"expiresInDays\": \"30\"}",
                "{\"expiresInDays\": 1.5}",
                "{\"expiresInDays\": true}",
                "{\"days\": 1}",
                "[]",
                "null",
                "1",
                "{",
                "{} {}")) {
            Response answer = issue(body);
            all.assertThat(answer.statusCode()).as(body).isEqualTo(400);
            all.assertThat(answer.contentType()).as(body).startsWith("application/problem+json");
        }
        all.assertThat(listed()).hasSize(1);
        all.assertAll();
    }

    private Response issue(String body) {
        return TestTenant.operator().body(body).post(path);
    }

    private Response revoke(String id) {
        return TestTenant.operator().delete(path + "/" + id);
    }

    private List<String> listed() {
        return TestTenant.operator().get(path).jsonPath().getList("id", String.class);
    }

    private String prefix() {
        return jti.substring(0, 8);
    }

    private static int status(String token) {
        return new Connector(token)
                .send("GET", Connector.USERS + "?count=1", null)
                .statusCode();
    }

    private static void end(String jti) throws SQLException {
        try (Connection sql = TestDatabase.superuser();
                Statement statement = sql.createStatement()) {
            statement.executeUpdate(
                    "UPDATE scim_token SET expires_at = now() - interval '1 second' WHERE id = '" + jti + "'");
        }
    }

    /** Tables of which a row holds the text, as text or as bytes. */
    private static List<String> tablesWith(String text) throws SQLException {
        String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
        List<String> found = new ArrayList<>();
        try (Connection sql = TestDatabase.superuser();
                Statement statement = sql.createStatement();
                ResultSet tables = statement.executeQuery(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")) {
            while (tables.next()) {
                String table = tables.getString(1);
                if (value("SELECT 1 FROM " + table + " t WHERE t::text LIKE '%" + text + "%' OR t::text LIKE '%" + hex
                                + "%' LIMIT 1")
                        != null) {
                    found.add(table);
                }
            }
        }
        return found;
    }

    private static @org.jspecify.annotations.Nullable String value(String query) throws SQLException {
        try (Connection sql = TestDatabase.superuser();
                Statement statement = sql.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
