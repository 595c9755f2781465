package io.usher.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The PostgreSQL that runs on a data folder, with or without its program. */
final class Postmaster {

    private Postmaster() {}

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
}
