package io.usher.endurance;

import io.restassured.RestAssured;
import io.usher.platform.DataFolder;
import io.usher.platform.EmbeddedDatabase;
import io.usher.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A PostgreSQL and the programs that share it, as replicas do; with the settings as they are shipped. */
final class Installation implements AutoCloseable {

    private final Path folder;
    private final EmbeddedDatabase database;
    private final List<Program> programs = new ArrayList<>();

    private Installation(Path folder, EmbeddedDatabase database) {
        this.folder = folder;
        this.database = database;
    }

    /** An empty database, and no program yet. */
    static Installation empty() {
        try {
            Path folder = Files.createTempDirectory("usher-installation");
            return new Installation(folder, EmbeddedDatabase.start(DataFolder.take(folder), Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Installation of(int programs) {
        Installation installation = empty();
        try {
            for (int n = 0; n < programs; n++) {
                installation.add(installation.launch(Map.of()).awaitReady());
            }
            return installation;
        } catch (IllegalStateException failed) {
            installation.close();
            throw failed;
        }
    }

    /** Starts a program; it may never come to serve. */
    Program launch(Map<String, String> changes) {
        Map<String, String> configuration = new HashMap<>(database.configuration());
        configuration.putAll(changes);
        return Program.launchOnDatabase(configuration);
    }

    /** Takes a running program in: tenants of the test are made through the first one. */
    Program add(Program program) {
        if (programs.isEmpty()) {
            RestAssured.baseURI = "http://127.0.0.1";
            RestAssured.port = program.port();
        }
        programs.add(program);
        return program;
    }

    Program program(int number) {
        return programs.get(number);
    }

    /** The same caller, at each of the programs. */
    List<Client> clients(String token) {
        return programs.stream()
                .map(program -> new Client(program.url(), token))
                .toList();
    }

    Observer observer() {
        return Observer.of(database);
    }

    Intruder intruder() {
        return Intruder.of(database);
    }

    Postmaster postmaster() {
        return new Postmaster(folder);
    }

    String jdbcUrl() {
        return Objects.requireNonNull(database.configuration().get("quarkus.datasource.jdbc.url"));
    }

    @Override
    public void close() {
        RestAssured.reset();
        programs.forEach(Program::close);
        database.close();
        TestDatabase.delete(folder);
    }
}
