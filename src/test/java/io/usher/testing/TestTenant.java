package io.usher.testing;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fresh tenant, made through the API as an operator would. */
public final class TestTenant {

    private final String name;
    private final String id;
    private final Map<String, String> connections = new HashMap<>();

    private TestTenant(String name, String id) {
        this.name = name;
        this.id = id;
    }

    /** With unlimited seats of every type, given where they lie: through the door they would cost three calls for each test. */
    public static TestTenant create() {
        TestTenant tenant = withoutSeats();
        Tables.change("UPDATE seat_pool SET quantity = NULL WHERE tenant_id = ?", tenant.id);
        return tenant;
    }

    public static TestTenant withoutSeats() {
        String name = "t-" + UUID.randomUUID().toString().substring(0, 18);
        String id = operator()
                .body(Map.of("name", name, "displayName", "Tenant under test"))
                .post("/api/v1/tenants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return new TestTenant(name, id);
    }

    /** @param quantity null for unlimited */
    public TestTenant seats(String type, @Nullable Integer quantity) {
        operator()
                .body("{\"quantity\":" + quantity + "}")
                .put("/api/v1/tenants/" + name + "/seats/" + type)
                .then()
                .statusCode(200);
        return this;
    }

    /** A token of the tenant's connection of this kind, which is made when it is first asked for. */
    public String token(String kind) {
        return operator()
                .body(Map.of("expiresInDays", 1))
                .post("/api/v1/tenants/" + name + "/connections/" + connection(kind) + "/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    /** Id of the connection of this kind. */
    public String connection(String kind) {
        return connections.computeIfAbsent(
                kind,
                k -> operator()
                        .body(Map.of("kind", k, "name", k))
                        .post("/api/v1/tenants/" + name + "/connections")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"));
    }

    /** A token of the tenant's connection of this dialect, which is made when it is first asked for. */
    public String speaking(String dialect) {
        connections.computeIfAbsent(
                dialect,
                word -> operator()
                        .body(Map.of("kind", "generic", "name", word, "dialect", word))
                        .post("/api/v1/tenants/" + name + "/connections")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"));
        return token(dialect);
    }

    /** Ends every token of a connection. */
    public void revokeAll(String connection) {
        String tokens = "/api/v1/tenants/" + name + "/connections/" + connection(connection) + "/tokens";
        for (String id : operator().get(tokens).jsonPath().getList("id", String.class)) {
            operator().delete(tokens + "/" + id).then().statusCode(204);
        }
    }

    public String name() {
        return name;
    }

    public String id() {
        return id;
    }

    /** A request of the operator, with a JSON body. */
    public static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + TestDatabase.OPERATOR_TOKEN)
                .contentType("application/json");
    }
}
