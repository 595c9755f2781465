package io.usher.endurance;

import io.restassured.RestAssured;
import io.usher.platform.DataFolder;
import io.usher.platform.EmbeddedDatabase;
import io.usher.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two programs that share one PostgreSQL, as replicas do. */
final class TwoPrograms implements AutoCloseable {

    /**
     * What is proved here is who wins, not how soon: on a busy machine a queue of dozens before one pool, and programs that
     * have just started, need longer than the two seconds after which a client would be sent away. Deadlocks are found after
     * one second all the same.
     */
    private static final Map<String, String> PATIENCE = Map.of(
            "quarkus.datasource.jdbc.acquisition-timeout", "60S",
            "quarkus.datasource.jdbc.additional-jdbc-properties.options",
                    "-c statement_timeout=60000 -c lock_timeout=60000");

    private final Path folder;
    private final EmbeddedDatabase database;
    private final List<Program> programs;

    private TwoPrograms(Path folder, EmbeddedDatabase database, List<Program> programs) {
        this.folder = folder;
        this.database = database;
        this.programs = programs;
    }

    static TwoPrograms start() {
        try {
            Path folder = Files.createTempDirectory("usher-two");
            EmbeddedDatabase database = EmbeddedDatabase.start(DataFolder.take(folder), Map.of());
            Map<String, String> configuration = new HashMap<>(database.configuration());
            configuration.putAll(PATIENCE);
            Program first = Program.onDatabase(configuration);
            Program second = Program.onDatabase(configuration);
            // Where TestTenant finds the API.
            RestAssured.baseURI = "http://127.0.0.1";
            RestAssured.port = first.port();
            return new TwoPrograms(folder, database, List.of(first, second));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same caller, at the first program and at the second. */
    List<Client> clients(String token) {
        return programs.stream()
                .map(program -> new Client(program.url(), token))
                .toList();
    }

    Observer observer() {
        return Observer.of(database);
    }

    @Override
    public void close() {
        RestAssured.reset();
        programs.forEach(Program::close);
        database.close();
        TestDatabase.delete(folder);
    }
}
