package io.usher.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The checks of SCIM 2.0, by area. */
record Catalogue(List<Area> areas) {

    static final Path FOLDER = Path.of("src", "test", "resources", "checks");

    /**
     * Checks about one matter.
     *
     * @param name the letters before the numbers of its checks
     * @param heading what they are about, and where it stands in the RFCs
     * @param rules by the number of the check
     */
    record Area(String name, String heading, Map<String, String> rules) {}

    static Catalogue read() {
        Set<Path> others = new LinkedHashSet<>();
        Arrays.stream(Exemption.values()).forEach(exemption -> others.add(exemption.file()));
        try (Stream<Path> files = Files.list(FOLDER)) {
            return new Catalogue(files.filter(file -> !others.contains(file))
                    .sorted()
                    .map(Catalogue::area)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Area area(Path file) {
        Sheet sheet = Sheet.read(file);
        String name = file.getFileName().toString().replace(".tsv", "").toUpperCase(Locale.ROOT);
        String[] heading = sheet.heading().split(": ", 2);
        boolean numbered = sheet.lines().keySet().stream().allMatch(id -> id.startsWith(name + "-"));
        if (!heading[0].equals(name) || !numbered) {
            throw new IllegalStateException(file + ": heading and numbers must begin with " + name);
        }
        return new Area(name, heading[1], sheet.lines());
    }

    Set<String> checks() {
        Set<String> all = new LinkedHashSet<>();
        areas.forEach(area -> all.addAll(area.rules().keySet()));
        return all;
    }

    /** Whether a tag means a check, and not one of the other numbers that tests carry. */
    boolean speaksOf(String tag) {
        return areas.stream().anyMatch(area -> tag.matches(area.name() + "-.*"));
    }
}
