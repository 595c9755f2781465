package io.usher.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The PostgreSQL that runs on a data folder, with or without its program; and what can be done to it. */
final class Postmaster {

    private final Path folder;
    private final Path data;

    Postmaster(Path folder) {
        this.folder = folder;
        data = folder.resolve("postgres");
    }

    /** Empty when the folder has no pid file, or its process is gone. */
    static Optional<ProcessHandle> on(Path folder) {
        Path file = folder.resolve("postgres/postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(
                    Long.parseLong(Files.readAllLines(file).get(0).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops what a killed program left behind, when no later program has done so. */
    static void stop(Path folder) {
        on(folder).ifPresent(server -> {
            server.destroy();
            server.onExit().join();
        });
    }

    /** {@code pg_ctl stop -m immediate}: as a crash, without a word to anybody. */
    void stopImmediately() {
        control("-m", "immediate", "stop");
    }

    /** Starts it as it was started before; returns when it accepts connections. */
    void start() {
        control("-o", options().replaceFirst("^\\S+\\s+", ""), "-l", data + ".log", "start");
    }

    /** Stops every process of the server in its tracks: connections stay open, and nobody answers on them. */
    void freeze() {
        processes().forEach(process -> Signals.send("STOP", process));
    }

    void thaw() {
        processes().forEach(process -> Signals.send("CONT", process));
    }

    private List<ProcessHandle> processes() {
        ProcessHandle server = on(folder).orElseThrow();
        return Stream.concat(Stream.of(server), server.descendants()).toList();
    }

    /** The server's command line, as the server itself has written it down. */
    private String options() {
        try {
            return Files.readString(data.resolve("postmaster.opts")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void control(String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root; so it was started as nobody in particular, too.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(
                Path.of(options().split("\\s", 2)[0]).resolveSibling("pg_ctl").toString());
        command.addAll(List.of("-D", data.toString(), "-w"));
        command.addAll(List.of(arguments));
        int code = Signals.run(command.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException("pg_ctl ended with " + code + ": " + command);
        }
    }
}
