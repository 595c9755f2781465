package io.usher.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of settings in configuration.md says what the program reads, and nothing else. */
class SettingsTableTest {

    private static final Path PAGE = Path.of("src", "site", "markdown", "configuration.md");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path DEFAULTS = Path.of("src", "main", "resources", "application.properties");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\|[^|]+\\| ([^|]+) \\|");
    private static final Pattern READ = Pattern.compile(
            "@ConfigProperty\\(\\s*name = \"(usher\\.[a-z.-]+)\"|getenv\\(\"(USHER_[A-Z_]+)\"\\)|\\$\\{(usher\\.[a-z.-]+):");

    @Test
    void every_setting_of_ushers_own_that_the_program_reads_is_in_the_table_and_no_other() throws IOException {
        Set<String> read = new TreeSet<>();
        for (Path source : sources()) {
            READ.matcher(Files.readString(source))
                    .results()
                    .forEach(each -> read.add(variable(Stream.of(each.group(1), each.group(2), each.group(3))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElseThrow())));
        }
        Set<String> told = new TreeSet<>(table().keySet());
        told.removeIf(name -> !name.startsWith("USHER_"));
        assertThat(read).hasSizeGreaterThan(4);
        assertThat(told).isEqualTo(read);
    }

    @Test
    void the_defaults_in_the_table_are_those_of_the_program() throws IOException {
        Properties defaults = new Properties();
        try (var in = Files.newInputStream(DEFAULTS)) {
            defaults.load(in);
        }
        Map<String, String> table = table();
        List<String> compared = new ArrayList<>();
        defaults.forEach((name, value) -> {
            String told = table.get(variable((String) name));
            if (told != null) {
                compared.add((String) name);
                assertThat(told).as((String) name).isEqualTo("`" + value + "`");
            }
        });
        assertThat(compared).hasSizeGreaterThan(4);
    }

    private static Map<String, String> table() throws IOException {
        Map<String, String> table = new TreeMap<>();
        ROW.matcher(Files.readString(PAGE)).results().forEach(row -> table.put(row.group(1), row.group(2)));
        return table;
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
