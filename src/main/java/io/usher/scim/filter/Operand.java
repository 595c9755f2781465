package io.usher.scim.filter;

import io.usher.directory.Condition.Kind;
import io.usher.directory.Condition.Operator;
import io.usher.platform.Folding;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import io.usher.scim.schema.DateTimes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.schema.Schema;

/**
 * The right side of a comparison, read by the type of the attribute on its left (RFC 7644 table 3).
 *
 * @param value a folded {@code String}, a {@code Boolean}, a {@code BigDecimal} or an {@code Instant} in microseconds
 */
record Operand(Operator operator, Object value) {

    private static final Set<Operator> EQUALITY = EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL);
    private static final Set<Operator> PARTS = EnumSet.of(Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH);
    private static final Set<Operator> ORDER =
            EnumSet.of(Operator.GREATER, Operator.GREATER_OR_EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL);

    /**
     * Checks that operator and literal suit the attribute.
     *
     * @param name of the attribute as people know it, for the message
     * @throws Problem {@code invalidFilter}
     */
    static Operand of(
            DialectRules rules, String name, Schema.Attribute attribute, CompareOperator operator, Object literal) {
        Operator wanted = operator(operator);
        requireSuited(name, attribute, operator, wanted);
        Object value = switch (kind(attribute)) {
            case BOOLEAN ->
                Optional.of(literal)
                        .filter(given -> given instanceof Boolean || rules.takesTextBooleans())
                        .flatMap(Operand::bool)
                        .orElseThrow(() -> refuse("%s is compared with true or false.", name));
            case NUMBER -> number(name, literal);
            case TIME ->
                time(text(name, literal))
                        .orElseThrow(() ->
                                refuse("%s is compared with a date and time such as \"2026-11-24T10:00:00Z\".", name));
            case TEXT -> folded(attribute, text(name, literal));
            case COMPLEX ->
                throw ScimProblems.invalidFilter("%s has parts: compare one of them, such as %s.%s."
                        .formatted(name, name, firstPart(attribute)));
        };
        return new Operand(wanted, value);
    }

    /** A stored value in the form of an operand; empty when it does not suit the attribute. */
    static Optional<Object> stored(Schema.Attribute attribute, Object value) {
        return switch (kind(attribute)) {
            case BOOLEAN -> bool(value).map(Object.class::cast);
            case NUMBER -> Optional.of(value).filter(BigDecimal.class::isInstance);
            case TIME -> time(value.toString()).map(Object.class::cast);
            case TEXT -> Optional.of(folded(attribute, value.toString()));
            case COMPLEX -> Optional.empty();
        };
    }

    static Kind kind(Schema.Attribute attribute) {
        return switch (attribute.getType()) {
            case BOOLEAN -> Kind.BOOLEAN;
            case DECIMAL, INTEGER -> Kind.NUMBER;
            case DATE_TIME -> Kind.TIME;
            case COMPLEX -> Kind.COMPLEX;
            case STRING, REFERENCE, BINARY -> Kind.TEXT;
        };
    }

    private static String folded(Schema.Attribute attribute, String text) {
        boolean exact = attribute.isCaseExact()
                || attribute.getType() == Schema.Attribute.Type.REFERENCE
                || attribute.getType() == Schema.Attribute.Type.BINARY; // RFC 7643 §2.3.6, §2.3.7
        return exact ? Folding.exact(text) : Folding.caseless(text);
    }

    private static void requireSuited(
            String name, Schema.Attribute attribute, CompareOperator written, Operator operator) {
        Kind kind = kind(attribute);
        boolean suited = EQUALITY.contains(operator)
                || (PARTS.contains(operator) && kind == Kind.TEXT)
                || (ORDER.contains(operator)
                        && kind != Kind.BOOLEAN
                        && attribute.getType() != Schema.Attribute.Type.BINARY)
                || kind == Kind.COMPLEX;
        if (!suited) {
            throw ScimProblems.invalidFilter("%s is %s: the operator %s cannot be used with it."
                    .formatted(name, noun(attribute), written.name().toLowerCase(Locale.ROOT)));
        }
    }

    private static String noun(Schema.Attribute attribute) {
        return switch (attribute.getType()) {
            case BOOLEAN -> "true or false";
            case DECIMAL, INTEGER -> "a number";
            case DATE_TIME -> "a date and time";
            case BINARY -> "binary";
            case COMPLEX -> "complex";
            case STRING, REFERENCE -> "a text";
        };
    }

    private static String firstPart(Schema.Attribute attribute) {
        return attribute.getAttributes().stream()
                .map(Schema.Attribute::getName)
                .sorted()
                .findFirst()
                .orElse("value");
    }

    private static String text(String name, Object literal) {
        if (literal instanceof String text) {
            return text;
        }
        throw refuse("%s is compared with a text in double quotes.", name);
    }

    private static Optional<Boolean> bool(Object value) {
        // Entra sends "True" and "False" as text.
        String word = value.toString();
        return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")
                ? Optional.of(word.equalsIgnoreCase("true"))
                : Optional.empty();
    }

    private static BigDecimal number(String name, Object literal) {
        if (literal instanceof BigDecimal number) {
            return number;
        }
        throw refuse("%s is compared with a number without quotes.", name);
    }

    private static Optional<Instant> time(String text) {
        // What is stored has microseconds.
        return DateTimes.parse(text).map(time -> time.truncatedTo(ChronoUnit.MICROS));
    }

    private static Problem refuse(String sentence, String name) {
        return ScimProblems.invalidFilter(sentence.formatted(name));
    }

    private static Operator operator(CompareOperator operator) {
        return switch (operator) {
            case EQ -> Operator.EQUAL;
            case NE -> Operator.NOT_EQUAL;
            case CO -> Operator.CONTAINS;
            case SW -> Operator.STARTS_WITH;
            case EW -> Operator.ENDS_WITH;
            case GT -> Operator.GREATER;
            case GE -> Operator.GREATER_OR_EQUAL;
            case LT -> Operator.LESS;
            case LE -> Operator.LESS_OR_EQUAL;
            case PR -> throw new IllegalArgumentException("pr compares nothing");
        };
    }
}
