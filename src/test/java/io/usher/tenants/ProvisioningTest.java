package io.usher.tenants;

import static io.usher.testing.TestTenant.operator;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether identity providers may provision a tenant is the operator's switch. */
@QuarkusTest
class ProvisioningTest {

    @Test
    @Tag("AUTH-09")
    void what_is_switched_off_answers_with_the_next_step_and_changes_nothing() {
        Map<String, String> nextStep = Map.of(
                "off", "Ask the vendor's support to switch it on.", "requires_sso", "Set up single sign-on first.");
        TestTenant tenant = TestTenant.create();
        Connector connector = new Connector(tenant.token("okta"));
        String user = Connector.USERS + "/" + connector.createUser("anna@example.com");
        String group = Connector.GROUPS + "/" + connector.createGroup("Sales");
        String before = list(connector);
        nextStep.forEach((state, step) -> {
            switchTo(tenant, state);
            for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
                refused(connector.send(method, user, "{\"userName\": \"eve@example.com\"}"), step);
                refused(connector.send(method, group, "{\"displayName\": \"Eve\"}"), step);
            }
            refused(connector.send("POST", Connector.USERS, "{\"userName\": \"eve@example.com\"}"), step);
            refused(connector.send("GET", Connector.USERS, null), step);
            switchTo(tenant, "on");
            assertThat(list(connector)).isEqualTo(before);
        });
    }

    @Test
    void a_bad_token_is_not_told_that_provisioning_is_off() {
        TestTenant tenant = TestTenant.create();
        String token = tenant.token("okta");
        switchTo(tenant, "off");
        String forged = token.substring(0, token.length() - 4) + "AAAA";
        assertThat(new Connector(forged).send("GET", Connector.USERS, null).statusCode())
                .isEqualTo(401);
        assertThat(new Connector(token).send("GET", Connector.USERS, null).statusCode())
                .isEqualTo(403);
    }

    private static void switchTo(TestTenant tenant, String state) {
        operator()
                .body(Map.of("provisioning", state))
                .patch("/api/v1/tenants/" + tenant.name())
                .then()
                .statusCode(200);
    }

    private static String list(Connector connector) {
        return connector.send("GET", Connector.USERS, null).asString()
                + connector.send("GET", Connector.GROUPS, null).asString();
    }

    private static void refused(Response answer, String step) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.jsonPath().getString("detail")).endsWith(step);
        assertThat(answer.jsonPath().getList("schemas"))
                .isEqualTo(List.of("urn:ietf:params:scim:api:messages:2.0:Error"));
    }
}
