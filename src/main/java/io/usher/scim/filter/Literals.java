package io.usher.scim.filter;

import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the value of a comparison: a JSON string, number, true, false or null (RFC 7644 figure 1, RFC 8259). */
final class Literals {

    // RFC 8259 §6; possessive, so that no input makes it try twice.
    private static final Pattern NUMBER =
            Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+");

    // 1e999999999 is a short text and a huge number; no attribute comes near these.
    private static final int MAX_NUMBER_CHARACTERS = 60;
    private static final int MAX_EXPONENT = 300;

    private Literals() {}

    /** A {@code String}, {@code BigDecimal} or {@code Boolean}, or null for the word {@code null}. */
    static @Nullable Object read(Cursor cursor) {
        int start = cursor.position();
        if (cursor.take('"')) {
            return string(cursor);
        }
        String word = cursor.word();
        if (word.endsWith("e") || word.endsWith("E")) {
            // "1e+5": the plus sign belongs to no name.
            if (cursor.take('+')) {
                word = word + "+" + cursor.word();
            }
        }
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(cursor, start, word);
        };
    }

    private static BigDecimal number(Cursor cursor, int start, String word) {
        if (word.length() > MAX_NUMBER_CHARACTERS || !NUMBER.matcher(word).matches()) {
            throw refuse(cursor, start, "a value: a text in double quotes, a number, true, false or null");
        }
        int exponentAt = Math.max(word.indexOf('e'), word.indexOf('E'));
        String exponent = word.substring(exponentAt + 1).replaceAll("[^0-9]", "");
        if (exponentAt >= 0 && (exponent.length() > 3 || Integer.parseInt(exponent) > MAX_EXPONENT)) {
            throw refuse(cursor, start, "a number with an exponent of at most " + MAX_EXPONENT);
        }
        return new BigDecimal(word);
    }

    private static String string(Cursor cursor) {
        StringBuilder text = new StringBuilder();
        while (true) {
            int position = cursor.position();
            char c = cursor.take();
            if (c == '"') {
                return text.toString();
            }
            if (c < 0x20) {
                throw refuse(cursor, position, "a closing double quote");
            }
            int codePoint = c == '\\' ? escaped(cursor, position) : c;
            if (Character.isSurrogate((char) codePoint)) {
                codePoint = pair(cursor, position, (char) codePoint);
            }
            text.appendCodePoint(codePoint);
        }
    }

    private static char escaped(Cursor cursor, int position) {
        return switch (cursor.take()) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex(cursor, position);
            default -> throw refuse(cursor, position, "a JSON escape such as \\\" or \\u00e9");
        };
    }

    private static char hex(Cursor cursor, int position) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = cursor.take();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw refuse(cursor, position, "four hexadecimal digits after \\u");
            }
            value = value * 16 + digit;
        }
        if (value == 0) {
            // PostgreSQL text holds no NUL, so no stored value can be meant.
            throw refuse(cursor, position, "no NUL character in a text");
        }
        return (char) value;
    }

    /** The second half of a character outside the basic plane, written as itself or escaped. */
    private static int pair(Cursor cursor, int position, char high) {
        char low = cursor.take();
        if (low == '\\') {
            low = escaped(cursor, position);
        }
        if (!Character.isSurrogatePair(high, low)) {
            throw refuse(cursor, position, "a whole character, not half of a surrogate pair");
        }
        return Character.toCodePoint(high, low);
    }

    private static Problem refuse(Cursor cursor, int position, String expected) {
        return ScimProblems.invalidFilter(cursor.unexpected(position, expected));
    }
}
