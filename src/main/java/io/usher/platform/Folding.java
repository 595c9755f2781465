package io.usher.platform;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The one form in which text is compared: created, matched, filtered, sorted and held unique alike.
 * Done here in Java and never in SQL, because PostgreSQL folds by the locale of the cluster.
 */
public final class Folding {

    private Folding() {}

    /** For attributes with {@code caseExact=false}: "ＢＯＢ", "Bob" and "bob" become "bob". */
    public static String caseless(String text) {
        if (isLowerAscii(text)) {
            return text;
        }
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
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
