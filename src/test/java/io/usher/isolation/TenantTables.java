package io.usher.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The tables that belong to tenants, as the database's own catalogue tells. */
final class TenantTables {

    /** Of the installation: no tenant's rows are in them, or no more of a tenant than its id and numbers. */
    private static final Set<String> INSTALLATION = Set.of(
            "tenants",
            "operator_token",
            "signing_key",
            "flyway_schema_history",
            "event_feed",
            "event_pending",
            "event_position",
            "group_queue",
            "group_watch",
            "mail_queue",
            "work_queue");

    /** The order of events and the queues go through all tenants; what else may be in these tables, DatabaseAccountTest says. */
    private static final String OF_TENANTS =
            " AND c.relkind IN ('r', 'p') AND c.relname NOT IN ('event_pending', 'event_position', 'group_queue',"
                    + " 'mail_queue', 'work_queue')";

    private TenantTables() {}

    static List<String> names(Connection sql) throws SQLException {
        return list(sql, """
                SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = 'public'::regnamespace AND a.attname = 'tenant_id'""" + OF_TENANTS + " ORDER BY c.relname");
    }

    /** What is missing for the two locks; empty when all is as it should be. */
    static List<String> faults(Connection sql) throws SQLException {
        List<String> faults = new ArrayList<>();
        for (String table : list(sql, """
                SELECT relname FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname""")) {
            if (!names(sql).contains(table) && !INSTALLATION.contains(table)) {
                faults.add(table + " has no tenant_id and is not known as a table of the installation");
            }
        }
        faults.addAll(list(sql, """
                SELECT c.relname || ' lacks forced row-level security' FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = 'public'::regnamespace AND a.attname = 'tenant_id'
                  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)""" + OF_TENANTS));
        faults.addAll(list(sql, """
                SELECT c.relname || ' has a policy other than tenant_isolation on all rows and commands'
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE c.relnamespace = 'public'::regnamespace AND (
                    SELECT array_agg(concat_ws(' ', p.polname, p.polcmd, p.polpermissive, p.polroles::text,
                                               pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)))
                    FROM pg_policy p WHERE p.polrelid = c.oid)
                  IS DISTINCT FROM ARRAY['tenant_isolation * t {0} '
                    || '(tenant_id = (NULLIF(current_setting(''app.tenant''::text, true), ''''::text))::uuid)']""" + OF_TENANTS));
        faults.addAll(list(sql, """
                SELECT c.relname || ' has a key that tenant_id does not lead: ' || i.indexrelid::regclass
                FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                JOIN pg_index i ON i.indrelid = c.oid
                WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND i.indkey[0] <> a.attnum""" + OF_TENANTS));
        faults.addAll(list(sql, """
                SELECT c.relname || ' has no primary key' FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                  AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)"""));
        faults.addAll(list(sql, """
                SELECT f.conrelid::regclass || ' has a foreign key that tenant_id does not lead: ' || f.conname
                FROM pg_constraint f
                JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attname = 'tenant_id'
                WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace AND f.conkey[1] <> a.attnum"""));
        return faults;
    }

    static List<String> list(Connection sql, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
