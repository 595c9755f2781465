package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.usher.platform.DataFolder;
import io.usher.platform.EmbeddedDatabase;
import io.usher.testing.Connector;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends marked names, passwords and tokens through every kind of refusal and failure, with the log at its most talkative and
 * traces on, and looks for them where strangers may look: log, traces, metrics, answers, the text of the records.
 */
@Tag("T29")
class CanaryIT {

    private static final String NAME = "canary.person@example.com";
    private static final String FAMILY = "Kanarienvogel";
    private static final String PASSWORD = "Canary-Passw0rd";
    private static final String GUESS = "eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOnRydWV9.canary";
    private static final String FORGED = "FORGED-LINE";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Queue<String> TRACES = new ConcurrentLinkedQueue<>();
    private static final StringBuilder ANSWERS = new StringBuilder();

    private static Path folder;
    private static EmbeddedDatabase database;
    private static HttpServer collector;
    private static Program program;
    private static String token;
    private static String log;
    private static String metrics;

    @BeforeAll
    static void send_the_canaries_through() throws IOException, SQLException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            TRACES.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        folder = Files.createTempDirectory("usher-canary");
        database = EmbeddedDatabase.start(DataFolder.take(folder), Map.of());
        program = Program.onDatabase(talkative());
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = program.port();
        token = TestTenant.withoutSeats().seats("full", null).token("okta");
        Connector okta = new Connector(token);

        String whole = """
                {"userName": "%s", "name": {"familyName": "%s"}, "password": "%s"}""".formatted(NAME, FAMILY, PASSWORD);
        expect(201, okta.send("POST", Connector.USERS, whole));
        expect(409, okta.send("POST", Connector.USERS, whole));
        expect(400, okta.send("POST", Connector.USERS, whole + FAMILY));
        expect(400, okta.send("POST", Connector.USERS, "{\"userName\": [\"" + NAME + "\"]}"));
        expect(400, okta.send("POST", Connector.USERS, """
                {"userName": "other@example.com", "name": {"familyName": "%s"},
                 "urn:ietf:params:scim:schemas:extension:usher:2.0:User": {"requestedSeatType": "%s"}}""".formatted(FAMILY, FAMILY)));
        expect(
                200,
                okta.send("GET", Connector.USERS + "?filter=userName%20eq%20%22" + NAME + "%22&attributes=id", null));
        expect(400, okta.send("GET", Connector.USERS + "?filter=userName%20eq%20" + NAME, null));
        expect(404, okta.send("GET", Connector.USERS + "/" + NAME, null));
        expect(404, okta.send("GET", Connector.USERS + "/x%0d%0a" + FORGED, null));
        expect(413, okta.send("POST", Connector.USERS, "{\"title\": \"" + FAMILY.repeat(200_000) + "\"}"));
        expect(401, new Connector(GUESS).send("GET", Connector.USERS, null));
        expect(201, okta.send("POST", Connector.USERS, """
                {"userName": "%s", "title": "%s\\r\\n%s \\u001b[31m"}""".formatted("second." + NAME, FAMILY, FORGED)));
        expect(
                400,
                okta.request()
                        .header("User-Agent", FAMILY)
                        .body("{")
                        .contentType("application/scim+json")
                        .post(Connector.USERS));
        breakTheDatabase();
        expect(500, okta.send("POST", Connector.USERS, whole.replace(NAME, "third." + NAME)));

        metrics =
                RestAssured.given().get(program.managementUrl() + "/q/metrics").asString();
        program.stop();
        log = program.log();
    }

    private static Map<String, String> talkative() {
        Map<String, String> configuration = new HashMap<>(database.configuration());
        configuration.put("quarkus.log.level", "TRACE");
        configuration.put("quarkus.log.console.json.enabled", "true");
        configuration.put("quarkus.otel.sdk.disabled", "false");
        configuration.put("quarkus.otel.exporter.otlp.protocol", "http/protobuf");
        configuration.put(
                "quarkus.otel.exporter.otlp.endpoint",
                "http://127.0.0.1:" + collector.getAddress().getPort());
        configuration.put("quarkus.otel.bsp.schedule.delay", "200ms");
        return configuration;
    }

    private static void expect(int status, Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        if (status >= 400) {
            ANSWERS.append(answer.asString()).append(answer.headers());
        }
    }

    /** A bug, from the program's point of view: a table is gone. */
    private static void breakTheDatabase() throws SQLException {
        try (Connection connection = database.superuser();
                Statement sql = connection.createStatement()) {
            sql.execute("ALTER TABLE outbox RENAME TO lost");
        }
    }

    @AfterAll
    static void stop() {
        RestAssured.reset();
        program.close();
        database.close();
        collector.stop(0);
        TestDatabase.delete(folder);
    }

    @Test
    @Tag("QRY-10")
    @Tag("SEC-02")
    void the_log_names_nobody_and_holds_no_secret() {
        assertThat(log).contains("refused").contains("reference");
        assertNoCanaryIn(log);
    }

    @Test
    void no_name_can_forge_a_line_of_the_log() {
        assertThat(log.lines())
                .allSatisfy(
                        line -> assertThat(JSON.readTree(line).path("message").isTextual())
                                .isTrue());
        assertThat(log).doesNotContain("\u001b");
    }

    @Test
    @Tag("ERR-09")
    void a_line_as_json_says_which_request_and_which_tenant_it_is_about() throws IOException {
        List<String> refusals =
                log.lines().filter(line -> line.contains("CONFLICT uniqueness")).toList();
        assertThat(refusals).hasSize(1);
        JsonNode line = JSON.readTree(refusals.get(0));
        assertThat(line.path("mdc").path("requestId").asText()).isNotEmpty();
        assertThat(line.path("mdc").path("tenant").asText()).startsWith("t-");
    }

    @Test
    @Tag("QRY-10")
    @Tag("SEC-02")
    void traces_tell_verb_route_and_status_and_nobody() {
        assertThat(String.join("", TRACES)).contains("/scim/v2/Users/{id}").contains("http.response.status_code");
        assertNoCanaryIn(String.join("", TRACES));
    }

    @Test
    @Tag("QRY-10")
    @Tag("SEC-02")
    void metrics_name_nobody() {
        assertThat(metrics).contains("http_server_requests_seconds_count");
        assertNoCanaryIn(metrics);
    }

    @Test
    @Tag("ERR-08")
    @Tag("SEC-03")
    void refusals_do_not_repeat_what_was_sent() {
        assertThat(ANSWERS.toString()).contains("uniqueness");
        assertNoCanaryIn(ANSWERS.toString());
    }

    @Test
    @Tag("AUTH-13")
    void nothing_in_the_database_holds_a_password_or_a_token() throws SQLException, IOException {
        StringBuilder everything = new StringBuilder();
        try (Connection connection = database.superuser();
                Statement sql = connection.createStatement();
                var rows = sql.executeQuery(
                        "SELECT convert_from(r.body, 'UTF8') FROM audit_record r UNION ALL SELECT u::text FROM users u UNION ALL"
                                + " SELECT l::text FROM lost l UNION ALL SELECT t::text FROM scim_token t")) {
            while (rows.next()) {
                everything.append(rows.getString(1)).append('\n');
            }
        }
        assertThat(everything.toString())
                .contains(NAME)
                .doesNotContain(PASSWORD)
                .doesNotContain(signature())
                .doesNotContain(GUESS);
    }

    private static void assertNoCanaryIn(String text) {
        assertThat(text)
                .doesNotContainIgnoringCase("canary.person")
                .doesNotContainIgnoringCase(FAMILY)
                .doesNotContain(PASSWORD)
                .doesNotContain(GUESS)
                .doesNotContain(signature())
                .doesNotContain(TestDatabase.OPERATOR_TOKEN);
    }

    private static String signature() {
        return token.substring(token.lastIndexOf('.') + 1);
    }
}
