package io.usher.isolation;

import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Tables;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A tenant with people, one of whom has a seat while the others wait, in a group.
 *
 * @param tag in every name and value of the company, and nowhere else
 * @param tokenPrefix by which its token is listed
 */
record Company(
        String tag,
        TestTenant tenant,
        String connection,
        Connector connector,
        String tokenPrefix,
        List<String> users,
        String group) {

    static Company found(int people) {
        String tag = UUID.randomUUID().toString().substring(0, 13);
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 1);
        Connector connector = new Connector(tenant.token("okta"));
        // Whose content waits for somebody who takes it.
        String leaver = connector.createUser("leaver-" + tag + "@example.com");
        connector.delete("/Users/" + leaver).demand(204);
        List<String> users = new ArrayList<>();
        for (int i = 1; i <= people; i++) {
            users.add(connector.createUser("person-" + i + "-" + tag + "@example.com"));
        }
        String group = connector.createGroup("group-" + tag, users.toArray(String[]::new));
        // Its contract begins some day: until then there is something left to do.
        new Operator(tenant)
                .agree("partner", "{'quantity':1,'validFrom':'2099-01-01T00:00:00Z'}")
                .demand(200);
        // No attribute of the built-in schemas is unique in this way.
        Tables.change(
                "INSERT INTO unique_value VALUES (?, 'User', 'badge', ?, ?)",
                tenant.id(),
                "badge-" + tag,
                users.get(0));
        // A mail that nobody sends before then.
        Tables.change(
                "WITH mail AS (INSERT INTO alert_mail VALUES (?, gen_random_uuid(), gen_random_uuid(), 'group.mixed', '{}',"
                        + " now(), 'somebody@" + tag + ".example') RETURNING tenant_id, id)"
                        + " INSERT INTO mail_queue SELECT tenant_id, id, '2099-01-01' FROM mail",
                tenant.id());
        String connection = tenant.connection("okta");
        String prefix = TestTenant.operator()
                .get("/api/v1/tenants/" + tenant.name() + "/connections/" + connection + "/tokens")
                .path("[0].id");
        return new Company(tag, tenant, connection, connector, prefix, users, group);
    }

    String firstUser() {
        return users.get(0);
    }

    String userName() {
        return "person-1-" + tag + "@example.com";
    }

    /** What must appear in no answer to anybody else. */
    List<String> marks() {
        List<String> marks = new ArrayList<>(users);
        marks.addAll(List.of(tag, tenant.id(), tenant.name(), connection, group, tokenPrefix));
        return marks;
    }

    /** Everything that the database holds of the company, by table; seen by the superuser. */
    Map<String, String> rows() throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (var sql = TestDatabase.superuser()) {
            Set<String> tables = new java.util.TreeSet<>(TenantTables.names(sql));
            tables.add("tenants");
            for (String table : tables) {
                String key = table.equals("tenants") ? "id" : "tenant_id";
                // last_used_at is written by a timer of its own.
                try (PreparedStatement query = sql.prepareStatement(
                        "SELECT string_agg(r, E'\\n' ORDER BY r) FROM (SELECT (to_jsonb(t) - 'last_used_at')::text r FROM "
                                + table + " t WHERE " + key + " = ?::uuid) x")) {
                    query.setString(1, tenant.id());
                    try (ResultSet row = query.executeQuery()) {
                        row.next();
                        rows.put(table, String.valueOf(row.getString(1)));
                    }
                }
            }
        }
        return rows;
    }
}
