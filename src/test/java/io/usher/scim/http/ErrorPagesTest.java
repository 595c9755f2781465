package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import io.usher.testing.Wire;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever fails, the answer is in the form of its edge, has an id to ask about, and says nothing of how this is built. */
@QuarkusTest
@Tag("T95")
class ErrorPagesTest {

    private static final List<String> HOW =
            List.of("stack-overflow", "assertion", "linkage", "checked", "deep", "anything");

    private String authorization;

    @BeforeEach
    void a_token() {
        authorization = "Authorization: Bearer " + TestTenant.create().token("okta");
    }

    @Test
    void a_bug_is_answered_with_a_reference_and_nothing_else() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String below : List.of("/scim/v2/failing/", "/api/v1/failing/", "/failing/")) {
            for (String how : HOW) {
                String answer = Wire.send("GET", below + how, "Accept: text/html, */*");
                all.assertThat(Wire.status(answer)).as(below + how).isEqualTo(500);
                all.assertThat(Wire.body(answer)).as(below + how).contains("Something went wrong here. Reference ");
                silent(all, below + how, answer);
            }
        }
        all.assertAll();
        assertThat(Wire.status(Wire.send("GET", "/scim/v2/Users?count=1", authorization)))
                .isEqualTo(200);
    }

    @Test
    void a_request_that_meets_nothing_is_refused_in_the_form_of_its_edge() throws IOException {
        String operator = "Authorization: Bearer " + TestDatabase.OPERATOR_TOKEN;
        Map<String, Integer> asked = Map.ofEntries(
                Map.entry("GET /scim/v2/nothing", 404),
                Map.entry("PUT /scim/v2", 405),
                Map.entry("POST /scim/v2/", 405),
                Map.entry("GET /scim/nothing", 404),
                Map.entry("PUT /scim/v2/Users", 405),
                Map.entry("DELETE /scim/v2/Schemas", 405),
                Map.entry("TRACE /scim/v2/Users", 405),
                Map.entry("GET /api/v1/nothing", 404),
                Map.entry("GET /api", 404),
                Map.entry("DELETE /api/v1/tenants", 405),
                Map.entry("GET /", 404),
                Map.entry("GET /nothing", 404),
                Map.entry("POST /nothing", 404),
                Map.entry("GET /index.html", 404),
                Map.entry("GET /favicon.ico", 404),
                Map.entry("GET /q/nothing", 404));
        SoftAssertions all = new SoftAssertions();
        asked.forEach((request, status) -> {
            String[] parts = request.split(" ", -1);
            String token = parts[1].startsWith("/scim") ? authorization : operator;
            String answer = sent(parts[0], parts[1], token, "Accept: text/html, */*");
            all.assertThat(Wire.status(answer)).as("%s: %s", request, answer).isEqualTo(status);
            silent(all, request, answer);
        });
        all.assertAll();
    }

    @Test
    void what_is_not_accepted_or_not_json_is_refused_in_the_form_of_its_edge() throws IOException {
        SoftAssertions all = new SoftAssertions();
        String wants = sent("GET", "/scim/v2/Users", authorization, "Accept: text/xml");
        all.assertThat(Wire.status(wants)).isEqualTo(406);
        silent(all, "406", wants);
        byte[] body = "<user/>".getBytes(StandardCharsets.US_ASCII);
        String sends = Wire.send("POST", "/scim/v2/Users", body, authorization, "Content-Type: text/xml");
        all.assertThat(Wire.status(sends)).isEqualTo(415);
        silent(all, "415", sends);
        all.assertAll();
    }

    @Test
    void what_is_no_request_is_refused_before_any_resource() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String request : List.of(
                "GET /scim/v2/Users HTTP/1.1\r\nHost: a\"b\r\nConnection: close\r\n\r\n",
                "GET /scim/v2/Users HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /scim/v2/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /scim/v2/Users HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /scim/v2/Users HTTP/1.1\r\nHost: localhost\r\nBroken\u0001Header: x\r\n\r\n",
                "GET /scim/v2/Users HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "GET /scim/v2/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /scim/v2/Users HTTP/1.1\r\nHost: localhost\r\n" + "X-Flood: x\r\n".repeat(5_000) + "\r\n")) {
            String name = request.substring(0, Math.min(60, request.length()));
            String answer;
            try {
                answer = Wire.raw(request);
            } catch (SocketException cutOff) {
                continue; // a server that refuses so much may close before it has read it all
            }
            all.assertThat(Wire.status(answer)).as("%s: %s", name, answer).isIn(0, 400, 404, 414, 431, 501, 505);
            all.assertThat(answer)
                    .as(name)
                    .doesNotContain("<html", "Exception", "io.netty", "io.vertx", "Quarkus", "Error id", "Stack");
        }
        all.assertAll();
    }

    @Test
    void a_host_that_is_none_is_refused_in_the_form_of_its_edge() throws IOException {
        String answer = Wire.sendTo("a\"b", "GET", "/scim/v2/ServiceProviderConfig");
        assertThat(Wire.status(answer)).isEqualTo(400);
        SoftAssertions all = new SoftAssertions();
        silent(all, "Host", answer);
        all.assertAll();
    }

    @Test
    @Tag("T92")
    void no_foreign_page_may_read_what_is_here() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String path :
                List.of("/scim/v2/Users", "/scim/v2/ServiceProviderConfig", "/api/v1/tenants", "/q/openapi")) {
            for (String method : List.of("OPTIONS", "GET")) {
                String answer = sent(
                        method,
                        path,
                        "Origin: https://evil.example",
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: authorization");
                all.assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                        .as("%s %s", method, path)
                        .doesNotContain("access-control-allow");
            }
            String traced = sent("TRACE", path, "X-Canary: 73016");
            all.assertThat(Wire.status(traced)).as("TRACE %s", path).isIn(200, 405, 501);
            all.assertThat(traced).as("TRACE %s", path).doesNotContain("73016");
        }
        all.assertAll();
    }

    @Test
    void every_answer_has_the_id_that_the_request_came_with_or_a_new_one() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String path : List.of(
                "/scim/v2/Users", "/scim/v2/Schemas", "/api/v1/tenants", "/nothing", "/q/openapi", "/failing/x")) {
            for (List<String> credentials : List.of(List.<String>of(), List.of(authorization))) {
                String[] headers = credentials.toArray(String[]::new);
                String fresh = Wire.header(sent("GET", path, headers), "X-Request-Id");
                all.assertThat(fresh).as(path).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
                all.assertThat(requestId(path, "okta-1.2_3", headers)).as(path).isEqualTo("okta-1.2_3");
                for (String untrusted : List.of("a b", "<script>", "x".repeat(65), "", "\u00e9", "a;b")) {
                    all.assertThat(requestId(path, untrusted, headers))
                            .as("%s with %s", path, untrusted)
                            .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
                }
            }
        }
        all.assertAll();
    }

    private static String requestId(String path, String given, String... headers) throws IOException {
        String[] more = java.util.Arrays.copyOf(headers, headers.length + 1);
        more[headers.length] = "X-Request-Id: " + given;
        return Wire.header(Wire.send("GET", path, more), "X-Request-Id");
    }

    private static void silent(SoftAssertions all, String name, String answer) {
        boolean scim = name.contains("/scim/") || name.matches("406|415|Host");
        String type = Wire.header(answer, "Content-Type");
        all.assertThat(type).as(name).startsWith(scim ? "application/scim+json" : "application/problem+json");
        all.assertThat(Wire.body(answer))
                .as(name)
                .startsWith(scim ? "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"]" : "{\"status\":")
                .doesNotContain("canary", "Exception", "io.usher", "java.", "\tat ", "<");
        all.assertThat(Wire.header(answer, "X-Request-Id")).as(name).isNotEmpty();
        all.assertThat(Wire.header(answer, "Server")).as(name).isEmpty();
    }

    private static String sent(String method, String path, String... headers) {
        try {
            return Wire.send(method, path, headers);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
