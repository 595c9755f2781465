package io.usher.platform;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The one form in which text is compared: created, matched, filtered, sorted and held unique alike.
 * Done here in Java and never in SQL, because PostgreSQL folds by the locale of the cluster.
 */
public final class Folding {

    private Folding() {}

    /** What nobody sees: format characters, such as zero-width and soft hyphen, and the marks that choose a glyph. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\x{FE00}-\\x{FE0F}]+");

    /** For attributes with {@code caseExact=false}: "ＢＯＢ", "Bob", "bob" and "b\u200bob" become "bob". */
    public static String caseless(String text) {
        if (isLowerAscii(text)) {
            return text;
        }
        String seen = UNSEEN.matcher(text).replaceAll("");
        String small = Normalizer.normalize(seen, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        // Sigma has a small form of its own at the end of a word, where the beginning of a name would not find the
        // name.
        // Some letters are one character only when they are small, such as the j with a caron.
        return Normalizer.normalize(small.replace('\u03C2', '\u03C3'), Normalizer.Form.NFKC);
    }

    /** For attributes with {@code caseExact=true}: only composed and decomposed forms become one. */
    public static String exact(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static boolean isLowerAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }
}
