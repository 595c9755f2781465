package io.usher.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that Usher runs itself when no datasource is configured: the real server, kept in a {@link DataFolder},
 * durable, with an owner's account that migrates and a restricted one that works.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final String DATABASE = "usher";
    private static final String OWNER = "usher_owner";
    private static final String APPLICATION = "usher_app";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final EmbeddedPostgres postgres;
    private final DataFolder folder;

    private EmbeddedDatabase(EmbeddedPostgres postgres, DataFolder folder) {
        this.postgres = postgres;
        this.folder = folder;
    }

    /**
     * Starts the server on the folder, first stopping one that a killed program left behind.
     *
     * @param settings further PostgreSQL settings, by name
     */
    public static EmbeddedDatabase start(DataFolder folder, Map<String, String> settings) {
        Path data = folder.path().resolve("postgres");
        try {
            stopLeftBehind(data);
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(
                            folder.path().resolve("runtime").toFile())
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START)
                    .setConnectConfig("password", folder.secret("postgres.superuser"))
                    // initdb's options: passwords from the first start, never "trust"
                    .setLocaleConfig("auth-host", "scram-sha-256")
                    .setLocaleConfig("auth-local", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile(folder).toString())
                    .setLocaleConfig("locale", "C.UTF-8")
                    // The library is made for tests and switches durability off: switch it on again.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200");
            settings.forEach(builder::setServerConfig);
            EmbeddedDatabase database = new EmbeddedDatabase(builder.start(), folder);
            database.makeAccounts();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start in " + data, e);
        } finally {
            deletePasswordFile(folder);
        }
    }

    /** The configuration with which Usher reaches this database, by Quarkus' names. */
    public Map<String, String> configuration() {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + DATABASE,
                "quarkus.datasource.username",
                APPLICATION,
                "quarkus.datasource.password",
                folder.secret("postgres.application"),
                "quarkus.flyway.username",
                OWNER,
                "quarkus.flyway.password",
                folder.secret("postgres.owner"),
                "usher.master-key",
                folder.secret("usher.master-key"));
    }

    /** A connection of the server's superuser, for tests and for repairs. */
    public Connection superuser() throws SQLException {
        return postgres.getDatabase("postgres", DATABASE).getConnection();
    }

    private void makeAccounts() {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            for (String role : List.of(OWNER, APPLICATION)) {
                if (!exists(sql, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'")) {
                    sql.execute("CREATE ROLE " + role + " LOGIN");
                }
            }
            // The secrets are base64url of our own making: nothing in them needs quoting.
            sql.execute("ALTER ROLE " + OWNER + " PASSWORD '" + folder.secret("postgres.owner") + "'");
            sql.execute("ALTER ROLE " + APPLICATION + " PASSWORD '" + folder.secret("postgres.application") + "'");
            if (!exists(sql, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                sql.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER + " TEMPLATE template0 ENCODING 'UTF8'");
            }
            sql.execute("REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
            sql.execute("GRANT CONNECT ON DATABASE " + DATABASE + " TO " + APPLICATION);
        } catch (SQLException e) {
            throw new IllegalStateException("The accounts of the embedded PostgreSQL could not be made", e);
        }
    }

    private static boolean exists(Statement sql, String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            return rows.next();
        }
    }

    private static Path passwordFile(DataFolder folder) throws IOException {
        Path file = folder.path().resolve("superuser.pw");
        return Files.writeString(file, folder.secret("postgres.superuser"));
    }

    private static void deletePasswordFile(DataFolder folder) {
        try {
            Files.deleteIfExists(folder.path().resolve("superuser.pw"));
        } catch (IOException e) {
            LOG.warn("The file superuser.pw in the data folder could not be removed", e);
        }
    }

    /** After {@code kill -9} the server lives on without its program; two servers on one folder destroy it. */
    private static void stopLeftBehind(Path data) throws IOException {
        ProcessHandle server = serverOn(data);
        if (server == null) {
            return;
        }
        LOG.infof("Stopping the PostgreSQL (process %d) that an earlier run left behind", server.pid());
        server.destroy();
        try {
            server.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "PostgreSQL process " + server.pid() + " still runs on " + data + "; stop it, then start again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the left-behind PostgreSQL stopped", e);
        }
    }

    private static @Nullable ProcessHandle serverOn(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return null;
        }
        List<String> lines = Files.readAllLines(file);
        // Line 1 is the process, line 2 the data folder: another program may carry the number by now.
        if (lines.size() < 2 || !lines.get(0).strip().matches("\\d{1,18}")) {
            return null;
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .filter(process -> process.info().command().orElse("").contains("postgres"))
                .filter(process -> Path.of(lines.get(1)).equals(data.toAbsolutePath()))
                .orElse(null);
    }

    /**
     * Stops the server; the data stay. Whoever else closes it meanwhile waits until it has stopped: the end of the program is
     * called for by several threads, and the first to return ends them all.
     */
    @Override
    public synchronized void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            folder.close();
        }
    }
}
