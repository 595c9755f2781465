package io.usher.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Sends a process what Java has no word for. */
final class Signals {

    private Signals() {}

    static void send(String name, ProcessHandle process) {
        run("kill", "-" + name, String.valueOf(process.pid()));
    }

    /** What a command says. */
    static String output(String... command) {
        try (var said =
                new ProcessBuilder(command).redirectErrorStream(true).start().getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end; its output is of no interest. */
    static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
