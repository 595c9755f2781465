package io.usher.isolation;

import io.usher.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Takes one of the two locks away for a while, so that the other is seen to hold alone. */
final class Locks {

    /** The functions that open a tenant are the check of the caller's token itself, no predicate of his queries. */
    private static final String FUNCTIONS = """
            SELECT pg_get_functiondef(oid) FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND NOT prosecdef AND prosrc LIKE '%tenant_id%'""";

    private static final List<String> remembered = new ArrayList<>();

    private Locks() {}

    /** Row-level security of every table, on or off. */
    static void policies(boolean on) throws SQLException {
        try (Connection sql = TestDatabase.superuser();
                Statement statement = sql.createStatement()) {
            for (String table : TenantTables.names(sql)) {
                statement.execute("ALTER TABLE " + table + (on ? " ENABLE" : " DISABLE") + " ROW LEVEL SECURITY");
            }
        }
    }

    /** The comparisons with the tenant in all that the program asks, in its own statements and in its functions. */
    static void predicates(boolean on) throws SQLException {
        ForgetfulDriver.forget(!on);
        try (Connection sql = TestDatabase.superuser();
                Statement statement = sql.createStatement()) {
            if (!on) {
                remembered.addAll(TenantTables.list(sql, FUNCTIONS));
            }
            for (String function : remembered) {
                statement.execute(
                        on
                                ? function
                                : function.replaceAll("(\\w+\\.tenant_id = \\w+(\\.tenant_id)?)", "($1 OR true)"));
            }
            if (on) {
                remembered.clear();
            }
        }
    }
}
