package io.usher.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.filter.FilterParser;
import io.usher.scim.filter.PatchPath;
import io.usher.scim.filter.PathParser;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;

/** What the parsers of filters and paths do with any text, and with any filter that the grammar allows. */
@PropertyDefaults(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
class ParserPropertiesTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Of one text; generous, since the machine may compile or collect garbage meanwhile. */
    private static final long CPU_NANOS = 200_000_000;

    private static final long ALLOCATED = 16L * 1024 * 1024;
    private static final List<String> TOKENS = List.of(
            "a",
            "userName",
            "emails",
            "[",
            "]",
            "(",
            ")",
            "not",
            "and",
            "or",
            "eq",
            "pr",
            "co",
            "gt",
            "\"x\"",
            "\"",
            "\\",
            "\\u00e9",
            "\\ud83d",
            "1",
            "-1.5e3",
            "1e+",
            "true",
            "null",
            ".",
            ":",
            "urn:a:b",
            "$ref",
            " ",
            "  ",
            "\u0000",
            "é",
            "😀",
            "\n",
            "+",
            "%");

    @Property(seed = "1")
    @Tag("FIL-12")
    @Tag("T21")
    @Tag("T22")
    void any_text_is_read_or_refused_within_bounds(@ForAll long seed) {
        String text = text(new Dice(seed));
        assertAnswered(text, FilterParser::parse, "invalidFilter");
        assertAnswered(text, PathParser::parse, "invalidPath", "invalidFilter");
    }

    @Property(seed = "1")
    @Tag("FIL-01")
    @Tag("FIL-02")
    @Tag("FIL-04")
    @Tag("FIL-05")
    void a_filter_that_is_written_down_is_read_as_what_it_was(@ForAll long seed) {
        Dice dice = new Dice(seed);
        FilterExpression filter = new RandomSyntax(dice).filter();
        String written = new FilterPrinter(dice).filter(filter);
        if (written.length() <= Limits.FILTER && RandomSyntax.depth(filter) <= Limits.FILTER_DEPTH) {
            assertThat(FilterParser.parse(written)).as(written).isEqualTo(filter);
        }
    }

    @Property(seed = "1")
    @Tag("PAT-12")
    void a_path_that_is_written_down_is_read_as_what_it_was(@ForAll long seed) {
        Dice dice = new Dice(seed);
        RandomSyntax random = new RandomSyntax(dice);
        boolean filtered = dice.onceIn(2);
        AttributeReference attribute = filtered ? random.attributeWithoutSub() : random.attribute();
        FilterExpression filter = filtered ? random.valueFilter() : null;
        String sub = filtered && dice.onceIn(2) ? random.name() : attribute.getSubAttributeName();
        String written = new FilterPrinter(dice).path(attribute, filter, sub);
        if (written.length() <= Limits.FILTER) {
            assertThat(PathParser.parse(written)).as(written).isEqualTo(new PatchPath(attribute, filter, sub));
        }
    }

    private static String text(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> new RandomText(dice).chaos(dice.below(80));
            case 1 -> tokens(dice, 1 + dice.below(25));
            case 2 -> tokens(dice, dice.onceIn(30) ? 3_000 : 200);
            default -> mutated(dice, new FilterPrinter(dice).filter(new RandomSyntax(dice).filter()));
        };
    }

    private static String tokens(Dice dice, int count) {
        String between = dice.onceIn(2) ? " " : "";
        return IntStream.range(0, count).mapToObj(i -> dice.pick(TOKENS)).collect(Collectors.joining(between));
    }

    /** A few characters taken out, put in, doubled or exchanged. */
    static String mutated(Dice dice, String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = 1 + dice.below(3); i > 0 && !changed.isEmpty(); i--) {
            int at = dice.below(changed.length());
            switch (dice.below(4)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, dice.pick(TOKENS));
                case 2 -> changed.setCharAt(at, (char) (0x20 + dice.below(0x60)));
                default -> changed.insert(at, changed.substring(at, Math.min(changed.length(), at + dice.below(20))));
            }
        }
        return changed.toString();
    }

    private interface Parser {
        Object parse(String text);
    }

    private static void assertAnswered(String text, Parser parser, String... codes) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        try {
            assertThat(parser.parse(text)).isNotNull();
        } catch (Problem refused) {
            assertThat(refused.code()).as(text).isIn((Object[]) codes);
            assertThat(refused.detail().length()).as(text).isLessThan(300);
        }
        assertThat(THREADS.getCurrentThreadCpuTime() - cpu).as(text).isLessThan(CPU_NANOS);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
                .as(text)
                .isLessThan(ALLOCATED);
    }
}
