package io.usher.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the program sends to the database, as the database itself counts it. */
public final class Statements {

    private Statements() {}

    /**
     * Each statement with its number of calls, without those that only frame a transaction. Of equal statements the database
     * keeps the text of the first, with or without its constants; here all have {@code ?} for them.
     */
    public static SortedMap<String, Integer> during(Runnable work) {
        try (Connection connection = TestDatabase.superuser();
                Statement reset = connection.createStatement();
                // Outside any request: when a token was last used, how full the pools are, whether work is left, and
                // that
                // old events go. And once in the life of a connection, the driver's own question about types of
                // columns.
                PreparedStatement sent = connection.prepareStatement("""
                        SELECT s.query, s.calls FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
                        WHERE r.rolname = ? AND s.query !~* '^\\s*(BEGIN|COMMIT|ROLLBACK|SET|SHOW|DISCARD|RESET)\\M'
                          AND s.query NOT LIKE '%note_token_use%' AND s.query NOT LIKE '%seat_pool_figures%'
                          AND s.query NOT LIKE '%number_events%' AND s.query NOT LIKE '%prune_events%'
                          AND s.query NOT LIKE '%FROM work_queue WHERE due_at%'
                          AND s.query NOT LIKE '%pg_catalog.pg_class%'""")) {
            reset.execute("SELECT pg_stat_statements_reset()");
            work.run();
            sent.setString(1, ConfigProvider.getConfig().getValue("quarkus.datasource.username", String.class));
            SortedMap<String, Integer> calls = new TreeMap<>();
            try (ResultSet row = sent.executeQuery()) {
                while (row.next()) {
                    calls.merge(
                            row.getString(1).replaceAll("'[^']*'|\\$?\\b\\d+\\b", "?"), row.getInt(2), Integer::sum);
                }
            }
            return calls;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
