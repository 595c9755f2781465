package io.usher.limits;

import static io.usher.limits.Customer.many;
import static io.usher.limits.Customer.text;
import static io.usher.testing.Connector.GROUPS;
import static io.usher.testing.Connector.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.usher.access.LongToken;
import io.usher.access.SigningKeys;
import io.usher.platform.Limits;
import io.usher.testing.Connector;
import io.usher.testing.Crowd;
import io.usher.testing.Feed;
import io.usher.testing.Tables;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** For each row of the table a request of a given size. */
final class Probes {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final SigningKeys keys;
    private final Map<String, Probe> probes = new LinkedHashMap<>();

    /**
     * How a row is proved.
     *
     * @param constant in {@link Limits}, or null when the limit stands in the program's configuration
     * @param request sends something of the given size
     */
    record Probe(@Nullable String constant, BiFunction<Customer, Long, Response> request) {}

    Probes(SigningKeys keys) {
        this.keys = keys;
        bodies();
        resources();
        filters();
        pages();
        operatorsApi();
        probes.put("Characters of a bearer token", new Probe("TOKEN", this::withToken));
        probes.put("A statement in the database", new Probe(null, Probes::whileLocked));
    }

    private void bodies() {
        put(
                "Body of a request",
                "BODY",
                (customer, bytes) -> customer.spaced("POST", USERS, "{\"userName\":\"x" + bytes + "\"}", bytes));
        put("Body of a PUT or PATCH of a group", "GROUP_BODY", (customer, bytes) -> {
            String group = GROUPS + "/" + customer.idp.createGroup("g");
            customer.spaced("PATCH", group, "{\"Operations\":[]}", bytes)
                    .then()
                    .statusCode(bytes > Limits.GROUP_BODY ? 413 : 204);
            return customer.spaced("PUT", group, "{\"displayName\":\"g\"}", bytes);
        });
        put("Levels of objects and lists in a body", "JSON_DEPTH", (customer, levels) -> {
            int lists = levels.intValue() - 1;
            return customer.createUser(",\"x\":" + "[".repeat(lists) + "]".repeat(lists));
        });
        put(
                "Names, values and brackets in a body",
                "JSON_TOKENS",
                (customer, tokens) -> customer.createUser(zeros(tokens)));
        put(
                "Names, values and brackets in the body of a PUT or PATCH of a group",
                "GROUP_JSON_TOKENS",
                (customer, tokens) -> customer.replaceGroup(customer.idp.createGroup("g"), zeros(tokens)));
        put(
                "Names in one object of a body",
                "JSON_NAMES",
                (customer, names) -> customer.createUser("," + many(names - 1, ",", "\"x#\":1")));
        put(
                "Characters of a number in a body",
                "JSON_NUMBER",
                (customer, digits) -> customer.createUser(",\"x\":" + "9".repeat(digits.intValue())));
        put(
                "Operations in a PATCH",
                "PATCH_OPERATIONS",
                (customer, operations) -> customer.patchUser(
                        customer.idp.createUser("u"), many(operations, ",", "{\"op\":\"remove\",\"path\":\"title\"}")));
        put(
                "Operations in a bulk",
                "BULK_OPERATIONS",
                (customer, operations) -> customer.idp.send(
                        "POST",
                        "/scim/v2/Bulk",
                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"failOnErrors\":1,\"Operations\":["
                                + many(operations, ",", "{\"method\":\"GET\",\"path\":\"/Users/#\"}") + "]}"));
        put("List elements that the operations of a PATCH look at, together", "PATCH_ELEMENTS", Probes::looks);
    }

    /** Seven names, values and brackets, and as many zeros as it takes. */
    private static String zeros(long tokens) {
        return ",\"x\":[" + "0,".repeat((int) tokens - 8) + "0]";
    }

    /** All but the last operation look at a list of twenty, the last at one of twenty or a little more. */
    private static Response looks(Customer customer, long elements) {
        long last = elements - 999 * 20;
        String user = customer.createUser(",\"emails\":[" + many(20, ",", "{\"value\":\"m#\"}") + "],\"phoneNumbers\":["
                        + many(last, ",", "{\"value\":\"#\"}") + "]")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String operation = "{\"op\":\"remove\",\"path\":\"%s[type eq \\\"none\\\"]\"}";
        return customer.patchUser(
                user, many(999, ",", operation.formatted("emails")) + "," + operation.formatted("phoneNumbers"));
    }

    private void resources() {
        put(
                "Elements of a multi-valued attribute (but not members of a group)",
                "ELEMENTS",
                (customer, elements) ->
                        customer.createUser(",\"phoneNumbers\":[" + many(elements, ",", "{\"value\":\"#\"}") + "]"));
        put(
                "People whom one change of a group adds, keeps or drops",
                "GROUP_CHANGE",
                (customer, people) -> customer.idp.send(
                        "PATCH",
                        GROUPS + "/" + customer.idp.createGroup("g"),
                        "{\"Operations\":[{\"op\":\"remove\",\"path\":\"members\",\"value\":[" + strangers(people)
                                + "]}]}"));
        put(
                "Characters of a `userName`",
                "USER_NAME",
                (customer, characters) ->
                        customer.idp.send("POST", USERS, "{\"userName\":\"" + text(characters) + "\"}"));
        put(
                "Characters of an e-mail address",
                "EMAIL",
                (customer, characters) ->
                        customer.createUser(",\"emails\":[{\"value\":\"" + text(characters) + "\"}]"));
        put("Characters of an `externalId` or `displayName`", "INDEXED", (customer, characters) -> {
            Response displayName = customer.createUser(",\"displayName\":\"" + text(characters) + "\"");
            Response group = customer.idp.send("POST", GROUPS, "{\"displayName\":\"" + text(characters) + "\"}");
            assertThat(displayName.statusCode()).isEqualTo(group.statusCode());
            return customer.createUser(",\"externalId\":\"" + text(characters) + "\"");
        });
        put(
                "Characters of any other text",
                "TEXT",
                (customer, characters) -> customer.createUser(",\"title\":\"" + text(characters) + "\""));
        put("Characters of a resource as it is kept", "RESOURCE", (customer, characters) -> {
            String names =
                    "{\"active\":true,\"userName\":\"u\",\"locale\":\"\",\"nickName\":\"\",\"profileUrl\":\"\",\"timezone\":\"\",\"title\":\"\"}";
            long left = characters - names.length();
            String quarter = text(Math.min(Limits.TEXT, left / 5));
            String body = names.replace("\"\"", "\"" + quarter + "\"")
                    .replace("\"title\":\"", "\"title\":\"" + text(left - 5L * quarter.length()));
            return customer.idp.send("POST", USERS, body);
        });
    }

    private static String strangers(long people) {
        return Stream.generate(() -> "{\"value\":\"" + UUID.randomUUID() + "\"}")
                .limit(people)
                .collect(Collectors.joining(","));
    }

    private void filters() {
        put(
                "Characters of a filter",
                "FILTER",
                (customer, characters) ->
                        customer.list("title eq \"" + text(characters - "title eq \"\"".length()) + "\""));
        put(
                "Levels of brackets in a filter",
                "FILTER_DEPTH",
                (customer, levels) ->
                        customer.list("(".repeat(levels.intValue()) + "title pr" + ")".repeat(levels.intValue())));
        put(
                "Comparisons in a filter",
                "FILTER_TERMS",
                (customer, terms) -> customer.list(many(terms, " or ", "title pr")));
        put(
                "Bytes of a request line",
                null,
                (customer, bytes) -> customer.idp.send(
                        "GET", USERS + "?x=" + text(bytes - ("GET " + USERS + "?x= HTTP/1.1").length()), null));
    }

    private void pages() {
        put(
                "Resources on a page, when the client names no `count`",
                "PAGE_DEFAULT",
                (customer, people) -> page(customer, people, ""));
        put("Resources on a page", "PAGE", (customer, people) -> page(customer, people, "?count=1000000"));
        put(
                "People on a page of the administrators' list, when no `limit` is given",
                "USERS_PAGE_DEFAULT",
                (customer, people) -> users(customer, people, "", Limits.USERS_PAGE_DEFAULT));
        put(
                "People on a page of the administrators' list",
                "USERS_PAGE",
                (customer, people) -> users(customer, people, "?limit=1000000", Limits.USERS_PAGE));
        put(
                "Records on a page of the audit log, when no `limit` is given",
                "AUDIT_PAGE_DEFAULT",
                (customer, records) -> log(customer, records, ""));
        put(
                "Records on a page of the audit log",
                "AUDIT_PAGE",
                (customer, records) -> log(customer, records, "&limit=1000000"));
        put(
                "Events on a page of the feed, when no `limit` is given",
                "EVENTS_PAGE_DEFAULT",
                (customer, events) -> feed(customer, events, Map.of(), Limits.EVENTS_PAGE_DEFAULT));
        put(
                "Events on a page of the feed",
                "EVENTS_PAGE",
                (customer, events) -> feed(customer, events, Map.of("limit", 1_000_000), Limits.EVENTS_PAGE));
        put(
                "Rows on a page of the ledger, or people on one of holders, when no `limit` is given",
                "LEDGER_PAGE_DEFAULT",
                (customer, rows) -> ledger(customer, rows, ""));
        put(
                "Rows on a page of the ledger, or people on one of holders",
                "LEDGER_PAGE",
                (customer, rows) -> ledger(customer, rows, "?limit=1000000"));
        put(
                "People on a page of those about whom is asked, or who are held, when no `limit` is given",
                "RETURNS_PAGE_DEFAULT",
                (customer, people) -> returns(customer, people, ""));
        put(
                "People on a page of those about whom is asked, or who are held",
                "RETURNS_PAGE",
                (customer, people) -> returns(customer, people, "?limit=1000000"));
        put("People on a page of a report", "REPORT_PAGE", Probes::conflicts);
        put("People whom a preview lists", "PREVIEW_MOVES", Probes::preview);
        put("Managers above a leaver among whom his successor is looked for", "MANAGER_CHAIN", Probes::managers);
        put("Days of one reckoning of seat-days", "SEAT_DAYS", (customer, days) -> {
            LocalDate from = LocalDate.parse("2026-01-01");
            Response history = customer.operator(
                    "GET", "/reports/seat-history?from=" + from + "&until=" + from.plusDays(days), "");
            assertThat(history.statusCode()).isEqualTo(days <= Limits.SEAT_DAYS ? 200 : 400);
            return customer.operator("GET", "/seats/days?from=" + from + "&until=" + from.plusDays(days), "");
        });
        put("People on a page of seat-days", "SEAT_DAYS_PEOPLE", (customer, people) -> {
            movements(customer, people);
            Response page = customer.operator("GET", "/seats/days?from=2026-01-01&until=2026-01-02&by=user", "");
            assertThat(page.<List<Object>>path("days")).hasSize((int) Math.min(people, Limits.SEAT_DAYS_PEOPLE));
            return page;
        });
    }

    /** Groups by the thousand, made where they lie. */
    private static Response page(Customer customer, long groups, String query) {
        customer.idp.createGroup("first");
        Tables.change("""
                INSERT INTO groups (tenant_id, id, connection_id, origin, display_name, document, search,
                                    version, created_at, last_modified_at)
                SELECT g.tenant_id, gen_random_uuid(), g.connection_id, g.origin, 'g' || n,
                       g.document, g.search, 1, now(), now()
                FROM groups g, generate_series(2, ?) AS n WHERE g.tenant_id = ?""", (int) groups, customer.tenant.id());
        Response page = customer.idp.send("GET", GROUPS + query, null);
        assertThat(page.<Integer>path("totalResults")).isEqualTo((int) groups);
        boolean within = groups <= (query.isEmpty() ? Limits.PAGE_DEFAULT : Limits.PAGE);
        assertThat(page.<Integer>path("itemsPerPage")).isEqualTo((int) groups - (within ? 0 : 1));
        return page;
    }

    /** Records by the hundred, made where they lie. */
    private static Response log(Customer customer, long records, String query) {
        customer.idp.send("POST", USERS, "{}").then().statusCode(400);
        Tables.change("""
                INSERT INTO audit_record (tenant_id, id, recorded_at, actor, outcome, body)
                SELECT r.tenant_id, gen_random_uuid(), r.recorded_at, r.actor, r.outcome, r.body
                FROM audit_record r, generate_series(2, ?) AS n WHERE r.tenant_id = ? AND r.outcome = 'refused'""", (int) records, customer.tenant.id());
        Response page = customer.operator("GET", "/audit/records?outcome=refused" + query, "");
        boolean within = records <= (query.isEmpty() ? Limits.AUDIT_PAGE_DEFAULT : Limits.AUDIT_PAGE);
        assertThat(page.<List<Object>>path("records")).hasSize((int) records - (within ? 0 : 1));
        assertThat(within || page.path("nextCursor") != null).isTrue();
        return page;
    }

    /** So many people are held, and it is asked about a membership of each. */
    private static Response returns(Customer customer, long people, String query) {
        Crowd.joinGroup(customer.tenant, customer.idp, (int) people, customer.idp.group("g"));
        String tenant = customer.tenant.id();
        Tables.change("UPDATE membership SET dormant_since = now(), asked_at = now() WHERE tenant_id = ?", tenant);
        Tables.change("UPDATE users SET holds = '{admin}' WHERE tenant_id = ? AND user_name LIKE 'crowd-%'", tenant);
        int most = query.isEmpty() ? Limits.RETURNS_PAGE_DEFAULT : Limits.RETURNS_PAGE;
        Response held = customer.operator("GET", "/holds" + query, "");
        assertThat(held.<List<Object>>path("held")).hasSize((int) Math.min(people, most));
        assertThat(held.path("nextCursor") != null).isEqualTo(people > most);
        Response asked = customer.operator("GET", "/reactivations" + query, "");
        assertThat(asked.<List<Object>>path("reactivations")).hasSize((int) Math.min(people, most));
        assertThat(asked.path("nextCursor") != null).isEqualTo(people > most);
        return asked;
    }

    /** So many people come under two rules that say different things. */
    private static Response conflicts(Customer customer, long people) {
        String first = customer.idp.group("first");
        String second = customer.idp.group("second");
        List<String> ids = Crowd.joinGroup(customer.tenant, customer.idp, (int) people, first);
        Tables.change("""
                INSERT INTO membership (tenant_id, group_id, member_id, added_at)
                SELECT m.tenant_id, CAST(? AS uuid), m.member_id, now() FROM membership m WHERE m.tenant_id = ?""", second, customer.tenant.id());
        Tables.change("""
                UPDATE groups SET rule_type = CASE WHEN id = CAST(? AS uuid) THEN 'full' ELSE 'partner' END, rule_priority = 1
                WHERE tenant_id = ?""", first, customer.tenant.id());
        Response page = customer.operator("GET", "/reports/rule-conflicts", "");
        assertThat(page.<List<Object>>path("conflicts")).hasSize((int) Math.min(people, Limits.REPORT_PAGE));
        assertThat(page.<Object>path("next") == null).isEqualTo(people < Limits.REPORT_PAGE);
        assertThat(ids).hasSize((int) people);
        return page;
    }

    /** So many people are to have another seat. */
    private static Response preview(Customer customer, long people) {
        customer.tenant.seats("full", null);
        Crowd.join(customer.tenant, customer.idp, (int) people - 1);
        Response preview = customer.operator("POST", "/preview", "{\"defaultSeatType\": \"partner\"}");
        assertThat(preview.<Integer>path("moving")).isEqualTo((int) people);
        assertThat(preview.<List<Object>>path("moves")).hasSize((int) Math.min(people, Limits.PREVIEW_MOVES));
        return preview;
    }

    /** Of somebody who left, all managers have left too but the highest. */
    private static Response managers(Customer customer, long steps) {
        String highest = customer.idp.create("highest").demand(201).id();
        String last = highest;
        for (int step = 0; step < steps; step++) {
            last = customer.idp
                    .post(
                            "/Users",
                            Connector.person(
                                    "step-" + step, ",'" + ENTERPRISE + "':{'manager':{'value':'" + last + "'}}"))
                    .demand(201)
                    .id();
        }
        Tables.change(
                "UPDATE users SET directory = 'inactive' WHERE tenant_id = ? AND user_name LIKE 'step-%'",
                customer.tenant.id());
        Tables.change("""
                INSERT INTO content_handover (tenant_id, record_id, user_id, left_at, status)
                VALUES (?, gen_random_uuid(), ?, now(), 'open')""", customer.tenant.id(), last);
        Response page = customer.operator("GET", "/reports/content-handovers", "");
        assertThat(page.<String>path("handovers[0].successor"))
                .isEqualTo(steps <= Limits.MANAGER_CHAIN ? highest : null);
        return page;
    }

    private static Response users(Customer customer, long people, String query, int most) {
        // And the one whom they are all made after.
        Crowd.join(customer.tenant, customer.idp, (int) people - 1);
        Response page = customer.operator("GET", "/users" + query, "");
        assertThat(page.<List<Object>>path("users")).hasSize((int) Math.min(people, most));
        assertThat(page.<Object>path("nextCursor") == null).isEqualTo(people <= most);
        return page;
    }

    /** Events by the thousand, made where they lie. */
    private static Response feed(Customer customer, long events, Map<String, ?> query, int most) {
        String end = Feed.fromNow().cursor();
        Tables.change("""
                INSERT INTO outbox (tenant_id, id, type, record_id, payload, created_at)
                SELECT ?, gen_random_uuid(), 'made', gen_random_uuid(), '{}', now()
                FROM generate_series(1, ?)""", customer.tenant.id(), (int) events);
        Response page = TestTenant.operator()
                .queryParam("after", end)
                .queryParams(query)
                .get("/api/v1/events");
        assertThat(page.<List<Object>>path("events")).hasSize((int) Math.min(events, most));
        assertThat(Feed.ask(Map.of("after", page.path("next"))).body().path("events"))
                .hasSize((int) Math.max(0, events - most));
        return page;
    }

    /** People by the hundred who once took a seat, told to the ledger alone. */
    private static void movements(Customer customer, long people) {
        Tables.change("""
                INSERT INTO seat_ledger (tenant_id, at, type, movement, user_id, cause, record_id, used_after, waiting_after)
                SELECT ?, '2026-01-01Z', 'full', 'assigned', gen_random_uuid(), 'user.created', gen_random_uuid(), n, 0
                FROM generate_series(1, ?) AS n""", customer.tenant.id(), (int) people);
    }

    private static Response ledger(Customer customer, long rows, String query) {
        movements(customer, rows);
        int most = query.isEmpty() ? Limits.LEDGER_PAGE_DEFAULT : Limits.LEDGER_PAGE;
        Response holders = customer.operator("GET", "/seats/full/holders" + query, "");
        assertThat(holders.<List<Object>>path("holders")).hasSize((int) Math.min(rows, most));
        Response page = customer.operator("GET", "/seats/ledger" + query, "");
        assertThat(page.<List<Object>>path("entries")).hasSize((int) Math.min(rows, most));
        assertThat(rows <= most || page.path("next") != null).isTrue();
        return page;
    }

    private void operatorsApi() {
        put(
                "Characters of a tenant's `name`",
                "TENANT_NAME",
                (customer, characters) -> customer.operator(
                        "POST",
                        "",
                        "{\"name\":\"" + (customer.tenant.name() + text(characters)).substring(0, characters.intValue())
                                + "\"}"));
        put(
                "Characters of a tenant's `displayName`",
                "TENANT_DISPLAY_NAME",
                (customer, characters) -> customer.operator(
                        "POST",
                        "",
                        "{\"name\":\"x" + customer.tenant.name() + "\",\"displayName\":\"" + text(characters) + "\"}"));
        put(
                "Characters of a connection's `name`",
                "CONNECTION_NAME",
                (customer, characters) -> customer.operator(
                        "POST", "/connections", "{\"kind\":\"okta\",\"name\":\"" + text(characters) + "\"}"));
        put(
                "Seats in a pool",
                "SEATS",
                (customer, seats) -> customer.operator("PUT", "/seats/full", "{\"quantity\":" + seats + "}"));
        put(
                "Days in which a pool gives seats beyond its quantity",
                "OVERAGE_DAYS",
                (customer, days) -> customer.operator(
                        "PUT",
                        "/seats/full",
                        "{\"quantity\":1,\"onLimit\":\"overage\",\"overage\":{\"seats\":1,\"days\":" + days
                                + ",\"then\":\"reject\"}}"));
        put(
                "Days within which a dormant membership is restored",
                "REACTIVATION_DAYS",
                (customer, days) -> customer.operator(
                        "PATCH", "/", "{\"reactivation\":{\"policy\":\"restoreYounger\",\"days\":" + days + "}}"));
        put("Seat types of a tenant", "SEAT_TYPES", (customer, types) -> {
            // Three are there from the start.
            for (int i = 4; i < types; i++) {
                sell(customer, "type-" + i, "").then().statusCode(200);
            }
            return sell(customer, "last", "");
        });
        put(
                "Capabilities of a seat type",
                "CAPABILITIES",
                (customer, words) -> sell(
                        customer,
                        "full",
                        LongStream.range(0, words)
                                .mapToObj(n -> "\"word-" + n + "\"")
                                .collect(Collectors.joining(","))));
        put(
                "Addresses that get a tenant's alerts",
                "ALERT_RECIPIENTS",
                (customer, addresses) -> TestTenant.operator()
                        .body("{\"alertRecipients\":[" + many(addresses, ",", "\"a#@example.com\"") + "]}")
                        .patch("/api/v1/tenants/" + customer.tenant.name()));
        put(
                "Seat mappings of a tenant",
                "SEAT_MAPPINGS",
                (customer, mappings) -> customer.operator(
                        "PUT",
                        "/seat-mappings",
                        LongStream.range(0, mappings)
                                .mapToObj(
                                        n -> "{\"attribute\":\"roles\",\"value\":\"" + n + "\",\"seatType\":\"full\"}")
                                .collect(Collectors.joining(",", "{\"mappings\":[", "]}"))));
        put(
                "Characters of the reason of a pin or a hold",
                "REASON",
                (customer, characters) -> customer.operator(
                        "PUT",
                        "/users/" + customer.idp.create("pinned").demand(201).id() + "/pin",
                        "{\"seatType\":\"full\",\"reason\":\"" + text(characters) + "\"}"));
        put(
                "The priority of a group's rule",
                "RULE_PRIORITY",
                (customer, priority) -> customer.operator(
                        "PATCH",
                        "/groups/" + customer.idp.group("Ruled"),
                        "{\"seatRule\":{\"seatType\":\"full\",\"priority\":" + priority + "}}"));
        put(
                "The priority of a person in queues",
                "WAITLIST_PRIORITY",
                (customer, priority) -> customer.operator(
                        "PATCH",
                        "/users/" + customer.idp.create("waiting").demand(201).id(),
                        "{\"waitlistPriority\":" + priority + "}"));
        put("Living tokens of a connection", "TOKENS", (customer, tokens) -> {
            String path = "/connections/" + customer.tenant.connection("okta") + "/tokens";
            for (int i = 1; i < tokens; i++) {
                customer.operator("POST", path, "{}").then().statusCode(201);
            }
            return customer.operator("POST", path, "{}");
        });
        put(
                "Days that a token lives",
                "TOKEN_DAYS",
                (customer, days) -> customer.operator(
                        "POST",
                        "/connections/" + customer.tenant.connection("okta") + "/tokens",
                        "{\"expiresInDays\":" + days + "}"));
    }

    private static Response sell(Customer customer, String type, String capabilities) {
        return customer.operator("PUT", "/seats/" + type, "{\"quantity\":1,\"capabilities\":[" + capabilities + "]}");
    }

    private Response withToken(Customer customer, long characters) {
        try {
            String token = LongToken.of(customer.idp.token(), (int) characters, keys);
            return new Connector(token).send("GET", USERS, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody else holds the person's row for less than the limit, or for more. */
    private static Response whileLocked(Customer customer, long seconds) {
        String user = customer.idp.createUser("ada");
        boolean within = seconds == 2;
        try (Connection other = TestDatabase.superuser()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT 1 FROM users WHERE user_name = 'ada' FOR UPDATE");
            CompletableFuture<Void> release = CompletableFuture.runAsync(
                    () -> rollback(other),
                    CompletableFuture.delayedExecutor(within ? 500 : 6_000, TimeUnit.MILLISECONDS));
            Response answer = customer.patchUser(user, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"x\"}");
            release.join();
            return answer;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(String limit, @Nullable String constant, BiFunction<Customer, Long, Response> request) {
        probes.put(limit, new Probe(constant, request));
    }

    /** By the row's first column. */
    Map<String, Probe> all() {
        return Collections.unmodifiableMap(probes);
    }
}
