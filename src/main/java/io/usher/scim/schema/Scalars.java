package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.usher.platform.Folding;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** One value that is not complex, checked against its type (RFC 7643 §2.3) and put in the one form in which it is kept. */
final class Scalars {

    /** RFC 7493 §2.2: beyond this, other programs and the record would read another number. */
    private static final long MAX_INTEGER = (1L << 53) - 1;

    /** A double tells so many digits apart, wherever the point is. */
    private static final int MAX_DIGITS = 15;

    private static final int MAX_SCALE = 30;

    private Scalars() {}

    /**
     * @param label the attribute as an administrator knows it, for the refusal
     * @throws Problem {@code invalidValue} when the value is not of the attribute's type
     */
    static JsonNode read(DialectRules rules, Attribute attribute, String label, JsonNode raw) {
        return switch (attribute.getType()) {
            case BOOLEAN -> bool(rules, label, raw);
            case INTEGER -> integer(label, raw);
            case DECIMAL -> decimal(label, raw);
            case DATE_TIME -> dateTime(label, raw);
            case BINARY -> binary(label, raw);
            case STRING, REFERENCE ->
                attribute.getUniqueness() == Attribute.Uniqueness.NONE ? text(label, raw) : identifier(label, raw);
            case COMPLEX -> throw new IllegalArgumentException(label + " is complex");
        };
    }

    private static JsonNode bool(DialectRules rules, String label, JsonNode raw) {
        if (raw.isBoolean()) {
            return raw;
        }
        // Entra sends "True" and "False" as text.
        return switch (rules.takesTextBooleans() ? raw.asText() : "") {
            case "True", "true" -> BooleanNode.TRUE;
            case "False", "false" -> BooleanNode.FALSE;
            default -> throw ScimProblems.invalidValue(label + " must be true or false.");
        };
    }

    private static JsonNode integer(String label, JsonNode raw) {
        if (!raw.isIntegralNumber() || !raw.canConvertToLong() || Math.abs(raw.longValue()) > MAX_INTEGER) {
            throw ScimProblems.invalidValue(
                    "%s must be a whole number of at most %,d, written without fraction or exponent."
                            .formatted(label, MAX_INTEGER));
        }
        return whole(raw.longValue());
    }

    private static JsonNode decimal(String label, JsonNode raw) {
        if (!raw.isNumber()) {
            throw ScimProblems.invalidValue(label + " must be a number.");
        }
        BigDecimal number = raw.decimalValue().stripTrailingZeros();
        // What is kept is read back as a double, or as an integer when it has no fraction: it must be the same then.
        if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_SCALE) {
            throw ScimProblems.invalidValue("%s must be a number of at most %d digits, between 1e-%d and 1e%d."
                    .formatted(label, MAX_DIGITS, MAX_SCALE, MAX_SCALE));
        }
        return number.scale() <= 0 ? whole(number.toBigIntegerExact()) : DoubleNode.valueOf(number.doubleValue());
    }

    private static JsonNode whole(BigInteger number) {
        if (number.bitLength() >= Long.SIZE) {
            return BigIntegerNode.valueOf(number);
        }
        return whole(number.longValue());
    }

    private static JsonNode whole(long number) {
        return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
    }

    private static JsonNode dateTime(String label, JsonNode raw) {
        return DateTimes.parse(text(label, raw).textValue())
                .map(instant -> TextNode.valueOf(DateTimes.print(instant)))
                .orElseThrow(() -> ScimProblems.invalidValue(
                        label + " must be a date with a time, such as 2026-11-24T10:00:00Z."));
    }

    private static JsonNode binary(String label, JsonNode raw) {
        JsonNode text = text(label, raw);
        try {
            Base64.getDecoder().decode(text.textValue());
            return text;
        } catch (IllegalArgumentException notBase64) {
            throw ScimProblems.invalidValue(label + " must be base64.");
        }
    }

    /** What tells one resource from another must not hold characters that nobody can see, or be nothing else. */
    private static JsonNode identifier(String label, JsonNode raw) {
        JsonNode text = text(label, raw);
        String name = text.textValue();
        if (name.codePoints().anyMatch(Scalars::invisible)) {
            throw ScimProblems.invalidValue(
                    label + " holds an invisible character: a control character, a zero-width one,"
                            + " or a mark that turns the writing direction.");
        }
        if (Folding.caseless(name).isBlank()) {
            throw ScimProblems.invalidValue(label + " is required and must not be empty.");
        }
        if (space(name.codePointAt(0)) || space(name.codePointBefore(name.length()))) {
            throw ScimProblems.invalidValue(label + " must not begin or end with a space.");
        }
        return text;
    }

    private static JsonNode text(String label, JsonNode raw) {
        if (!raw.isTextual()) {
            throw ScimProblems.invalidValue(
                    label + " must be text, not " + raw.getNodeType().name().toLowerCase(Locale.ROOT) + ".");
        }
        // PostgreSQL stores neither NUL nor half of a surrogate pair.
        if (raw.textValue().codePoints().anyMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF))) {
            throw ScimProblems.invalidValue(label + " holds a character that is not valid Unicode text.");
        }
        if (raw.textValue().length() > Limits.TEXT) {
            throw ScimProblems.invalidValue("%s may have at most %,d characters.".formatted(label, Limits.TEXT));
        }
        return raw;
    }

    /** Emoji and some scripts are joined by two format characters and tagged by others; all the rest only deceive. */
    private static boolean invisible(int c) {
        boolean joins = c == 0x200C || c == 0x200D || (c >= 0xE0020 && c <= 0xE007F);
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> !joins;
            default -> false;
        };
    }

    private static boolean space(int c) {
        return Character.isSpaceChar(c) || Character.isWhitespace(c);
    }
}
