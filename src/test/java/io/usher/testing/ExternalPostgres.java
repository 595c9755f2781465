package io.usher.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL that somebody else runs: a fresh cluster of the binaries that {@code usher.postgres.bin} names, started by an
 * account that is not root. Its accounts and database are made with the SQL of operate.md, and with nothing else.
 */
public final class ExternalPostgres implements AutoCloseable {

    private static final Path GUIDE = Path.of("src", "site", "markdown", "operate.md");
    private static final Pattern SQL = Pattern.compile("```sql\\n(CREATE ROLE.*?)```", Pattern.DOTALL);
    private static final Pattern PASSWORD = Pattern.compile("CREATE ROLE (\\w+) LOGIN PASSWORD '([^']+)'");
    private static final String MASTER_KEY = "bWFzdGVyLWtleS1vZi10aGUtdGVzdHMtMDEyMzQ1Njc";
    private static final String SUPERUSER_PASSWORD = "superuser-of-the-tests";
    private static final int START_SECONDS = 60;

    private final String bin;
    private final Path folder;
    private final int port;
    private final String sql;

    private ExternalPostgres(String bin, Path folder, int port, String sql) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
        this.sql = sql;
    }

    /** The folder of the binaries to test with, or the empty text where the tests run on the embedded server. */
    public static String wantedBinaries() {
        return System.getProperty("usher.postgres.bin", "");
    }

    /** @param settings of the server, by name */
    public static ExternalPostgres start(String bin, Map<String, String> settings) {
        try {
            Path folder = Files.createTempDirectory("usher-external");
            Matcher block = SQL.matcher(Files.readString(GUIDE));
            if (!block.find()) {
                throw new IllegalStateException("operate.md has lost its SQL");
            }
            ExternalPostgres server = new ExternalPostgres(bin, folder, freePort(), block.group(1));
            server.launch(settings);
            server.makeAccounts();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void launch(Map<String, String> settings) throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
        Path password = Files.writeString(folder.resolve("superuser.pw"), SUPERUSER_PASSWORD);
        run(
                bin + "/initdb",
                "-D",
                data(),
                "-U",
                "postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + password,
                "-E",
                "UTF8");
        StringBuilder options = new StringBuilder("-k '' -p " + port + " -c max_connections=200");
        settings.forEach(
                (name, value) -> options.append(" -c ").append(name).append('=').append(value));
        run(
                bin + "/pg_ctl",
                "-D",
                data(),
                "-w",
                "-l",
                folder.resolve("server.log").toString(),
                "-o",
                options.toString(),
                "start");
    }

    private void makeAccounts() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String each : sql.split(";\\s*\\n", -1)) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The SQL of operate.md does not run", e);
        }
    }

    /** What Usher is told of this server, by Quarkus' names. */
    public Map<String, String> configuration() {
        List<String[]> accounts = new ArrayList<>();
        PASSWORD.matcher(sql).results().forEach(role -> accounts.add(new String[] {role.group(1), role.group(2)}));
        return Map.of(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://localhost:" + port + "/usher",
                "quarkus.flyway.username", accounts.get(0)[0],
                "quarkus.flyway.password", accounts.get(0)[1],
                "quarkus.datasource.username", accounts.get(1)[0],
                "quarkus.datasource.password", accounts.get(1)[1],
                "usher.master-key", MASTER_KEY);
    }

    public Connection superuser() throws SQLException {
        return connect("usher");
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + port + "/" + database, "postgres", SUPERUSER_PASSWORD);
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** PostgreSQL does not run as root. */
    private static void run(String... command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        whole.addAll(List.of(command));
        Path output = Files.createTempFile("usher-external", ".log");
        Process process = new ProcessBuilder(whole)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command[0] + " failed:\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Files.delete(output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            run(bin + "/pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestDatabase.delete(folder);
    }
}
