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

/** The embedded PostgreSQL in a folder of its own, for all tests of a run; it counts statements. */
@WithTestResource(value = TestDatabase.class, scope = TestResourceScope.GLOBAL)
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

    /** The operator of the installation under test. */
    public static final String OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";

    private static @Nullable EmbeddedDatabase running;
    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("usher-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        running = EmbeddedDatabase.start(
                DataFolder.take(folder),
                Map.of("shared_preload_libraries", "pg_stat_statements", "pg_stat_statements.track", "top"));
        try (Connection sql = superuser()) {
            sql.createStatement().execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Map<String, String> configuration = new HashMap<>(running.configuration());
        configuration.put("usher.operator-token", OPERATOR_TOKEN);
        return configuration;
    }

    /** The server's superuser: sees every tenant, and is used to look, not to prepare. */
    public static Connection superuser() throws SQLException {
        if (running == null) {
            throw new IllegalStateException("The test database has not been started");
        }
        return running.superuser();
    }

    @Override
    public void stop() {
        if (running != null) {
            running.close();
            running = null;
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
