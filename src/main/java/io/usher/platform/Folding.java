package io.usher.platform;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The one form in which text is compared: created, matched, filtered, sorted and held unique alike.
 * Done here in Java and never in SQL, because PostgreSQL folds by the locale of the cluster.
 */
public final class Folding {

    private Folding() {}

    /** For attributes with {@code caseExact=false}: "ＢＯＢ", "Bob", "bob" and "b\u200bob" become "bob". */
    public static String caseless(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String composed = composed(seen(text), Normalizer.Form.NFKC);
        String small = plain(composed).toLowerCase(Locale.ROOT);
        // Some letters are one character only when they are small, such as the j with a caron.
        return small.equals(composed) ? small : composed(small, Normalizer.Form.NFKC);
    }

    /** For attributes with {@code caseExact=true}: only composed and decomposed forms become one. */
    public static String exact(String text) {
        return isAscii(text) ? text : composed(text, Normalizer.Form.NFC);
    }

    /**
     * Two letters by hand. Sigma has a small form of its own at the end of a word, where the beginning of a name would not find
     * the name. For every İ, which becomes two characters, toLowerCase copies the text, and for every sigma it looks for words.
     */
    private static String plain(String text) {
        return text.replace("\u0130", "i\u0307").replace('\u03A3', '\u03C3').replace('\u03C2', '\u03C3');
    }

    /** To ask whether a text is composed takes a fraction of the time that composing it takes. */
    private static String composed(String text, Normalizer.Form form) {
        return Normalizer.isNormalized(text, form) ? text : Normalizer.normalize(text, form);
    }

    private static String seen(String text) {
        if (text.codePoints().noneMatch(Folding::unseen)) {
            return text;
        }
        StringBuilder seen = new StringBuilder(text.length());
        text.codePoints().filter(c -> !unseen(c)).forEach(seen::appendCodePoint);
        return seen.toString();
    }

    /** What nobody sees: format characters, such as zero-width and soft hyphen, and the marks that choose a glyph. */
    private static boolean unseen(int c) {
        return Character.getType(c) == Character.FORMAT || (c >= 0xFE00 && c <= 0xFE0F);
    }

    /** Names of attributes are, most texts are; to fold these is to write them in small letters. */
    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
