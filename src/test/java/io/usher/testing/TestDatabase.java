package io.usher.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.usher.platform.DataFolder;
import io.usher.platform.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL of all tests of a run, which counts statements: the embedded one in a folder of its own, or, in the profile
 * "external", one that is started from the machine's binaries.
 */
@WithTestResource(value = TestDatabase.class, scope = TestResourceScope.GLOBAL)
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

    /** The operator of the installation under test. */
    public static final String OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";

    /** Nothing in it outlives the run: what must survive a crash is tested by programs with a database of their own. */
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_preload_libraries",
            "pg_stat_statements",
            "pg_stat_statements.track",
            "top",
            "synchronous_commit",
            "off");

    private static @Nullable EmbeddedDatabase embedded;
    private static @Nullable ExternalPostgres external;
    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        Map<String, String> configuration = new HashMap<>(launch());
        try (Connection sql = superuser()) {
            sql.createStatement().execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        configuration.put("usher.operator-token", OPERATOR_TOKEN);
        return configuration;
    }

    private Map<String, String> launch() {
        String binaries = ExternalPostgres.wantedBinaries();
        if (!binaries.isEmpty()) {
            external = ExternalPostgres.start(binaries, SETTINGS);
            return external.configuration();
        }
        try {
            folder = Files.createTempDirectory("usher-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        embedded = EmbeddedDatabase.start(DataFolder.take(folder), SETTINGS);
        return embedded.configuration();
    }

    /** The server's superuser: sees every tenant, and is used to look, not to prepare. */
    public static Connection superuser() throws SQLException {
        if (external != null) {
            return external.superuser();
        }
        if (embedded == null) {
            throw new IllegalStateException("The test database has not been started");
        }
        return embedded.superuser();
    }

    @Override
    public void stop() {
        if (external != null) {
            external.close();
            external = null;
        }
        if (embedded != null) {
            embedded.close();
            embedded = null;
        }
        if (folder != null) {
            delete(folder);
        }
    }

    /** Removes a folder and what is in it. */
    public static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
