package io.usher.scim.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.schema.ScimSchemas;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.schema.Schema;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters made to cost: each is answered within a bound, and none overflows the stack. */
@NullMarked
class FilterLimitsTest {

    private static final Duration BOUND = Duration.ofMillis(200);

    @ParameterizedTest
    @Tag("T21")
    @Tag("FIL-03")
    @CsvSource({
        "(, 40, true",
        "(, 41, false",
        "(, 1000, false",
        "(, 20000, false",
        "not (, 40, true",
        "not (, 41, false",
        "not (, 1000, false",
        "not (, 20000, false",
        "not(, 40, true",
        "not(, 41, false"
    })
    void brackets_nest_forty_deep_and_no_deeper(String open, int depth, boolean accepted) {
        String filter = open.repeat(depth) + "a pr" + ")".repeat(depth);
        if (accepted) {
            assertBounded(() -> assertThat(FilterParser.parse(filter)).isNotNull());
        } else {
            assertBounded(() -> assertRefused(filter));
        }
    }

    @ParameterizedTest
    @Tag("T21")
    @CsvSource({"39, true", "40, false"})
    void the_brackets_of_a_value_path_count_as_a_level(int depth, boolean accepted) {
        String inside = "(".repeat(depth) + "b pr" + ")".repeat(depth);
        if (accepted) {
            assertThat(FilterParser.parse("a[" + inside + "]")).isNotNull();
            assertThat(PathParser.parse("a[" + inside + "]").valueFilter()).isNotNull();
        } else {
            assertRefused("a[" + inside + "]");
            assertThatThrownBy(() -> PathParser.parse("a[" + inside + "]")).hasMessageContaining("40 levels");
        }
    }

    @ParameterizedTest
    @Tag("T21")
    @ValueSource(ints = {2, 1_000, 20_000})
    void nested_value_paths_are_refused(int depth) {
        assertBounded(() -> assertRefused("a[".repeat(depth) + "b pr" + "]".repeat(depth)));
    }

    @ParameterizedTest
    @Tag("T22")
    @ValueSource(strings = {"", ")", " and", " eq", "\"", " x", "]"})
    void an_error_at_the_very_end_costs_no_more(String end) {
        String deep = "(".repeat(40) + "a pr" + ")".repeat(40);
        String wide = IntStream.range(0, 20).mapToObj(i -> "a pr").collect(Collectors.joining(" or "));
        String unclosed = "(".repeat(40) + "a pr" + ")".repeat(39);
        assertBounded(() -> assertRefused(unclosed + (end.equals(")") ? "" : end)));
        if (!end.isEmpty()) {
            assertBounded(() -> assertRefused(deep + end));
            assertBounded(() -> assertRefused(wide + end));
        }
    }

    @ParameterizedTest
    @Tag("T23")
    @CsvSource({"or, 10, true", "or, 20, true", "or, 21, false", "or, 1000, false", "and, 20, true", "and, 21, false"})
    void twenty_comparisons_are_read_and_no_more(String operator, int terms, boolean accepted) {
        String filter =
                IntStream.range(0, terms).mapToObj(i -> "a pr").collect(Collectors.joining(" " + operator + " "));
        if (accepted) {
            assertBounded(() -> assertThat(FilterParser.parse(filter)).isNotNull());
        } else {
            assertBounded(() -> assertRefused(filter));
        }
    }

    @Test
    @Tag("T23")
    void the_comparisons_between_brackets_count_too() {
        String nineteen = IntStream.range(0, 19).mapToObj(i -> "a pr").collect(Collectors.joining(" or "));
        assertThat(FilterParser.parse("e[" + nineteen + "].v pr")).isNotNull();
        assertRefused("e[" + nineteen + "].v pr and x pr");
    }

    @ParameterizedTest
    @Tag("T24")
    @CsvSource({"4096, true", "4097, false", "1000000, false"})
    void a_filter_has_at_most_4096_characters(int length, boolean accepted) {
        String filter = "a eq \"" + "x".repeat(length - 7) + "\"";
        assertThat(filter).hasSize(length);
        if (accepted) {
            assertBounded(() -> assertThat(FilterParser.parse(filter)).isNotNull());
        } else {
            assertBounded(() -> assertRefused(filter));
            assertThatThrownBy(() -> PathParser.parse("a[b eq \"" + "x".repeat(length) + "\"]"))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalidPath"));
        }
    }

    @ParameterizedTest
    @Tag("T27")
    @ValueSource(strings = {"1", "1.", "-", "1e", ":", "a.", "urn:", "$", " "})
    void a_text_of_one_pattern_repeated_is_refused_at_once(String pattern) {
        assertBounded(() -> assertRefused("a eq " + pattern.repeat(4_090 / pattern.length())));
        assertBounded(() -> assertRefused(pattern.repeat(4_090 / pattern.length()) + "!"));
    }

    @Test
    @Tag("T25")
    void a_part_that_fits_everywhere_but_for_its_end_is_looked_for_in_one_pass() {
        Schema.Attribute emails = new ScimSchemas().user().core().getAttribute("emails");
        FilterExpression filter =
                Objects.requireNonNull(PathParser.parse("emails[value co \"" + "z".repeat(4_000) + "0\"]")
                        .valueFilter());
        ObjectNode email = JsonNodeFactory.instance.objectNode().put("value", "z".repeat(60_000));
        assertThat(ElementMatcher.matches(DialectRules.TOLERANT, filter, email, emails))
                .isFalse();
        assertBounded(() -> {
            for (int element = 0; element < 40; element++) {
                assertThat(ElementMatcher.matches(DialectRules.TOLERANT, filter, email, emails))
                        .isFalse();
            }
        });
        email.put("value", "z".repeat(60_000) + "0z");
        assertThat(ElementMatcher.matches(DialectRules.TOLERANT, filter, email, emails))
                .isTrue();
    }

    @Test
    @Tag("T27")
    void a_truth_of_four_thousand_sigmas_is_refused_at_once() {
        FilterExpression filter = FilterParser.parse("active eq \"" + "\u03A3".repeat(4_000) + "\"");
        assertBounded(() -> assertThatThrownBy(
                        () -> ConditionMapper.map(new ScimSchemas().user(), DialectRules.TOLERANT, filter))
                .isInstanceOf(Problem.class));
    }

    private static void assertRefused(String filter) {
        assertThatThrownBy(() -> FilterParser.parse(filter))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalidFilter"));
    }

    private static void assertBounded(Runnable work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        assertThat(Duration.ofNanos(spent)).isLessThan(BOUND);
    }
}
