package io.usher.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of the catalogue: a line that says what it is about, then a line for each check, its number and a text.
 *
 * @param lines the texts by number, in the order of the file
 */
record Sheet(String heading, Map<String, String> lines) {

    static Sheet read(Path file) {
        List<String> all;
        try {
            all = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : all.subList(1, all.size())) {
            String[] parts = line.split("\t", -1);
            if (parts.length != 2 || parts[1].isBlank()) {
                throw new IllegalStateException(file + ": not a number, a tab and a text: " + line);
            }
            if (lines.put(parts[0], parts[1]) != null) {
                throw new IllegalStateException(file + ": twice: " + parts[0]);
            }
        }
        return new Sheet(all.get(0).replaceFirst("^# *", ""), lines);
    }
}
