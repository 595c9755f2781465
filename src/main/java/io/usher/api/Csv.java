package io.usher.api;

import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes tables as RFC 4180 has them, for a spreadsheet that takes a text with a leading {@code =} for a formula. */
final class Csv {

    private static final String TYPE = "text/csv;charset=UTF-8";

    private static final String FORMULA = "=+-@\t\r";
    private static final String END = "\r\n";

    private Csv() {}

    /** What the parameter {@code format} asks for: json, or this. No header: a link opens in a spreadsheet. */
    static boolean wanted(@Nullable String format) {
        return switch (Objects.requireNonNullElse(format, "json")) {
            case "json" -> false;
            case "csv" -> true;
            default -> throw ApiProblems.badParameter("format", "json or csv");
        };
    }

    static Response answer(boolean csv, Supplier<Object> json, Supplier<String> table) {
        return csv
                ? Response.ok(table.get(), TYPE).build()
                : Response.ok(json.get()).build();
    }

    /** @param rows of as many cells as the header; a number stays one, null is an empty cell */
    static String of(List<String> header, List<? extends List<? extends @Nullable Object>> rows) {
        StringBuilder text = new StringBuilder(line(header));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<? extends @Nullable Object> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", END));
    }

    private static String cell(@Nullable Object value) {
        if (value instanceof Number) {
            return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
        }
        String text = Objects.toString(value, "");
        if (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0) ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
