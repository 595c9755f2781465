package io.usher.hardening;

import java.text.Normalizer;
import java.util.Locale;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** When two texts are the same, read off the documents of the program character by character. */
final class SlowText {

    private SlowText() {}

    /** The text as it is compared: RFC 7643 §2.2 for caseExact, §2.3.6 and §2.3.7 for what is never folded. */
    static String compared(Attribute attribute, String text) {
        boolean exact = attribute.isCaseExact()
                || attribute.getType() == Attribute.Type.REFERENCE
                || attribute.getType() == Attribute.Type.BINARY;
        return exact ? Normalizer.normalize(text, Normalizer.Form.NFC) : caseless(text);
    }

    /** Without what nobody sees, composed, and every letter small, until nothing changes any more. */
    static String caseless(String text) {
        StringBuilder seen = new StringBuilder();
        text.codePoints().filter(c -> !unseen(c)).forEach(seen::appendCodePoint);
        String before = "";
        String after = seen.toString();
        while (!after.equals(before)) {
            before = after;
            after = Normalizer.normalize(small(after), Normalizer.Form.NFKC);
        }
        return after;
    }

    private static boolean unseen(int c) {
        return Character.getType(c) == Character.FORMAT || (c >= 0xFE00 && c <= 0xFE0F);
    }

    /** Letter by letter, so that where a letter stands makes no difference: the two small forms of sigma are one. */
    private static String small(String text) {
        StringBuilder small = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .forEach(c -> small.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        return small.toString().replace('ς', 'σ');
    }

    /** Which comes first by code point, as RFC 7644 leaves open and the program does. */
    static int order(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        return java.util.Arrays.compare(a, b);
    }
}
