package io.usher.limits;

import static io.usher.testing.Connector.GROUPS;
import static io.usher.testing.Connector.USERS;

import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.TestTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A tenant of its own for one row, with the requests of which the rows are made. */
final class Customer {

    final TestTenant tenant = TestTenant.create();
    final Connector idp = new Connector(tenant.token("generic"));

    Response createUser(String members) {
        return idp.send("POST", USERS, "{\"userName\":\"" + UUID.randomUUID() + "\"" + members + "}");
    }

    Response replaceGroup(String id, String members) {
        return idp.send("PUT", GROUPS + "/" + id, "{\"displayName\":\"" + UUID.randomUUID() + "\"" + members + "}");
    }

    Response list(String filter) {
        return idp.send("GET", USERS + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), null);
    }

    Response patchUser(String id, String operations) {
        return idp.send("PATCH", USERS + "/" + id, "{\"Operations\":[" + operations + "]}");
    }

    /** A request whose body has this many bytes, most of them spaces. */
    Response spaced(String method, String path, String body, long bytes) {
        return idp.send(method, path, body + " ".repeat((int) bytes - body.length()));
    }

    Response operator(String method, String path, String body) {
        return TestTenant.operator()
                .body(body)
                .request(method, "/api/v1/tenants" + (path.isEmpty() ? "" : "/" + tenant.name() + path));
    }

    static String many(long count, String separator, String piece) {
        return IntStream.range(0, (int) count)
                .mapToObj(i -> piece.replace("#", String.valueOf(i)))
                .collect(Collectors.joining(separator));
    }

    static String text(long characters) {
        return "x".repeat((int) characters);
    }
}
