package io.usher.hardening;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts that people, attackers and Unicode come up with, few enough that two of them are often the same. */
final class RandomText {

    private static final List<String> ORDINARY = List.of("a", "b", "ab", "Ab", "AB", "work", "Work", "home", "1", "-");

    /** Case without a single answer, forms that compose, wide and invisible ones, other planes, and what SQL and JSON know. */
    private static final List<String> ODD = List.of(
            "ß",
            "SS",
            "ss",
            "ẞ",
            "İ",
            "i",
            "ı",
            "I",
            "i\u0307",
            "ﬁ",
            "fi",
            "FI",
            "é",
            "e\u0301",
            "É",
            "E\u0301",
            "\u0301",
            "J\u030C",
            "j\u030C",
            "\u01F0",
            "Σ",
            "σ",
            "ς",
            "ΑΣ",
            "ας",
            "\u0399\u0308\u0301",
            "\u0390",
            "Å",
            "\u212B",
            "\u212A",
            "k",
            "Ｂ",
            "½",
            "\u1E9B\u0323",
            "\u200B",
            "\u00AD",
            "\u202E",
            "\uFE0F",
            "\uFEFF",
            "日本",
            "שלום",
            "عربي",
            "\uFFEE",
            "\uFFFF",
            "\uD7FF",
            "\uE000",
            "😀",
            "\uD83D\uDC68\u200D\uD83D\uDC69",
            "\uDBFF\uDFFF",
            "\uD801\uDC00",
            "\uD801\uDC28",
            "%",
            "_",
            "\\",
            "'",
            "\"",
            "''",
            "--",
            ":p0",
            "?",
            "$1",
            "{}",
            "/",
            "\t",
            "\n",
            "\u0001",
            "\u007F",
            " ",
            "\u00A0",
            "true",
            "null",
            "0",
            "1e5",
            "\\u0041",
            "; drop",
            "[",
            "]",
            ")",
            " and ");

    private final Dice dice;

    RandomText(Dice dice) {
        this.dice = dice;
    }

    /** A text of one to three pieces; never empty. */
    String any() {
        return pieces(1 + dice.below(3));
    }

    /** One that can stand as userName: it begins and ends with what can be seen. */
    String name() {
        return dice.pick(ORDINARY)
                + dice.pick(List.of("", "ß", "İ", "é", "%", "_", "'", "\\", "😀", " ", "Σ"))
                + dice.pick(ORDINARY);
    }

    /** What somebody who knows the text could look for: all of it, a part of it, or the same in other letters. */
    String about(String text) {
        int[] codePoints = text.codePoints().toArray();
        int from = dice.onceIn(2) ? 0 : dice.below(codePoints.length + 1);
        int to = dice.onceIn(2) ? codePoints.length : from + dice.below(codePoints.length - from + 1);
        String part = new String(codePoints, from, to - from);
        return switch (dice.below(5)) {
            case 0 -> part.toUpperCase(java.util.Locale.ROOT);
            case 1 -> part.toLowerCase(java.util.Locale.ROOT);
            default -> part;
        };
    }

    private String pieces(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> dice.pick(dice.onceIn(3) ? ODD : ORDINARY))
                .collect(Collectors.joining());
    }

    /** Any characters at all, whole or not, from all of Unicode. */
    String chaos(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            switch (dice.below(4)) {
                case 0 -> text.append((char) dice.below(0x10000));
                case 1 -> text.appendCodePoint(dice.below(Character.MAX_CODE_POINT + 1));
                case 2 -> text.append(dice.pick(ODD));
                default -> text.append((char) (0x20 + dice.below(0x5F)));
            }
        }
        return text.toString();
    }
}
