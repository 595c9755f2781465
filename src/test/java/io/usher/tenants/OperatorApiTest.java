package io.usher.tenants;

import static io.usher.tenants.ProblemAnswers.expectProblem;
import static io.usher.tenants.ProblemAnswers.problem;
import static io.usher.testing.TestTenant.operator;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The names on which operators' scripts rely, and what the API does not let pass. */
@QuarkusTest
class OperatorApiTest {

    private static final String TENANTS = "/api/v1/tenants";

    @Test
    void a_tenant_is_made_and_found_by_id_and_by_name() {
        String name = freshName();
        Response made = operator()
                .body(Map.of("name", name, "displayName", "Acme & Söhne"))
                .post(TENANTS);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.jsonPath().getMap(""))
                .containsEntry("name", name)
                .containsEntry("displayName", "Acme & Söhne")
                .containsEntry("provisioning", "on")
                .containsEntry("defaultSeatType", "full")
                .containsEntry("suspended", false)
                .containsKeys("id", "createdAt");
        String id = made.path("id");
        assertThat(made.header("Location")).endsWith(TENANTS + "/" + id);
        assertThat(operator().get(TENANTS + "/" + name).asString()).isEqualTo(made.asString());
        assertThat(operator().get(TENANTS + "/" + id).asString()).isEqualTo(made.asString());
        Response all = operator().get(TENANTS);
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.jsonPath().getList("id", String.class)).contains(id).doesNotHaveDuplicates();
    }

    @Test
    void a_name_is_given_once() {
        TestTenant tenant = TestTenant.create();
        List<String> before = names();
        Response again = operator()
                .body(Map.of("name", tenant.name(), "displayName", "Again"))
                .post(TENANTS);
        problem(again, 409);
        assertThat(names()).isEqualTo(before);
    }

    @Test
    @Tag("T8")
    void a_bad_name_makes_no_tenant() {
        List<String> before = names();
        SoftAssertions all = new SoftAssertions();
        for (String name : List.of(
                "",
                "a",
                "A",
                "Acme",
                "-acme",
                "acme_1",
                "acme.1",
                "acme corp",
                "acmé",
                "acme/x",
                "../x",
                "acme\\n",
                "acme\\u0000",
                "a".repeat(64),
                UUID.randomUUID().toString(),
                "00000000-0000-0000-0000-000000000000",
                "local",
                "credential",
                "saml",
                "oidc",
                "scim",
                "api",
                "null",
                "undefined",
                " ",
                "acme\u00a0")) {
            expectProblem(all, operator().body("{\"name\": \"" + name + "\"}").post(TENANTS), 400, name);
        }
        all.assertThat(names()).isEqualTo(before);
        all.assertAll();
    }

    @Test
    void the_longest_and_the_shortest_name_are_names() {
        for (int length : new int[] {2, 63}) {
            String name = (UUID.randomUUID().toString().replace("-", "") + "x".repeat(63)).substring(0, length);
            int status = operator()
                    .body("{\"name\": \"" + name + "\"}")
                    .post(TENANTS)
                    .statusCode();
            assertThat(status).as(name).isEqualTo(201);
        }
    }

    @Test
    @Tag("T85")
    void a_body_that_is_not_what_it_should_be_makes_no_tenant() {
        List<String> before = names();
        String name = freshName();
        SoftAssertions all = new SoftAssertions();
        for (String body : List.of(
                "",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{}",
                "{\"name\": null}",
                "{\"name\": 12345}",
                "{\"name\": [\"N\"]}",
                "{\"name\": {\"x\": 1}}",
                "{\"name\": true}",
                "{\"Name\": \"N\"}",
                "{\"name\": \"N\", \"colour\": 1}",
                "{\"name\": \"N\", \"id\": \"" + UUID.randomUUID() + "\"}",
                "{\"name\": \"N\"} trailing",
                "{\"name\": \"N\"}{}",
                "{\"name\": \"other-name\", \"name\": \"N\"}",
                "{\"name\": \"N\", \"displayName\": 5}",
                "{\"name\": \"N\", \"displayName\": \"  \"}",
                "{\"name\": \"N\", \"displayName\": \"a\\u0000b\"}",
                "{\"name\": \"N\", \"displayName\": \"" + "x".repeat(257) + "\"}",
                "{\"name\": \"N\", \"defaultSeatType\": \"golden\"}",
                "{\"name\": \"N\", /* note */ \"displayName\": \"x\"}")) {
            expectProblem(
                    all,
                    operator().body(body.replace("\"N\"", "\"" + name + "\"")).post(TENANTS),
                    400,
                    body);
        }
        all.assertThat(names()).isEqualTo(before);
        all.assertAll();
    }

    @Test
    void an_unknown_tenant_is_not_found_on_any_path() {
        SoftAssertions all = new SoftAssertions();
        for (String unknown : List.of(
                "nobody-here", UUID.randomUUID().toString(), "x", "Not-A-Name", "%00", "a%2Fb", "'%20or%201=1")) {
            String tenant = TENANTS + "/" + unknown;
            expectProblem(all, raw().get(tenant), 404, unknown);
            expectProblem(all, raw().body("{\"displayName\": \"x\"}").patch(tenant), 404, unknown);
            expectProblem(all, raw().get(tenant + "/seats"), 404, unknown);
            expectProblem(all, raw().body("{\"quantity\": 1}").put(tenant + "/seats/full"), 404, unknown);
            expectProblem(all, raw().body("{\"kind\": \"okta\"}").post(tenant + "/connections"), 404, unknown);
            expectProblem(all, raw().get(tenant + "/users/" + UUID.randomUUID() + "/access"), 404, unknown);
            expectProblem(all, raw().get(tenant + "/audit/records"), 404, unknown);
        }
        all.assertAll();
    }

    @Test
    void settings_are_changed_one_by_one_and_bad_ones_not_at_all() {
        TestTenant tenant = TestTenant.create();
        String path = TENANTS + "/" + tenant.id();
        Response changed = operator().body("{\"displayName\": \"New\"}").patch(path);
        assertThat(changed.jsonPath().getMap(""))
                .containsEntry("displayName", "New")
                .containsEntry("provisioning", "on");
        String before = operator().get(path).asString();
        SoftAssertions all = new SoftAssertions();
        for (String body : List.of(
                "{\"provisioning\": \"maybe\"}",
                "{\"provisioning\": \"ON\"}",
                "{\"provisioning\": true}",
                "{\"suspended\": \"true\"}",
                "{\"suspended\": 1}",
                "{\"displayName\": \"\"}",
                "{\"displayName\": \"x\", \"provisioning\": \"maybe\"}",
                "{\"name\": \"renamed\"}",
                "{\"displayName\": \"\\u0000\"}",
                "[]")) {
            expectProblem(all, operator().body(body).patch(path), 400, body);
        }
        all.assertThat(operator().get(path).asString()).isEqualTo(before);
        all.assertAll();
    }

    @Test
    void nobody_but_the_operator_is_let_in() {
        List<String> before = names();
        for (String token : List.of(
                "x",
                "operator-token-of-the-tests-012345678",
                TestTenant.create().token("okta"))) {
            Response answer = new Connector(token)
                    .request()
                    .body("{\"name\": \"taken-over\"}")
                    .post(TENANTS);
            problem(answer, 401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(names()).containsAll(before).doesNotContain("taken-over");
    }

    private static io.restassured.specification.RequestSpecification raw() {
        return operator().urlEncodingEnabled(false);
    }

    private static List<String> names() {
        return new ArrayList<>(operator().get(TENANTS).jsonPath().getList("name", String.class));
    }

    private static String freshName() {
        return "n-" + UUID.randomUUID().toString().substring(0, 18);
    }
}
