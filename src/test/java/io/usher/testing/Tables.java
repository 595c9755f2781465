package io.usher.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables as the superuser sees them: what was really written, and the states that no door makes yet. */
public final class Tables {

    /** Kept open: to open one costs more than most of what is asked. */
    private static final ThreadLocal<@Nullable Connection> OPEN = new ThreadLocal<>();

    private Tables() {}

    /** Rows by column; a column of an uuid, a number or a time is read as text, and SQL's null as an empty one. */
    public static List<Map<String, String>> rows(String query, Object... values) {
        try (PreparedStatement sql = prepare(query, values);
                ResultSet row = sql.executeQuery()) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (row.next()) {
                Map<String, String> columns = new HashMap<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    String value = row.getString(i);
                    columns.put(row.getMetaData().getColumnLabel(i), value == null ? "" : value);
                }
                rows.add(columns);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** The one value of the one row. */
    public static String value(String query, Object... values) {
        return rows(query, values).get(0).values().iterator().next();
    }

    public static int count(String query, Object... values) {
        return Integer.parseInt(value(query, values));
    }

    /** Returns how many rows it changed. */
    public static int change(String statement, Object... values) {
        try (PreparedStatement sql = prepare(statement, values)) {
            return sql.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private static PreparedStatement prepare(String statement, Object... values) throws SQLException {
        Connection connection = OPEN.get();
        if (connection == null || !connection.isValid(1)) {
            connection = TestDatabase.superuser();
            OPEN.set(connection);
        }
        PreparedStatement sql = connection.prepareStatement(statement);
        for (int i = 0; i < values.length; i++) {
            sql.setObject(i + 1, values[i] instanceof String text && isId(text) ? UUID.fromString(text) : values[i]);
        }
        return sql;
    }

    private static boolean isId(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }
}
