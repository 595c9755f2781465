package io.usher.tenants;

import static io.usher.tenants.ProblemAnswers.expectProblem;
import static io.usher.tenants.ProblemAnswers.problem;
import static io.usher.testing.TestTenant.operator;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the operator sees and sets inside one tenant: pools, connections, the log, the gate. */
@QuarkusTest
class TenantApiTest {

    private static final String TENANTS = "/api/v1/tenants";

    @Test
    void pools_are_an_array_with_what_is_used_and_who_waits() {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 1).seats("partner", null);
        Connector connector = new Connector(tenant.token("okta"));
        connector.createUser("first@example.com");
        connector.createUser("second@example.com");
        Response seats = operator().get(TENANTS + "/" + tenant.id() + "/seats");
        assertThat(seats.statusCode()).isEqualTo(200);
        List<Map<String, Object>> pools = seats.jsonPath().getList("");
        assertThat(pools).extracting(pool -> pool.get("type")).containsExactly("full", "partner", "learning");
        assertThat(pools.get(0))
                .containsEntry("quantity", 1)
                .containsEntry("used", 1)
                .containsEntry("waitlisted", 1)
                .containsEntry("onLimit", "waitlist");
        assertThat(pools.get(1)).containsEntry("quantity", null).containsKey("quantity");
        assertThat(pools.get(2)).containsEntry("quantity", 0);
        Response resized = operator()
                .body("{\"quantity\": 50, \"onLimit\": \"waitlist\"}")
                .put(TENANTS + "/" + tenant.name() + "/seats/full");
        assertThat(resized.statusCode()).isEqualTo(200);
        assertThat(resized.jsonPath().getMap(""))
                .containsEntry("type", "full")
                .containsEntry("quantity", 50)
                .containsEntry("used", 2)
                .containsEntry("waitlisted", 0);
    }

    @Test
    void a_bad_quantity_changes_no_pool() {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 5);
        String path = TENANTS + "/" + tenant.name() + "/seats";
        String before = operator().get(path).asString();
        SoftAssertions all = new SoftAssertions();
        for (String body : List.of(
                "{}",
                "{\"quantity\": -1}",
                "{\"quantity\": 1.5}",
                "{\"quantity\": \"7\"}",
                "{\"quantity\": true}",
                "{\"quantity\": 99999999999}",
                "{\"quantity\": 2147483647}",
                "{\"quantity\": 7, \"onLimit\": \"evict\"}",
                "{\"quantity\": 7, \"used\": 0}",
                "{\"quantity\": [7]}",
                "7")) {
            expectProblem(all, operator().body(body).put(path + "/full"), 400, body);
        }
        expectProblem(all, operator().body("{\"quantity\": 7}").put(path + "/golden"), 400, "golden");
        expectProblem(all, operator().body("{\"quantity\": 7}").put(path + "/FULL"), 400, "FULL");
        all.assertThat(operator().get(path).asString()).isEqualTo(before);
        all.assertAll();
    }

    @Test
    @Tag("T8")
    void a_connection_has_a_kind_and_a_name_of_its_own() {
        TestTenant tenant = TestTenant.create();
        String path = TENANTS + "/" + tenant.name() + "/connections";
        Response made =
                operator().body("{\"kind\": \"entra\", \"name\": \"Entra ID\"}").post(path);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.jsonPath().getMap("")).containsOnlyKeys("id", "kind", "name", "dialect", "createdAt");
        assertThat(UUID.fromString(made.path("id"))).isNotNull();
        problem(operator().body("{\"kind\": \"entra\", \"name\": \"Entra ID\"}").post(path), 409);
        SoftAssertions all = new SoftAssertions();
        for (String body : List.of(
                "{}",
                "{\"kind\": \"google\"}",
                "{\"kind\": \"OKTA\"}",
                "{\"kind\": 1}",
                "{\"kind\": \"okta\", \"name\": \"\"}",
                "{\"kind\": \"okta\", \"name\": 7}",
                "{\"kind\": \"okta\", \"name\": \"" + "x".repeat(129) + "\"}",
                "{\"kind\": \"okta\", \"name\": \"a\\u0000b\"}",
                "{\"kind\": \"okta\", \"name\": \"   \"}",
                "{\"kind\": \"okta\", \"name\": \"local\"}",
                "{\"kind\": \"okta\", \"name\": \" SAML \"}",
                "{\"kind\": \"okta\", \"name\": \"null\"}",
                "{\"kind\": null, \"name\": \"x\"}",
                "{\"kind\": \"okta\", \"dialect\": \"strict\"}",
                "{\"kind\": \"okta\", \"dialect\": \"RFC\"}",
                "{\"kind\": \"okta\", \"dialect\": true}",
                "{\"kind\": \"okta\", \"id\": \"1\"}",
                "{\"kind\": \"okta\", \"tenant\": \"other\"}")) {
            expectProblem(all, operator().body(body).post(path), 400, body);
        }
        all.assertThat(operator().get(path).jsonPath().getList("id")).hasSize(1);
        all.assertAll();
    }

    @Test
    void a_tenant_says_who_hears_of_its_alerts() {
        TestTenant tenant = TestTenant.create();
        String path = TENANTS + "/" + tenant.name();
        assertThat(operator().get(path).jsonPath().getList("alertRecipients")).isEmpty();

        Response changed = operator()
                .body("{\"alertRecipients\": [\"ada@example.com\", \"o'bob+x@mail.example.com\"]}")
                .patch(path);

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(operator().get(path).jsonPath().getList("alertRecipients"))
                .containsExactly("ada@example.com", "o'bob+x@mail.example.com");
        Response records = operator().get(path + "/audit/records");
        assertThat(records.<String>path("records[0].action")).isEqualTo("tenant.updated");
        assertThat(records.<List<String>>path("records[0].changes.alertRecipients.after"))
                .hasSize(2);
        operator().body("{\"displayName\": \"Other\"}").patch(path).then().statusCode(200);
        assertThat(operator().get(path).jsonPath().getList("alertRecipients")).hasSize(2);
        operator().body("{\"alertRecipients\": []}").patch(path).then().statusCode(200);
        assertThat(operator().get(path).jsonPath().getList("alertRecipients")).isEmpty();
    }

    @Test
    void recipients_that_are_no_addresses_change_nothing() {
        TestTenant tenant = TestTenant.create();
        String path = TENANTS + "/" + tenant.name();
        String before = operator().get(path).asString();
        SoftAssertions all = new SoftAssertions();
        for (String recipients : List.of(
                "\"ada@example.com\"",
                "[null]",
                "[1]",
                "[\"\"]",
                "[\"ada\"]",
                "[\"@example.com\"]",
                "[\"ada@\"]",
                "[\"ada@example.com\", \"ADA@example.com\"]",
                "[\"Ada <ada@example.com>\"]",
                "[\"ada@example.com, bob@example.com\"]",
                "[\"ada@example.com\\r\\nBcc: spy@example.com\"]",
                "[\"ada@example.com\\u0000\"]",
                "[\"ada b@example.com\"]",
                "[\"..ada@example.com\"]",
                "[\"ada@example..com\"]",
                "[\"" + "a".repeat(65) + "@example.com\"]",
                "[\"a@" + "b.".repeat(160) + "com\"]")) {
            expectProblem(
                    all,
                    operator().body("{\"alertRecipients\": " + recipients + "}").patch(path),
                    400,
                    recipients);
        }
        all.assertThat(operator().get(path).asString()).isEqualTo(before);
        all.assertAll();
    }

    @Test
    void a_bad_question_to_the_log_or_the_gate_is_told() {
        TestTenant tenant = TestTenant.create();
        String records = TENANTS + "/" + tenant.name() + "/audit/records";
        SoftAssertions all = new SoftAssertions();
        for (String query : List.of(
                "from=yesterday", "until=1", "user=nobody", "outcome=maybe", "cursor=x", "limit=many", "actor=%00")) {
            expectProblem(all, operator().urlEncodingEnabled(false).get(records + "?" + query), 400, query);
        }
        all.assertAll();
        Response access = operator().get(TENANTS + "/" + tenant.name() + "/users/" + UUID.randomUUID() + "/access");
        assertThat(access.statusCode()).isEqualTo(200);
        assertThat(access.jsonPath().getMap(""))
                .containsEntry("allowed", false)
                .containsEntry("reason", "unknown_user");
    }
}
