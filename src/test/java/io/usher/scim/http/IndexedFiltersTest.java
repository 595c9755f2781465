package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.directory.ConditionSql;
import io.usher.directory.ConditionSql.Target;
import io.usher.scim.DialectRules;
import io.usher.scim.filter.ConditionMapper;
import io.usher.scim.filter.FilterParser;
import io.usher.scim.schema.ScimSchemas;
import io.usher.testing.Connector;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is asked for every day is found by an index of the real tables, for the account that row-level security holds. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // injected before each test
class IndexedFiltersTest {

    private static final String PEOPLE = "person p WHERE p.directory <> 'deleted' AND p.tenant_id = ";
    private static final String GROUPS = "groups g WHERE g.deleted_at IS NULL AND g.tenant_id = ";

    @Inject
    ScimSchemas schemas;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.username")
    String worker;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    @Tag("FIL-34")
    void what_is_looked_for_every_day_is_found_by_index() throws SQLException {
        TestTenant tenant = TestTenant.create();
        Connector idp = Connector.of(tenant, "okta");
        String readers = idp.createGroup("Readers", idp.createUser("ada"));
        crowd(tenant, readers);
        String person = Tables.value(
                "SELECT member_id FROM membership WHERE tenant_id = ? AND group_id <> ?", tenant.id(), readers);

        Map<String, String> people = new LinkedHashMap<>();
        people.put("userName eq \"n7\"", "user_name");
        people.put("userName sw \"n77\"", "user_name");
        people.put("externalId eq \"n7\"", "external_id");
        people.put("displayName eq \"N7\"", "display_name");
        people.put("emails.value eq \"n7\"", "folded");
        people.put("emails[type eq \"work\" and value eq \"n7\"]", "folded");
        people.put("meta.lastModified gt \"2999-11-24T10:00:00Z\"", "last_modified_at");
        people.put("groups.value eq \"" + readers + "\"", "member_id");
        for (var each : people.entrySet()) {
            var condition =
                    ConditionMapper.map(schemas.user(), DialectRules.TOLERANT, FilterParser.parse(each.getKey()));
            assertFoundBy(each.getValue(), plan(tenant, PEOPLE, ConditionSql.of(Target.USERS, condition)));
        }
        Map<String, String> groups = Map.of(
                "displayName eq \"N7\"",
                "display_name",
                "externalId eq \"n7\"",
                "external_id",
                "members.value eq \"" + person + "\"",
                "member_id");
        for (var each : groups.entrySet()) {
            var condition =
                    ConditionMapper.map(schemas.group(), DialectRules.TOLERANT, FilterParser.parse(each.getKey()));
            assertFoundBy(each.getValue(), plan(tenant, GROUPS, ConditionSql.of(Target.GROUPS, condition)));
        }
    }

    @Test
    @Tag("CUR-22")
    void a_page_behind_a_mark_costs_the_same_however_deep_it_lies() {
        TestTenant tenant = TestTenant.create();
        Connector idp = Connector.of(tenant, "okta");
        crowd(tenant, idp.createGroup("Readers", idp.createUser("ada")));

        List<String> cursors = new ArrayList<>();
        for (String next = page(idp, ""); !next.isEmpty(); next = page(idp, next)) {
            cursors.add(next);
        }
        assertThat(cursors).hasSize(30);

        // The least of several: a plan may change in between, with new statistics, and neither page is to blame.
        int early = Integer.MAX_VALUE;
        int late = Integer.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            early = Math.min(early, blocks(idp, cursors.get(0)));
            late = Math.min(late, blocks(idp, cursors.get(28)));
        }
        assertThat(late).isLessThan(2 * early);
    }

    /** The next cursor behind a page of a hundred. */
    private static String page(Connector idp, String cursor) {
        return idp.get("/Users?sortBy=userName&count=100&cursor=" + cursor)
                .demand(200)
                .body()
                .path("nextCursor")
                .asText();
    }

    /** What the database reads for a page, its total apart. */
    private static int blocks(Connector idp, String cursor) {
        Tables.value("SELECT pg_stat_statements_reset()");
        page(idp, cursor);
        return Tables.count("""
                SELECT sum(shared_blks_hit + shared_blks_read) FROM pg_stat_statements
                WHERE query LIKE 'SELECT r.*%sort_key%'""");
    }

    /** So many that it pays to look into an index: people with all names alike, and a group for each of them. */
    private static void crowd(TestTenant tenant, String like) {
        Tables.change("""
                SET session_replication_role = replica;
                WITH people AS (
                    INSERT INTO users (tenant_id, id, connection_id, origin, directory, user_name, external_id, display_name,
                                       document, search, version, created_at, last_modified_at)
                    SELECT u.tenant_id, gen_random_uuid(), u.connection_id, u.origin, 'active', 'n' || n, 'n' || n, 'n' || n,
                           u.document, u.search, 1, now(), now() - n * interval '1 minute'
                    FROM users u, generate_series(1, 3000) AS n WHERE u.tenant_id = ? AND u.user_name = 'ada'
                    RETURNING tenant_id, id, user_name),
                claims AS (
                    INSERT INTO seat_claim (tenant_id, user_id, sign_in_since, state_version)
                    SELECT tenant_id, id, now(), 1 FROM people),
                emails AS (
                    INSERT INTO user_value (tenant_id, attribute, folded, user_id)
                    SELECT tenant_id, 'emails.value', user_name, id FROM people),
                own AS (
                    INSERT INTO groups (tenant_id, id, connection_id, origin, display_name, external_id, document, search,
                                        version, created_at, last_modified_at)
                    SELECT p.tenant_id, gen_random_uuid(), g.connection_id, g.origin, p.user_name, p.user_name, g.document,
                           g.search, 1, now(), now()
                    FROM people p, groups g WHERE g.id = ?
                    RETURNING tenant_id, id, display_name)
                INSERT INTO membership (tenant_id, group_id, member_id, added_at)
                SELECT o.tenant_id, o.id, p.id, now() FROM own o JOIN people p ON p.user_name = o.display_name;
                RESET session_replication_role""", tenant.id(), like);
        Tables.change("ANALYZE users, seat_claim, user_value, groups, membership");
    }

    private static void assertFoundBy(String column, String plan) {
        assertThat(plan).containsPattern("Index Cond: .*\\b" + column + "\\b");
    }

    /** The plan that PostgreSQL takes, for the account and in the tenant as in production. */
    private String plan(TestTenant asked, String from, ConditionSql.Fragment where) throws SQLException {
        String tenant = "'" + asked.id() + "'";
        String condition = Pattern.compile(":([pg]\\d+)")
                .matcher(where.sql().replace(":tenant", tenant))
                .replaceAll(
                        found -> "'" + Objects.requireNonNull(where.parameters().get(found.group(1))) + "'");
        StringBuilder plan = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(url, worker, password);
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            sql.execute("SELECT set_config('app.tenant', " + tenant + ", true)");
            try (ResultSet row = sql.executeQuery("EXPLAIN SELECT 1 FROM " + from + tenant + " AND " + condition)) {
                while (row.next()) {
                    plan.append(row.getString(1)).append('\n');
                }
            }
            connection.rollback();
        }
        return plan.toString();
    }
}
