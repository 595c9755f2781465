package io.usher.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.Routes;
import io.usher.testing.Routes.Route;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One tenant asks every endpoint for what is another's, sees nothing and changes nothing. Run with both locks, and with each
 * of them alone.
 */
abstract class TenantIsolationContract {

    private Company ours;
    private Company theirs;
    private Map<String, String> theirRows;

    abstract void loosen() throws SQLException;

    abstract void restore() throws SQLException;

    @BeforeEach
    void two_tenants() throws SQLException {
        ours = Company.found(2);
        theirs = Company.found(3);
        theirRows = theirs.rows();
        assertThat(theirRows.values()).as("rows of each table").doesNotContain("null");
        loosen();
    }

    @AfterEach
    void the_other_tenant_is_as_it_was() throws SQLException {
        restore();
        assertThat(theirs.rows()).isEqualTo(theirRows);
    }

    @Test
    @Tag("T94")
    void every_route_has_a_probe() {
        Set<String> probed =
                Probe.all().stream().map(probe -> probe.route().toString()).collect(Collectors.toSet());
        probed.addAll(Questions.OWN.keySet());
        probed.addAll(Questions.WITHOUT_TENANT);
        probed.addAll(Set.of("GET " + Connector.USERS, "POST " + Connector.USERS, "GET " + Connector.GROUPS));
        Set<String> routes = Routes.all().stream().map(Route::toString).collect(Collectors.toCollection(TreeSet::new));
        assertThat(routes).isEqualTo(new TreeSet<>(probed));
    }

    @Test
    @Tag("T3")
    @Tag("T4")
    @Tag("SEC-04")
    @Tag("AUTH-10")
    @Tag("AUTH-11")
    @Tag("RES-21")
    void a_foreign_id_is_answered_like_an_unknown_one() {
        SoftAssertions all = new SoftAssertions();
        for (Probe probe : Probe.all()) {
            for (String method : methods(probe)) {
                String foreign = probe.foreign().apply(theirs);
                String unknown = UUID.randomUUID().toString().substring(0, foreign.length());
                Answer wanted = Answer.of(probe.send(method, ours, theirs, unknown), unknown);
                Answer given = Answer.of(probe.send(method, ours, theirs, foreign), foreign);
                all.assertThat(wanted.status())
                        .as("%s of an unknown id: %s", probe, wanted)
                        .isEqualTo(probe.status());
                all.assertThat(given).as("%s with method %s", probe, method).isEqualTo(wanted);
                all.assertThat(given.text()).as(probe.toString()).doesNotContain(theirs.marks());
            }
        }
        all.assertAll();
    }

    private static List<String> methods(Probe probe) {
        return probe.route().method().equals("GET")
                ? List.of("GET", "HEAD")
                : List.of(probe.route().method());
    }

    @Test
    @Tag("T4")
    @Tag("SEC-04")
    void a_foreign_member_is_not_stored() throws SQLException {
        Map<String, String> before = ours.rows();
        for (Probe probe : Probe.all()) {
            if (probe.status() == 400) {
                probe.send(probe.route().method(), ours, theirs, probe.foreign().apply(theirs));
            }
        }
        Map<String, String> after = ours.rows();
        assertThat(after.get("membership")).isEqualTo(before.get("membership"));
        assertThat(after.get("groups")).isEqualTo(before.get("groups"));
        assertThat(after.get("outbox")).isEqualTo(before.get("outbox"));
    }

    @Test
    @Tag("T3")
    @Tag("AUTH-10")
    @Tag("QRY-09")
    void lists_hold_and_count_only_the_own_rows() {
        SoftAssertions all = new SoftAssertions();
        for (String query : Questions.QUERIES) {
            expectOwn(all, Connector.USERS + query, ours.users());
            expectOwn(all, Connector.GROUPS + query, List.of(ours.group()));
        }
        for (String query : Questions.USER_QUERIES) {
            expectOwn(all, Connector.USERS + query, ours.users());
        }
        all.assertAll();
    }

    private void expectOwn(SoftAssertions all, String query, List<String> own) {
        String path = query.replace("{tag}", theirs.tag())
                .replace("{name}", theirs.userName())
                .replace(" ", "%20")
                .replace("\"", "%22")
                .replace("[", "%5B")
                .replace("]", "%5D");
        Response answer = ours.connector().send("GET", path, null);
        all.assertThat(answer.statusCode()).as(path).isEqualTo(200);
        List<String> seen = answer.jsonPath().getList("Resources.id", String.class);
        all.assertThat(seen).as(path).isSubsetOf(own);
        all.assertThat(answer.jsonPath().getInt("totalResults"))
                .as("total of " + path)
                .isLessThanOrEqualTo(own.size());
        all.assertThat(answer.asString()).as(path).doesNotContain(theirs.marks());
        boolean namesThem = query.contains("{") && !query.contains(" or id pr");
        all.assertThat(answer.jsonPath().getInt("totalResults") == 0)
                .as("nobody meets " + path)
                .isEqualTo(namesThem);
    }

    @Test
    @Tag("T16")
    @Tag("T2")
    @Tag("SCH-25")
    void the_same_names_and_ids_may_be_used_in_both_tenants() {
        String taken = ours.connector().createUser(theirs.userName());
        assertThat(theirs.users()).doesNotContain(taken);
        String group = ours.connector().createGroup("group-" + theirs.tag(), taken);
        assertThat(group).isNotEqualTo(theirs.group());
        Response again =
                ours.connector().send("POST", Connector.USERS, "{\"userName\": \"" + theirs.userName() + "\"}");
        assertThat(again.statusCode()).isEqualTo(409);
    }

    @Test
    @Tag("T2")
    void an_external_id_that_is_another_tenants_user_id_is_only_text() {
        String foreign = theirs.firstUser();
        String id = ours.connector()
                .send(
                        "POST",
                        Connector.USERS,
                        "{\"userName\": \"x-" + ours.tag() + "\", \"externalId\": \"" + foreign + "\"}")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        assertThat(id).isNotEqualTo(foreign);
        assertThat(ours.connector()
                        .send("DELETE", Connector.USERS + "/" + id, null)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @Tag("AUTH-10")
    void what_the_operator_does_in_one_tenant_stays_in_it() {
        SoftAssertions all = new SoftAssertions();
        Questions.OWN.forEach((route, more) -> {
            boolean query = more.startsWith("?");
            String path = (route.substring(route.indexOf(' ') + 1) + (query ? more : ""))
                    .replace("{tenant}", ours.tenant().name())
                    .replace("{type}", "full");
            var request = query || more.isEmpty()
                    ? TestTenant.operator()
                    : TestTenant.operator().body(more);
            Response answer = request.request(route.substring(0, route.indexOf(' ')), path);
            all.assertThat(answer.statusCode())
                    .as("%s: %s", route, answer.asString())
                    .isBetween(200, 201);
            all.assertThat(answer.asString()).as(route).doesNotContain(theirs.marks());
        });
        all.assertAll();
        var seats = TestTenant.operator().get("/api/v1/tenants/" + ours.tenant().name() + "/seats");
        assertThat(seats.jsonPath().getInt("find { it.type == 'full' }.used"))
                .as("two people, and one whom the operator has added")
                .isEqualTo(3);
        assertThat(seats.jsonPath().getInt("find { it.type == 'full' }.waitlisted"))
                .isZero();
    }

    @Test
    void seats_freed_in_one_tenant_promote_nobody_of_another() {
        for (String user : ours.users()) {
            assertThat(ours.connector()
                            .send("DELETE", Connector.USERS + "/" + user, null)
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(ours.connector()
                        .send("DELETE", Connector.GROUPS + "/" + ours.group(), null)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @Tag("AUTH-10")
    void a_connectors_token_opens_no_route_of_the_api() throws SQLException {
        Map<String, String> before = ours.rows();
        SoftAssertions all = new SoftAssertions();
        for (Company named : List.of(ours, theirs)) {
            for (Route route : Routes.all()) {
                if (!route.path().startsWith("/api/")) {
                    continue;
                }
                String path = route.path()
                        .replace("{tenant}", named.tenant().name())
                        .replace("{connection}", named.connection())
                        .replace("{token}", named.tokenPrefix())
                        .replace("{type}", "full")
                        .replace("{hold}", "admin")
                        .replace("{id}", named.firstUser());
                Response answer = ours.connector().send(route.method(), path, "{\"quantity\": 99}");
                all.assertThat(answer.statusCode()).as(route.toString()).isEqualTo(401);
                all.assertThat(answer.asString()).as(route.toString()).doesNotContain(theirs.marks());
            }
        }
        all.assertAll();
        assertThat(ours.rows()).isEqualTo(before);
    }

    @Test
    @Tag("T5")
    void the_tenant_comes_from_the_token_alone() {
        List<String> answers = new ArrayList<>();
        for (String query : List.of(
                "",
                "?tenant=" + theirs.tenant().name(),
                "?tenant_id=" + theirs.tenant().id())) {
            Response answer = ours.connector()
                    .request()
                    .header("X-Tenant", theirs.tenant().name())
                    .header("X-Tenant-Id", theirs.tenant().id())
                    .header("X-Forwarded-Host", theirs.tenant().name() + ".example.com")
                    .header("X-Forwarded-Prefix", "/tenants/" + theirs.tenant().name())
                    .get(Connector.USERS + query);
            assertThat(answer.statusCode()).isEqualTo(200);
            answers.add(answer.asString());
        }
        String plain = ours.connector().send("GET", Connector.USERS, null).asString();
        assertThat(answers).containsOnly(plain);
        for (String prefix : List.of("/tenants/", "/scim/v2/tenants/", "/scim/v2/")) {
            Response answer =
                    ours.connector().send("GET", prefix + theirs.tenant().name() + "/Users", null);
            assertThat(answer.statusCode()).as(prefix).isEqualTo(404);
            assertThat(answer.asString()).doesNotContain(theirs.users());
        }
    }

    @Test
    @Tag("AUTH-10")
    void the_log_names_the_token_that_was_refused() throws SQLException {
        String foreign = theirs.firstUser();
        ours.connector().send("DELETE", Connector.USERS + "/" + foreign, null);
        try (var sql = TestDatabase.superuser();
                var query = sql.prepareStatement(
                        "SELECT count(*) FROM audit_record WHERE tenant_id = ?::uuid AND outcome = 'refused' AND actor = ?")) {
            query.setString(1, ours.tenant().id());
            query.setString(2, "token:" + ours.tokenPrefix());
            try (var row = query.executeQuery()) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(1);
            }
        }
    }
}
