package io.usher.boot;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.usher.platform.DataFolder;
import io.usher.platform.EmbeddedDatabase;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The program. Without a datasource in the environment it starts its own PostgreSQL first and stops it last. */
@QuarkusMain
public class UsherMain {

    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final int STOP_SECONDS = 30;

    public static void main(String... args) {
        if (System.getenv("QUARKUS_DATASOURCE_JDBC_URL") != null || System.getProperty(JDBC_URL) != null) {
            Quarkus.run(UsherApplication.class, args);
            return;
        }
        Path folder = dataFolder();
        EmbeddedDatabase database;
        try {
            database = EmbeddedDatabase.start(DataFolder.take(folder), Map.of());
        } catch (IllegalStateException | UncheckedIOException refused) {
            UsherApplication.print("Usher does not start. " + refused.getMessage());
            System.exit(1);
            return;
        }
        Map<String, String> configuration = database.configuration();
        configuration.forEach(System::setProperty);
        System.setProperty(UsherApplication.DATA_FOLDER, folder.toString());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAfter(stopped, database), "embedded-postgres-stop"));
        Quarkus.run(UsherApplication.class, (code, failure) -> finish(code, failure, stopped, database), args);
        // Only the development mode comes here: a live reload calls main again.
        configuration.keySet().forEach(System::clearProperty);
    }

    private static Path dataFolder() {
        String configured = System.getenv("USHER_DATA_DIR");
        return configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".usher").toAbsolutePath()
                : Path.of(configured).toAbsolutePath();
    }

    private static void finish(
            int code, @Nullable Throwable failure, CountDownLatch stopped, EmbeddedDatabase database) {
        stopped.countDown();
        database.close();
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            System.exit(failure == null ? code : 1);
        }
    }

    /** Hooks run side by side: this one waits until no request needs the database any more. */
    private static void stopAfter(CountDownLatch stopped, EmbeddedDatabase database) {
        try {
            stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
