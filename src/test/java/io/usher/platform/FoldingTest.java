package io.usher.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class FoldingTest {

    private static final List<String> MARKS = List.of(
            "",
            "\u0301",
            "\u0307",
            "\u0308",
            "\u030A",
            "\u030C",
            "\u0331",
            "\u0308\u0301",
            "\u0345",
            "\u200B",
            "\uFE0F");

    @ParameterizedTest
    @Tag("T17")
    @Tag("FIL-07")
    @CsvSource({
        "J\u030Can, \u01F0an", // no capital of this letter is composed, its small form is
        "\u0399\u0308\u0301, \u0390",
        "\u03A3, \u03C2", // sigma is small in two ways
        "\u039F\u0394\u03A5\u03A3\u03A3\u0395\u03A5\u03A3, \u03BF\u03B4\u03C5\u03C3\u03C3\u03B5\u03C5\u03C2"
    })
    void capitals_and_small_letters_are_one(String capitals, String small) {
        assertThat(Folding.caseless(capitals)).isEqualTo(Folding.caseless(small));
    }

    @Test
    @Tag("FIL-07")
    void the_beginning_of_a_text_stays_its_beginning() {
        assertThat(Folding.caseless("\u039F\u0394\u03A5\u03A3\u03A3\u0395\u03A5\u03A3"))
                .startsWith(Folding.caseless("\u039F\u0394\u03A5\u03A3"));
    }

    @ParameterizedTest
    @Tag("T25")
    @Tag("T27")
    @ValueSource(strings = {"\u0130", "\u03A3", "a\u03A3", "\uFDFA", "e\u0301", "\u00AD", "A"})
    void a_text_of_one_letter_is_folded_in_time_that_goes_by_its_length(String letter) {
        String text = "z" + letter.repeat(Limits.TEXT / letter.length());
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(Folding.caseless(text)).startsWith("z");
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        assertThat(Duration.ofNanos(spent)).isLessThan(Duration.ofMillis(200));
    }

    @Test
    @Tag("T17")
    void what_is_folded_stays_as_it_is_for_every_letter_with_every_mark() {
        for (int letter = 1; letter <= Character.MAX_CODE_POINT; letter++) {
            if (Character.isDefined(letter) && Character.getType(letter) != Character.SURROGATE) {
                for (String mark : letter < 0x3000 ? MARKS : MARKS.subList(0, 1)) {
                    String text = Character.toString(letter) + mark;
                    String folded = Folding.caseless(text);
                    if (!Folding.caseless(folded).equals(folded)
                            || !Folding.caseless(text.toLowerCase(Locale.ROOT)).equals(folded)) {
                        throw new AssertionError("U+%04X with %s".formatted(letter, mark));
                    }
                }
            }
        }
    }
}
