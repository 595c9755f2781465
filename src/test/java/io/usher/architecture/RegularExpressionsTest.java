package io.usher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every regular expression of the program, found in its sources, with texts that make bad ones go round and round. */
@NullMarked
class RegularExpressionsTest {

    private static final Path SOURCES = Path.of("src", "main", "java");

    private static final String LITERAL = "\\(\\s*(\"(?:[^\"\\\\]|\\\\.)*+\")";

    /** The calls that take an expression; {@code Matcher.replaceAll} takes none. */
    private static final Pattern CALL = Pattern.compile(
            "(Pattern\\.compile|(?<!matcher\\(path\\))\\.(?:matches|replaceAll|replaceFirst|split))" + LITERAL);

    private static final Pattern UNREADABLE = Pattern.compile("Pattern\\.compile(?!" + LITERAL + ")");

    private static final List<String> UNITS = List.of(
            "a", "A", "0", "-", "/", "_", ".", ":", "$", " ", "e", "é", "\0", "aA", "a-", "/a", "0.", "1e", "a:", "👍");

    private static final List<String> STARTS = List.of("", "x", "/scim/v2/Users/", "2026-11-24T10:00:00.");
    private static final List<String> ENDS = List.of("", "!", "/x");

    private static final int SHORT = 2_000;
    private static final int LONG = 30_000;

    /** A linear expression takes a millisecond; one that tries every start against every end takes seconds. */
    private static final Duration BOUND = Duration.ofMillis(300);

    @ParameterizedTest
    @Tag("T27")
    @MethodSource("expressions")
    void an_expression_takes_no_more_than_its_share_of_a_long_text(String expression, boolean wholeOnly) {
        Pattern pattern = Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
        for (int length : new int[] {SHORT, LONG}) {
            for (String unit : UNITS) {
                for (String start : STARTS) {
                    for (String end : ENDS) {
                        String text = start + unit.repeat(length / unit.length()) + end;
                        assertThat(cpu(pattern, text, wholeOnly))
                                .as("%s on %s, %d times %s, %s", expression, start, length, unit, end)
                                .isLessThan(BOUND);
                    }
                }
            }
        }
    }

    @Test
    @Tag("T27")
    void the_sources_hold_their_expressions_in_one_piece() {
        assertThat(expressions())
                .hasSizeGreaterThan(15)
                .anySatisfy(found -> assertThat(found.get()[0]).isEqualTo("[A-Za-z0-9._-]{1,64}"));
    }

    private static Duration cpu(Pattern pattern, String text, boolean wholeOnly) {
        var clock = ManagementFactory.getThreadMXBean();
        long before = clock.getCurrentThreadCpuTime();
        pattern.matcher(text).matches();
        if (!wholeOnly) {
            pattern.matcher(text).replaceAll("");
        }
        return Duration.ofNanos(clock.getCurrentThreadCpuTime() - before);
    }

    /** Each with whether it is only ever held against a whole text. */
    private static List<Arguments> expressions() {
        List<Arguments> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                assertThat(UNREADABLE.matcher(source).find())
                        .as("%s: an expression must be one literal, or this test cannot see it", file)
                        .isFalse();
                Matcher call = CALL.matcher(source);
                while (call.find()) {
                    String literal = call.group(2);
                    String expression =
                            literal.substring(1, literal.length() - 1).translateEscapes();
                    found.add(Arguments.of(expression, call.group(1).equals(".matches")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
