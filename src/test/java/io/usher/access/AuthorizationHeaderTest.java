package io.usher.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import io.usher.testing.Wire;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a token may be shown, and how not. */
@QuarkusTest
class AuthorizationHeaderTest {

    private static final String USERS = "/scim/v2/Users?count=1";

    private static final String TENANTS = "/api/v1/tenants";

    private String token;

    @BeforeEach
    void a_token() {
        token = TestTenant.create().token("entra");
    }

    @Test
    @Tag("AUTH-01")
    @Tag("AUTH-02")
    @Tag("AUTH-09")
    @Tag("ERR-04")
    void without_credentials_the_challenge_names_the_scheme_and_no_error() throws IOException {
        String answer = Wire.send("GET", USERS);
        assertThat(Wire.status(answer)).isEqualTo(401);
        assertThat(answer).contains("WWW-Authenticate: Bearer realm=\"usher\"\r\n");
        assertThat(answer).contains("urn:ietf:params:scim:api:messages:2.0:Error", "\"status\":\"401\"");
    }

    @Test
    @Tag("AUTH-06")
    @Tag("AUTH-08")
    void the_scheme_is_written_in_any_case() throws IOException {
        for (String scheme : List.of("Bearer", "bearer", "BEARER")) {
            assertThat(Wire.status(Wire.send("GET", USERS, "authorization: " + scheme + " " + token)))
                    .as(scheme)
                    .isEqualTo(200);
        }
    }

    @Test
    @Tag("T11")
    @Tag("AUTH-03")
    @Tag("AUTH-15")
    @Tag("INT-16")
    void a_malformed_header_is_a_bad_token() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String value : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer\t" + token,
                "bearer  " + token,
                token,
                "Basic dXNlcjpwYXNz",
                "Bearer " + token + " x",
                "Bearer " + token + ", Bearer " + token,
                "Bearer \"" + token + "\"",
                "Token " + token,
                "Bearer: " + token,
                "Bearer " + token + ";x",
                "Bearer null",
                "Bearer undefined")) {
            String answer = Wire.send("GET", USERS, "Authorization: " + value);
            all.assertThat(Wire.status(answer)).as(value).isEqualTo(401);
            all.assertThat(answer).as(value).contains("error=\"invalid_token\"", "api:messages:2.0:Error");
        }
        all.assertAll();
    }

    @Test
    @Tag("T11")
    @Tag("T77")
    void what_is_no_header_at_all_is_refused_before_anything_is_asked() throws IOException {
        assertThat(Wire.status(Wire.send("GET", USERS, "Authorization: Bearer " + token + "\0")))
                .isIn(400, 401);
        // A server that refuses so much may close before it has read it all.
        assertThat(Wire.status(Wire.send("GET", USERS, "Authorization: Bearer " + "x".repeat(60_000))))
                .isIn(400, 401, 431);
    }

    @Test
    @Tag("T11")
    @Tag("AUTH-05")
    void two_headers_are_a_bad_request() throws IOException {
        String answer = Wire.send("GET", USERS, "Authorization: Bearer " + token, "Authorization: Bearer " + token);
        assertThat(Wire.status(answer)).isEqualTo(400);
    }

    @Test
    @Tag("T11")
    void a_token_of_a_megabyte_is_refused_or_cut_off() {
        try {
            String answer = Wire.send("GET", USERS, "Authorization: Bearer " + "x".repeat(1_000_000));
            assertThat(Wire.status(answer)).isIn(0, 400, 401, 431);
        } catch (IOException cutOff) {
            assertThat(cutOff).isInstanceOf(SocketException.class);
        }
    }

    @Test
    @Tag("T11")
    void the_operators_header_is_read_as_strictly() throws IOException {
        String operator = TestDatabase.OPERATOR_TOKEN;
        SoftAssertions all = new SoftAssertions();
        all.assertThat(Wire.status(Wire.send("GET", TENANTS, "Authorization: Bearer " + operator)))
                .isEqualTo(200);
        for (String value : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer\t" + operator,
                "bearer  " + operator,
                operator,
                "Basic " + operator,
                "Bearer " + operator + " x",
                "Bearer " + operator + ",",
                "Bearer " + operator.toUpperCase(java.util.Locale.ROOT),
                "Bearer " + operator.substring(1),
                "Bearer null",
                "Bearer " + token)) {
            String answer = Wire.send("GET", TENANTS, "Authorization: " + value);
            all.assertThat(Wire.status(answer)).as(value).isEqualTo(401);
            all.assertThat(answer).as(value).contains("WWW-Authenticate: Bearer", "application/problem+json");
        }
        String twice = "Authorization: Bearer " + operator;
        all.assertThat(Wire.status(Wire.send("GET", TENANTS, twice, twice))).isEqualTo(400);
        all.assertThat(Wire.status(Wire.send("GET", TENANTS + "?access_token=" + operator)))
                .isEqualTo(401);
        all.assertThat(Wire.status(Wire.send("GET", TENANTS, twice + "\0"))).isIn(400, 401);
        all.assertAll();
    }

    @Test
    @Tag("T11")
    @Tag("AUTH-07")
    @Tag("SEC-02")
    void a_token_in_the_address_is_none() throws IOException {
        String answer = Wire.send("GET", USERS + "&access_token=" + token);
        assertThat(Wire.status(answer)).isEqualTo(401);
        assertThat(answer).doesNotContain(token);
    }
}
