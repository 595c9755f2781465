package io.usher.endurance;

import io.usher.platform.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Looks into the database with the eyes of its superuser, who sees every tenant; changes nothing. */
final class Observer implements AutoCloseable {

    private final Connection connection;

    private Observer(Connection connection) {
        this.connection = connection;
    }

    static Observer of(EmbeddedDatabase database) {
        try {
            return new Observer(database.superuser());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the database that a running program keeps in this folder. */
    static Observer inFolder(Path folder) {
        Properties secrets = new Properties();
        try (var in = Files.newInputStream(folder.resolve("secrets.properties"))) {
            secrets.load(in);
            // Line 4 of the server's pid file is its port.
            String port = Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                    .get(3)
                    .strip();
            return new Observer(DriverManager.getConnection(
                    "jdbc:postgresql://localhost:" + port + "/usher",
                    "postgres",
                    secrets.getProperty("postgres.superuser")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String query, Object... parameters) {
        return Long.parseLong(text(query, parameters));
    }

    /** The one value that the query answers. */
    String text(String query, Object... parameters) {
        List<String> values = texts(query, parameters);
        if (values.size() != 1) {
            throw new IllegalStateException("One row expected, not " + values.size() + ": " + query);
        }
        return values.get(0);
    }

    /** The first column of every row. */
    List<String> texts(String query, Object... parameters) {
        try (PreparedStatement sql = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                sql.setObject(i + 1, parameters[i]);
            }
            List<String> values = new ArrayList<>();
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    values.add(row.getString(1));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
