package io.usher.scim.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What really leaves for the server, seen from its side, and what a failing conversation tells. */
class ReplayTest {

    private final int portBefore = RestAssured.port;
    private final List<String> received = new ArrayList<>();
    private HttpServer server = listening();

    @BeforeEach
    void aim_at_the_listener() {
        RestAssured.port = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        RestAssured.port = portBefore;
        server.stop(0);
    }

    @Test
    void a_body_leaves_as_utf_8_with_the_content_type_and_headers_of_the_client() {
        replay("{'send': 'POST /Users', 'status': [200], 'body': {'schemas': ['{User}'], 'userName': 'zoë 東京'}}");

        assertThat(received)
                .containsExactly("POST /scim/v2/Users | application/scim+json; charset=utf-8 | Client 1 | Bearer t | "
                        + "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"zoë 東京\"}");
    }

    @Test
    void a_query_is_encoded_once_and_a_parameter_without_a_value_is_a_name() {
        replay("{'send': 'GET /Users', 'query': {'filter': 'userName eq \\\"a+b&c\\\"', 'count': 2, 'flag': ''}}");

        assertThat(received.get(0))
                .startsWith("GET /scim/v2/Users?filter=userName%20eq%20%22a%2Bb%26c%22&count=2&flag |");
    }

    @Test
    void what_a_step_keeps_is_used_by_the_next() {
        replay("{'send': 'GET /Users', 'keep': {'user': 'id'}}, {'send': 'GET /Users/{user}'}");

        assertThat(received.get(1)).startsWith("GET /scim/v2/Users/u1 |");
    }

    @Test
    void a_failure_names_the_conversation_the_step_and_what_was_seen() {
        assertThatThrownBy(() -> replay(
                        "{'send': 'GET /Users'}, {'send': 'PUT /Users/u1', 'status': [404], 'expect': ['id is u2']}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "Testers",
                        "something holds",
                        "step 2, PUT /Users/u1",
                        "wanted: status [404], seen: 200",
                        "wanted: id is u2, seen: \"u1\"");
        assertThat(received).hasSize(2);
    }

    @Test
    void a_value_that_is_not_there_cannot_be_kept() {
        assertThatThrownBy(() -> replay("{'send': 'GET /Users', 'keep': {'title': 'title'}}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a value to keep as title");
    }

    @Test
    void a_variable_that_nobody_kept_is_refused() {
        assertThatThrownBy(() -> replay("{'send': 'GET /Users/{user}'}")).hasMessageContaining("nobody kept {user}");
    }

    private static void replay(String steps) {
        String text = """
                {"client": "Testers",
                 "headers": {"User-Agent": "Client 1", "Content-Type": "application/scim+json; charset=utf-8"},
                 "conversations": [{"name": "something holds", "proves": ["T1"], "steps": [%s]}]}
                """;
        try {
            Book book = new ObjectMapper().readValue(text.formatted(steps.replace('\'', '"')), Book.class);
            new Replay(book, book.conversations().get(0), "t").run();
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    private HttpServer listening() {
        try {
            HttpServer listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            listener.createContext("/", this::answer);
            listener.start();
            return listener;
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(String.join(
                " | ",
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                exchange.getRequestHeaders().getFirst("User-Agent"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        byte[] body = "{\"id\":\"u1\"}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/scim+json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
