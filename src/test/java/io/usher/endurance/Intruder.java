package io.usher.endurance;

import io.usher.platform.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A session of the database's superuser that gets in the way: holds locks, ends other sessions, plants failures. */
final class Intruder implements AutoCloseable {

    private final Connection connection;

    private Intruder(Connection connection) {
        this.connection = connection;
    }

    static Intruder of(EmbeddedDatabase database) {
        try {
            return new Intruder(database.superuser());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What follows is one transaction, until {@link #end()}. */
    Intruder begin() {
        return run("BEGIN");
    }

    void end() {
        run("COMMIT");
    }

    Intruder run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends every session of the application's account. */
    void terminateAll() {
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'usher_app'");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
