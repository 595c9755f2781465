package io.usher.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The instructions of the image's recipe, in order, with continued lines joined. */
record Dockerfile(List<String> instructions) {

    static Dockerfile read() {
        try {
            String text = Files.readString(Path.of("src/main/docker/Dockerfile"));
            return new Dockerfile(text.replaceAll("(?m)^#.*\\R", "")
                    .replaceAll("\\\\\\R", " ")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows each instruction of this name. */
    List<String> arguments(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.startsWith(name + " "))
                .map(instruction -> instruction.substring(name.length() + 1).strip())
                .toList();
    }

    /** Where the last instruction of this name stands. */
    int position(String name) {
        return IntStream.range(0, instructions.size())
                .filter(i -> instructions.get(i).startsWith(name + " "))
                .max()
                .orElseThrow();
    }

    /** The sources of the COPY instructions, each of which names one. */
    List<String> copied() {
        return arguments("COPY").stream()
                .map(copy -> copy.substring(0, copy.indexOf(' ')))
                .toList();
    }
}
