package io.usher.endurance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One caller of one program; many threads may use it at once. */
final class Client {

    static final String SEAT = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final String url;
    private final String token;

    Client(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /**
     * What came back.
     *
     * @param retryAfter the header, or empty
     */
    record Answer(int status, JsonNode body, String retryAfter) {

        String id() {
            return body.path("id").asText();
        }

        String seatStatus() {
            return body.path(SEAT).path("seatStatus").asText();
        }
    }

    Answer createUser(String userName, boolean active) {
        return post(
                "/scim/v2/Users",
                JSON.createObjectNode().put("userName", userName).put("active", active));
    }

    Answer setActive(String id, boolean active) {
        return patch("/scim/v2/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":" + active + "}");
    }

    Answer createGroup(String displayName) {
        return post("/scim/v2/Groups", JSON.createObjectNode().put("displayName", displayName));
    }

    /** @param op add or remove */
    Answer changeMembers(String op, String group, Iterable<String> members) {
        var operation = JSON.createObjectNode().put("op", op).put("path", "members");
        members.forEach(member -> operation.withArray("value").addObject().put("value", member));
        return patch("/scim/v2/Groups/" + group, operation.toString());
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer replaceUser(String id, JsonNode user) {
        return send("PUT", "/scim/v2/Users/" + id, BodyPublishers.ofString(user.toString()));
    }

    Answer replaceUser(String id, JsonNode user, String ifMatch) {
        return send("PUT", "/scim/v2/Users/" + id, BodyPublishers.ofString(user.toString()), "If-Match", ifMatch);
    }

    /** @param value JSON */
    Answer replaceAttribute(String id, String attribute, String value) {
        return patch(
                "/scim/v2/Users/" + id, "{\"op\":\"replace\",\"path\":\"" + attribute + "\",\"value\":" + value + "}");
    }

    Answer deleteUser(String id) {
        return send("DELETE", "/scim/v2/Users/" + id, BodyPublishers.noBody());
    }

    Answer findUser(String userName) {
        String filter = URLEncoder.encode("userName eq \"" + userName + "\"", StandardCharsets.UTF_8);
        return get("/scim/v2/Users?filter=" + filter);
    }

    /** @param body JSON */
    Answer call(String method, String path, String body) {
        return send(method, path, BodyPublishers.ofString(body));
    }

    private Answer post(String path, JsonNode body) {
        return send("POST", path, BodyPublishers.ofString(body.toString()));
    }

    private Answer patch(String path, String operation) {
        return send("PATCH", path, BodyPublishers.ofString("""
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}""".formatted(operation)));
    }

    /**
     * Sends a request.
     *
     * @param headers further ones, name and value in turn
     * @throws UncheckedIOException when no answer came
     */
    private Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body)
                .timeout(Duration.ofSeconds(90))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", path.startsWith("/scim/") ? "application/scim+json" : "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    JSON.readTree(response.body()),
                    response.headers().firstValue("Retry-After").orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
