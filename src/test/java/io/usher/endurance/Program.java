package io.usher.endurance;

import io.usher.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged program, running as a process of its own on a free port. */
final class Program implements AutoCloseable {

    /** Of the virtual machine; the profiles long and faults run it as it is shipped. */
    private static final List<String> OPTIONS = Pattern.compile(" ")
            .splitAsStream(System.getProperty("usher.program.options", ""))
            .filter(option -> !option.isBlank())
            .toList();

    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final Path LOGS = Path.of("target", "endurance").toAbsolutePath();
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration END = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final int managementPort;
    private final Path log;
    private final long startedAt = System.nanoTime();
    private long millisToFirstAnswer;

    private Program(Process process, int port, int managementPort, Path log) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
        this.log = log;
    }

    /** On its embedded database in this folder, ready to serve. */
    static Program inFolder(Path folder) {
        return launchInFolder(folder).awaitReady();
    }

    /** On its embedded database in this folder; it may end without ever serving. */
    static Program launchInFolder(Path folder) {
        return launch(Map.of("USHER_DATA_DIR", folder.toString()));
    }

    /** On a database that is there already; it may end without ever serving. */
    static Program onDatabase(Map<String, String> configuration) {
        return launchOnDatabase(configuration).awaitReady();
    }

    /** On a database that is there already; it may end without ever serving. */
    static Program launchOnDatabase(Map<String, String> configuration, String... arguments) {
        Map<String, String> environment = new HashMap<>();
        configuration.forEach(
                (name, value) -> environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
        return launch(environment, arguments);
    }

    private static Program launch(Map<String, String> environment, String... arguments) {
        try {
            int port = freePort();
            int managementPort = freePort();
            Files.createDirectories(LOGS);
            Path log = Files.createTempFile(LOGS, "program-" + port + "-", ".log");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(OPTIONS);
            command.addAll(List.of("-jar", JAR.toString()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(LOGS.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            // What configures the machine that runs the test must not configure the program under test.
            builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("USHER_"));
            builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
            builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
            builder.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
            builder.environment().put("USHER_OPERATOR_TOKEN", TestDatabase.OPERATOR_TOKEN);
            builder.environment().putAll(environment);
            builder.environment().values().removeIf(String::isEmpty);
            return new Program(builder.start(), port, managementPort, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Program awaitReady() {
        Client anybody = new Client(url(), TestDatabase.OPERATOR_TOKEN);
        long deadline = startedAt + READY.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (answers(anybody)) {
                millisToFirstAnswer = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
                return this;
            }
            pause(20);
        }
        String seen = log();
        process.destroyForcibly();
        throw new IllegalStateException("The program did not come to serve:\n" + seen);
    }

    /** Any answer that the database had a part in: the operator of this program may be another one. */
    private static boolean answers(Client anybody) {
        try {
            return List.of(200, 401).contains(anybody.get("/api/v1/tenants").status());
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Asks it to end (SIGTERM) and waits until it has; returns its exit code. */
    int stop() {
        process.destroy();
        return awaitEnd();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Sends a signal, as STOP or CONT. */
    void signal(String name) {
        Signals.send(name, process.toHandle());
    }

    /** Asks it to end (SIGTERM). */
    void askToEnd() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int awaitEnd() {
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The program does not end:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where health and metrics are. */
    String managementUrl() {
        return "http://127.0.0.1:" + managementPort;
    }

    int port() {
        return port;
    }

    long millisToFirstAnswer() {
        return millisToFirstAnswer;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            signal("CONT");
            stop();
        }
    }
}
