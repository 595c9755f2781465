package io.usher.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the table, as an administrator reads it.
 *
 * @param limit what is bounded
 * @param value in bytes, characters, pieces or seconds
 * @param status of the answer beyond it
 * @param word behind the status, or empty
 */
record Row(String limit, long value, int status, String word) {

    private static final Path PAGE = Path.of("src", "site", "markdown", "configuration.md");
    private static final Pattern VALUE = Pattern.compile("([0-9,]+)( MiB| s)?(?:, or unlimited)?");
    private static final Pattern BEYOND = Pattern.compile("([0-9]{3})(?: `([A-Za-z]+)`)?(?:,.*)?");

    static List<Row> table() {
        try {
            return Files.readAllLines(PAGE).stream()
                    .dropWhile(line -> !line.equals("## Limits"))
                    .filter(line -> line.startsWith("|"))
                    .skip(2)
                    .map(Row::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row of(String line) {
        String[] cells = line.split("\\|", -1);
        Matcher value = VALUE.matcher(cells[2].strip());
        Matcher beyond = BEYOND.matcher(cells[3].strip());
        if (cells.length != 5 || !value.matches() || !beyond.matches()) {
            throw new IllegalArgumentException(line);
        }
        long number = Long.parseLong(value.group(1).replace(",", ""));
        long unit = " MiB".equals(value.group(2)) ? 1024 * 1024 : 1;
        String word = beyond.group(2) == null ? "" : beyond.group(2);
        return new Row(cells[1].strip(), number * unit, Integer.parseInt(beyond.group(1)), word);
    }
}
