package io.usher.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the table of limits in custom-schemas.md: at the value the files are read, one past it the start ends. */
@SuppressWarnings("NullAway.Init") // made before each test
class SchemaLimitsTest {

    private static final Path PAGE = Path.of("src", "site", "markdown", "custom-schemas.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z][^|]+?) \\| ([0-9,]+) \\|$");
    private static final String FILE =
            "{\"extends\":\"User\",\"id\":\"urn:acme:%s\",\"attributes\":[%s],\"description\":\"%s\"}";

    @TempDir
    Path folder;

    /** Fills the folder with something of a size. */
    private interface Filling {
        void fill(int size) throws IOException;
    }

    private Map<String, Filling> fillings() {
        Map<String, Filling> fillings = new LinkedHashMap<>();
        fillings.put("Files in the folder", size -> {
            for (int i = 0; i < size; i++) {
                write(i + ".json", FILE.formatted("x" + i, "{\"name\":\"a\"}", "d"));
            }
        });
        fillings.put(
                "Bytes of a file",
                size -> write(
                        "a.json",
                        FILE.formatted("x", "{\"name\":\"a\"}", "d")
                                + " "
                                        .repeat(size
                                                - FILE.formatted("x", "{\"name\":\"a\"}", "d")
                                                        .length())));
        fillings.put(
                "Attributes of a file, parts of complex ones counted too",
                size -> write(
                        "a.json",
                        FILE.formatted(
                                "x",
                                "{\"name\":\"c\",\"type\":\"complex\",\"subAttributes\":[{\"name\":\"s\"}]},"
                                        + IntStream.range(2, size)
                                                .mapToObj(i -> "{\"name\":\"a" + i + "\"}")
                                                .collect(Collectors.joining(",")),
                                "d")));
        fillings.put(
                "Characters of an `id`",
                size -> write(
                        "a.json", FILE.formatted("x".repeat(size - "urn:acme:".length()), "{\"name\":\"a\"}", "d")));
        fillings.put(
                "Characters of an attribute's name",
                size -> write("a.json", FILE.formatted("x", "{\"name\":\"" + "a".repeat(size) + "\"}", "d")));
        return fillings;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void each_row_is_true_and_every_limit_has_one() throws IOException {
        Map<String, Integer> table = new LinkedHashMap<>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach(row ->
                        table.put(row.group(1), Integer.parseInt(row.group(2).replace(",", ""))));
        assertThat(table.keySet())
                .isEqualTo(fillings().keySet())
                .hasSize(SchemaLimits.class.getDeclaredFields().length);
        for (Map.Entry<String, Filling> filling : fillings().entrySet()) {
            int value = table.getOrDefault(filling.getKey(), 0);
            filling.getValue().fill(value);
            assertThatCode(() -> new ScimSchemas(Optional.of(folder)))
                    .as(filling.getKey())
                    .doesNotThrowAnyException();
            filling.getValue().fill(value + 1);
            assertThatThrownBy(() -> new ScimSchemas(Optional.of(folder)))
                    .as(filling.getKey())
                    .isInstanceOf(ConfigurationException.class);
            empty();
        }
    }

    private void empty() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
