package io.usher.testing;

import static io.usher.testing.TestTenant.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What the operator asks of a tenant over {@code /api/v1}. */
public final class Operator {

    private final String path;

    public Operator(TestTenant tenant) {
        this.path = "/api/v1/tenants/" + tenant.name();
    }

    /** The gate's answer about somebody. */
    public JsonNode access(String user) {
        return Reply.of(operator().get(path + "/users/" + user + "/access"))
                .demand(200)
                .body();
    }

    public String reason(String user) {
        return access(user).path("reason").asText();
    }

    /** {@code type}, {@code quantity}, {@code used}, {@code waitlisted} of one pool. */
    public JsonNode pool(String type) {
        for (JsonNode pool :
                Reply.of(operator().get(path + "/seats")).demand(200).body()) {
            if (pool.path("type").asText().equals(type)) {
                return pool;
            }
        }
        throw new AssertionError("no pool " + type);
    }

    /** As a reader writes it: {@code 1 of 2, 3 waiting}. */
    public String pools(String type) {
        JsonNode pool = pool(type);
        return pool.path("used").asText() + " of "
                + pool.path("quantity").asText() + ", "
                + pool.path("waitlisted").asText() + " waiting";
    }

    /** @param terms of a pool, with apostrophes for quotes */
    public Reply agree(String type, String terms) {
        return Reply.of(operator().body(Connector.quoted(terms)).put(path + "/seats/" + type));
    }

    public Reply change(String tenantChange) {
        return Reply.of(operator().body(Connector.quoted(tenantChange)).patch(path));
    }

    /** @param mappings the content of the list, with apostrophes for quotes */
    public Reply map(String mappings) {
        return put("/seat-mappings", "{'mappings':[" + mappings + "]}");
    }

    /** @param policy of a group, with apostrophes for quotes */
    public Reply govern(String group, String policy) {
        return patch("/groups/" + group, policy);
    }

    /** @param choice with apostrophes for quotes */
    public Reply pin(String user, String choice) {
        return put("/users/" + user + "/pin", choice);
    }

    public Reply unpin(String user) {
        return delete("/users/" + user + "/pin");
    }

    /** What is left to do. */
    public JsonNode work() {
        return get("/work", Map.of()).demand(200).body();
    }

    /** Waits until nothing is left of it. */
    public void settled() {
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (!work().isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("left on the work list: " + work());
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    public Reply get(String where, Map<String, ?> query) {
        return Reply.of(operator().queryParams(query).get(path + where));
    }

    /** @param body with apostrophes for quotes */
    public Reply post(String where, String body) {
        return Reply.of(operator().body(Connector.quoted(body)).post(path + where));
    }

    /** @param body with apostrophes for quotes */
    public Reply put(String where, String body) {
        return Reply.of(operator().body(Connector.quoted(body)).put(path + where));
    }

    /** @param body with apostrophes for quotes */
    public Reply patch(String where, String body) {
        return Reply.of(operator().body(Connector.quoted(body)).patch(path + where));
    }

    public Reply delete(String where) {
        return Reply.of(operator().delete(path + where));
    }

    public Reply records(Map<String, ?> query) {
        return Reply.of(operator().queryParams(query).get(path + "/audit/records"));
    }

    /** @param path below the tenant, with its query */
    public Reply get(String path) {
        return Reply.of(operator().urlEncodingEnabled(false).get(this.path + path));
    }
}
