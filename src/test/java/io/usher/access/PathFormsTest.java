package io.usher.access;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.TestTenant;
import io.usher.testing.Wire;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A path written in another way is the same path: it asks for the same token. */
@QuarkusTest
class PathFormsTest {

    private static final List<String> WAYS_TO_API = List.of(
            "/scim/v2/../../api/v1/tenants",
            "/scim/v2/%2e%2e/%2e%2e/api/v1/tenants",
            "/scim/v2/.%2E/%2e./api/v1/tenants",
            "/scim/v2/Schemas/../../../api/v1/tenants",
            "//api/v1/tenants",
            "/./api/v1/tenants",
            "/api;x=y/v1/tenants",
            "/api/v1;/tenants",
            "/api/v1/tenants;a=b",
            "/%61pi/v1/tenants",
            "/API/v1/tenants",
            "/api/v1/tenants/",
            "http://localhost/scim/v2/../../api/v1/tenants");

    private static final List<String> WAYS_TO_USERS = List.of(
            "/scim/v2/Schemas/../Users",
            "/scim/v2/Schemas/%2e%2e/Users",
            "/api/v1/../../scim/v2/Users",
            "//scim/v2/Users",
            "/scim//v2/Users",
            "/scim/v2//Users",
            "/./scim/v2/Users",
            "/scim/v2/Users/",
            "/scim/v2/Users;a=b",
            "/scim/v2;a=b/Users",
            "/scim;/v2/Users",
            "/%73cim/v2/Users",
            "/scim/v2/%55sers",
            "/SCIM/v2/Users",
            "/scim/v2/Schemas%2f..%2fUsers",
            "http://localhost//scim/v2/Users");

    @Test
    @Tag("T77")
    @Tag("AUTH-10")
    void no_way_of_writing_a_path_lets_a_connector_into_the_api() throws IOException {
        TestTenant tenant = TestTenant.create();
        String token = tenant.token("okta");
        SoftAssertions all = new SoftAssertions();
        for (String way : WAYS_TO_API) {
            for (String target : List.of(way, way + "/" + tenant.id(), way + "/" + tenant.id() + "/connections")) {
                String answer = Wire.send("GET", target, "Authorization: Bearer " + token);
                all.assertThat(Wire.status(answer)).as("%s: %s", target, answer).isIn(400, 401, 404);
                all.assertThat(answer).as(target).doesNotContain("displayName", "createdAt");
            }
        }
        all.assertAll();
    }

    @Test
    @Tag("T77")
    void no_way_of_writing_a_path_goes_without_a_token() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String target : WAYS_TO_USERS) {
            String answer = Wire.send("GET", target);
            all.assertThat(Wire.status(answer)).as("%s: %s", target, answer).isIn(400, 401, 404);
        }
        for (String target : WAYS_TO_API) {
            String answer = Wire.send("GET", target);
            all.assertThat(Wire.status(answer)).as("%s: %s", target, answer).isIn(400, 401, 404);
        }
        all.assertAll();
    }

    @Test
    @Tag("T77")
    @Tag("T7")
    void the_operators_token_is_none_for_scim_however_the_path_is_written() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String target : WAYS_TO_USERS) {
            String answer =
                    Wire.send("GET", target, "Authorization: Bearer " + io.usher.testing.TestDatabase.OPERATOR_TOKEN);
            all.assertThat(Wire.status(answer)).as("%s: %s", target, answer).isIn(400, 401, 404);
        }
        all.assertAll();
    }
}
