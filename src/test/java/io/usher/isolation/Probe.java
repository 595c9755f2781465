package io.usher.isolation;

import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.Routes.Route;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request of one tenant that names something of another.
 *
 * @param route that it takes
 * @param path with {@code {id}} for what is named, and {@code {tenant}}, {@code {connection}}, {@code {user}},
 *     {@code {group}} for what is the caller's own
 * @param body likewise
 * @param status that an unknown id is answered with
 * @param foreign what of the other tenant is named
 */
record Probe(Route route, String path, @Nullable String body, int status, Function<Company, String> foreign) {

    private static final String API = "/api/v1/tenants/{tenant}";
    private static final Function<Company, String> A_USER = Company::firstUser;
    private static final Function<Company, String> A_GROUP = Company::group;
    private static final Function<Company, String> A_CONNECTION = Company::connection;
    private static final Function<Company, String> A_TOKEN = Company::tokenPrefix;

    private static final String USER = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "taken-over@example.com"}""";
    private static final String GROUP = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Taken over"}""";
    private static final String GROUP_WITH_MEMBER = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Ours",
             "members": [{"value": "{user}"}, {"value": "{id}"}]}""";

    /** All that name something by its id. */
    static List<Probe> all() {
        String users = Connector.USERS;
        String groups = Connector.GROUPS;
        return List.of(
                at("GET", users + "/{id}", null, 404, A_USER),
                at("PUT", users + "/{id}", USER, 404, A_USER),
                at("PATCH", users + "/{id}", patch("replace", "active", "false"), 404, A_USER),
                at("DELETE", users + "/{id}", null, 404, A_USER),
                at("GET", groups + "/{id}", null, 404, A_GROUP),
                at("PUT", groups + "/{id}", GROUP, 404, A_GROUP),
                at("PATCH", groups + "/{id}", patch("replace", "displayName", "\"Taken over\""), 404, A_GROUP),
                at("PATCH", groups + "/{id}", patch("add", "members", "[{\"value\": \"{user}\"}]"), 404, A_GROUP),
                at("DELETE", groups + "/{id}", null, 404, A_GROUP),
                at("POST", groups, GROUP_WITH_MEMBER, 400, A_USER),
                own("PUT", groups + "/{id}", "{group}", GROUP_WITH_MEMBER, 400, A_USER),
                own("PATCH", groups + "/{id}", "{group}", patch("add", "members", member()), 400, A_USER),
                own("PATCH", groups + "/{id}", "{group}", patch("replace", "members", member()), 400, A_USER),
                own("PATCH", groups + "/{id}", "{group}", patch("remove", "members", member()), 204, A_USER),
                at("POST", users + "/.search", search("id"), 200, A_USER),
                at("POST", groups + "/.search", search("members.value"), 200, A_USER),
                at("POST", "/scim/v2/.search", search("id"), 200, A_GROUP),
                at("GET", "/scim/v2", "?filter=id%20eq%20%22{id}%22", A_USER),
                at("POST", "/scim/v2/Bulk", bulk("PATCH"), 200, A_USER),
                at("POST", "/scim/v2/Bulk", bulk("DELETE"), 200, A_USER),
                at("GET", users, "?filter=id%20eq%20%22{id}%22", A_USER),
                at("GET", users, "?filter=groups.value%20eq%20%22{id}%22", A_GROUP),
                at("GET", groups, "?filter=id%20eq%20%22{id}%22", A_GROUP),
                at("GET", groups, "?filter=members.value%20eq%20%22{id}%22", A_USER),
                own("GET", API + "/users/{id}/access", API + "/users/{id}/access", null, 200, A_USER),
                own("GET", API + "/users/{id}", API + "/users/{id}", null, 404, A_USER),
                own("GET", API + "/users", API + "/users?group={id}", null, 200, A_GROUP),
                own("PATCH", API + "/users/{id}", API + "/users/{id}", "{\"connection\": \"\"}", 404, A_USER),
                own("PUT", API + "/users/{id}/holds/{hold}", API + "/users/{id}/holds/admin", HOLD, 404, A_USER),
                own("DELETE", API + "/users/{id}/holds/{hold}", API + "/users/{id}/holds/admin", null, 404, A_USER),
                own("PUT", API + "/users/{id}/pin", API + "/users/{id}/pin", PIN, 404, A_USER),
                own("DELETE", API + "/users/{id}/pin", API + "/users/{id}/pin", null, 404, A_USER),
                own("POST", API + "/reactivations/{id}", API + "/reactivations/{id}", "{\"restore\": []}", 404, A_USER),
                own("GET", API + "/groups/{id}", API + "/groups/{id}", null, 404, A_GROUP),
                own("PATCH", API + "/groups/{id}", API + "/groups/{id}", "{\"privileged\": true}", 404, A_GROUP),
                own(
                        "POST",
                        API + "/groups/{id}/preview",
                        API + "/groups/{id}/preview",
                        "{\"seatRule\": null}",
                        404,
                        A_GROUP),
                own(
                        "POST",
                        API + "/content-handovers/{id}/confirm",
                        API + "/content-handovers/{id}/confirm",
                        null,
                        404,
                        A_USER),
                own("POST", API + "/hand-overs", API + "/hand-overs", TO_ANOTHER, 404, A_CONNECTION),
                own("POST", API + "/hand-overs/preview", API + "/hand-overs/preview", TO_ANOTHER, 404, A_CONNECTION),
                own("PATCH", API, API, "{\"defaultSuccessor\": \"{id}\"}", 400, A_USER),
                own("GET", API + "/audit/records", API + "/audit/records?user={id}", null, 200, A_USER),
                own("GET", API + "/seats/ledger", API + "/seats/ledger?user={id}", null, 200, A_USER),
                connection("PATCH", "", "/{id}", "{\"dialect\": \"rfc\"}", 404, A_CONNECTION),
                connection("GET", "/tokens", "/{id}/tokens", null, 404, A_CONNECTION),
                connection("POST", "/tokens", "/{id}/tokens", "{\"expiresInDays\": 1}", 404, A_CONNECTION),
                connection("DELETE", "/tokens/{token}", "/{connection}/tokens/{id}", null, 404, A_TOKEN),
                connection("DELETE", "/tokens/{token}", "/{id}/tokens/{foreign-token}", null, 404, A_CONNECTION));
    }

    private static final String HOLD = "{\"reason\": \"x\"}";
    private static final String TO_ANOTHER = "{\"from\": \"\", \"to\": \"{id}\"}";
    private static final String PIN = "{\"seatType\": \"full\", \"reason\": \"x\"}";

    private static Probe at(
            String method, String path, @Nullable String body, int status, Function<Company, String> foreign) {
        return new Probe(new Route(method, path), path, body, status, foreign);
    }

    private static Probe at(String method, String path, String query, Function<Company, String> foreign) {
        return new Probe(new Route(method, path), path + query, null, 200, foreign);
    }

    private static Probe own(
            String method,
            String route,
            String own,
            @Nullable String body,
            int status,
            Function<Company, String> foreign) {
        String path = own.startsWith("/") ? own : route.replace("{id}", own);
        return new Probe(new Route(method, route), path, body, status, foreign);
    }

    private static Probe connection(
            String method,
            String route,
            String path,
            @Nullable String body,
            int status,
            Function<Company, String> foreign) {
        String connections = API + "/connections";
        return new Probe(
                new Route(method, connections + "/{connection}" + route), connections + path, body, status, foreign);
    }

    private static String patch(String op, String path, String value) {
        return """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "%s", "path": "%s", "value": %s}]}""".formatted(op, path, value);
    }

    private static String search(String attribute) {
        return """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
                 "filter": "%s eq \\"{id}\\""}""".formatted(attribute);
    }

    private static String bulk(String method) {
        return """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
                 "Operations": [{"method": "%s", "path": "/Users/{id}",
                                 "data": [{"op": "replace", "path": "active", "value": false}]}]}""".formatted(method);
    }

    private static String member() {
        return "[{\"value\": \"{id}\"}]";
    }

    /** Sends it for the caller's tenant: through its connector, or by the operator acting in it. */
    Response send(String method, Company caller, Company other, String id) {
        String to = filled(path, caller, other, id);
        String with = body == null ? null : filled(body, caller, other, id);
        if (path.startsWith("/scim/")) {
            return caller.connector().send(method, to, with);
        }
        var request = TestTenant.operator();
        return (with == null ? request : request.body(with)).request(method, to);
    }

    private static String filled(String text, Company caller, Company other, String id) {
        return text.replace("{id}", id)
                .replace("{foreign-token}", other.tokenPrefix())
                .replace("{tenant}", caller.tenant().name())
                .replace("{connection}", caller.connection())
                .replace("{user}", caller.firstUser())
                .replace("{group}", caller.group());
    }

    @Override
    public String toString() {
        return route.method() + " " + path + (body == null ? "" : " " + body.replaceAll("\\s+", " "));
    }
}
