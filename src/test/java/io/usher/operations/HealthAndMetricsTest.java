package io.usher.operations;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.TestTenant;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the platform asks the program, at the port that is for the platform. */
@QuarkusTest
class HealthAndMetricsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource(management = true)
    URL management;

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health/started"})
    void a_healthy_program_says_that_it_lives_is_ready_and_has_started(String probe) {
        given().get(platform() + probe).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void readiness_asks_the_database() {
        given().get(platform() + "/health/ready")
                .then()
                .body("checks.name", hasItem("Database connections health check"));
    }

    @Test
    void liveness_asks_nobody_so_that_no_outage_of_the_database_ends_the_program() {
        given().get(platform() + "/health/live").then().body("checks.size()", equalTo(0));
    }

    @ParameterizedTest
    @Tag("T92")
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics"})
    void the_port_of_the_clients_knows_nothing_of_health_and_metrics(String path) {
        given().get(path).then().statusCode(404);
    }

    @Test
    void scim_calls_are_counted_by_verb_type_and_status() {
        Connector okta = new Connector(TestTenant.create().token("okta"));
        okta.createUser("counted@example.com");
        okta.send("GET", Connector.GROUPS + "/no-such-group", null);

        String metrics = metrics();

        assertThat(metrics)
                .containsPattern("http_server_requests_seconds_count\\{[^}]*method=\"POST\"[^}]*status=\"201\","
                        + "uri=\"/scim/v2/Users\"} [1-9]")
                .containsPattern("http_server_requests_seconds_count\\{[^}]*method=\"GET\"[^}]*status=\"404\","
                        + "uri=\"/scim/v2/Groups/\\{id}\"} [1-9]");
    }

    @Test
    void no_client_can_make_time_series_by_calling_what_is_not_there() {
        for (int i = 0; i < 5; i++) {
            given().get("/nowhere/" + i);
            given().get("/scim/v2/nowhere-" + i);
            given().request("NOSUCHVERB" + i, "/scim/v2/Users");
        }
        assertThat(metrics())
                .doesNotContain("nowhere-1")
                .doesNotContain("nowhere/1")
                .doesNotContain("NOSUCHVERB1");
    }

    @Test
    void answers_of_the_gate_are_counted_by_reason() {
        TestTenant tenant = TestTenant.create();
        String person = new Connector(tenant.token("okta")).createUser("asked.for@example.com");
        double before = value("usher_gate_answers_total{reason=\"ok\"}");

        TestTenant.operator()
                .get("/api/v1/tenants/" + tenant.name() + "/users/" + person + "/access")
                .then()
                .statusCode(200);

        assertThat(value("usher_gate_answers_total{reason=\"ok\"}")).isEqualTo(before + 1);
    }

    @Test
    void the_pools_of_seats_show_how_many_are_held_and_how_many_people_wait() throws InterruptedException {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 1);
        Connector okta = new Connector(tenant.token("okta"));
        okta.createUser("first@example.com");
        okta.createUser("second@example.com");
        String labels = "{tenant=\"" + tenant.name() + "\",type=\"full\"}";

        await("usher_seat_pool_quantity" + labels, 1);
        await("usher_seat_pool_used" + labels, 1);
        await("usher_seat_pool_waiting" + labels, 1);
    }

    @Test
    void the_pool_of_database_connections_shows_its_use_and_who_waits() {
        assertThat(metrics()).contains("agroal_active_count{").contains("agroal_awaiting_count{");
    }

    private String platform() {
        return "http://" + management.getAuthority() + "/q";
    }

    private void await(String series, double expected) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (value(series) != expected && Instant.now().isBefore(end)) {
            Thread.sleep(500);
        }
        assertThat(value(series)).as(series).isEqualTo(expected);
    }

    private double value(String series) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private String metrics() {
        return given().accept("text/plain")
                .get(platform() + "/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .replace(",}", "}");
    }
}
