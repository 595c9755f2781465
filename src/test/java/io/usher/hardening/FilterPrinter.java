package io.usher.hardening;

import java.util.Locale;
import java.util.Objects;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.AttributePresentExpression;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.ValuePathExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.jspecify.annotations.Nullable;

/** Writes filters and paths as a client might: in any case, with escapes where none are needed, with spaces or without. */
final class FilterPrinter {

    private final Dice dice;

    FilterPrinter(Dice dice) {
        this.dice = dice;
    }

    String filter(FilterExpression filter) {
        if (filter instanceof LogicalExpression both) {
            String left = filter(both.getLeft());
            String right = filter(both.getRight());
            String word = dice.inAnyCase(both.getOperator().name().toLowerCase(Locale.ROOT));
            return left + gapAfter(left) + word + gapBefore(right) + right;
        }
        if (filter instanceof GroupExpression group) {
            String not = group.isNot() ? dice.inAnyCase("not") + gap() : "";
            return not + "(" + gap() + filter(group.getFilterExpression()) + gap() + ")";
        }
        if (filter instanceof ValuePathExpression path) {
            return valuePath(path);
        }
        if (filter instanceof AttributePresentExpression present) {
            return name(present.getAttributePath()) + space() + dice.inAnyCase("pr");
        }
        AttributeComparisonExpression comparison = (AttributeComparisonExpression) filter;
        String operator = comparison.getOperation().name().toLowerCase(Locale.ROOT);
        String literal = literal(comparison.getCompareValue());
        return name(comparison.getAttributePath())
                + space()
                + dice.inAnyCase(operator)
                + (literal.startsWith("\"") ? gap() : space())
                + literal;
    }

    /** A path of PATCH: {@code attribute[filter].sub}. */
    String path(AttributeReference attribute, @Nullable FilterExpression filter, @Nullable String sub) {
        String brackets = filter == null ? "" : "[" + gap() + filter(filter) + gap() + "]";
        return name(attribute) + brackets + (sub == null || filter == null ? "" : "." + sub);
    }

    private String valuePath(ValuePathExpression path) {
        FilterExpression inside = path.getAttributeExpression();
        String list = name(path.getAttributePath());
        // Entra writes emails[type eq "work"].value eq "x" and means one element that is both.
        if (inside instanceof LogicalExpression both
                && both.getOperator() == org.apache.directory.scim.spec.filter.LogicalOperator.AND
                && both.getLeft() instanceof GroupExpression group
                && !group.isNot()
                && !(both.getRight() instanceof GroupExpression)
                && dice.onceIn(2)) {
            return list + "[" + gap() + filter(group.getFilterExpression()) + gap() + "]." + filter(both.getRight());
        }
        return list + "[" + gap() + filter(inside) + gap() + "]";
    }

    private static String name(AttributeReference attribute) {
        String urn = attribute.getUrn() == null ? "" : attribute.getUrn() + ":";
        String sub = attribute.getSubAttributeName() == null ? "" : "." + attribute.getSubAttributeName();
        return urn + attribute.getAttributeName() + sub;
    }

    private String literal(@Nullable Object value) {
        return value instanceof String text ? string(text) : Objects.toString(value);
    }

    private String string(String text) {
        StringBuilder written = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            written.append(character(text.charAt(i)));
        }
        return written.append('"').toString();
    }

    private String character(char c) {
        String brief = switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '/' -> "\\/";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "";
        };
        boolean must = c == '"' || c == '\\' || c < 0x20;
        if (!must && !dice.onceIn(8)) {
            return String.valueOf(c);
        }
        return brief.isEmpty() || dice.onceIn(3) ? (dice.onceIn(2) ? "\\u%04x" : "\\u%04X").formatted((int) c) : brief;
    }

    private String space() {
        return dice.onceIn(5) ? "  " : " ";
    }

    private String gap() {
        return dice.onceIn(4) ? " " : "";
    }

    private String gapAfter(String left) {
        char last = left.charAt(left.length() - 1);
        return last == '"' || last == ')' || last == ']' ? gap() : space();
    }

    private String gapBefore(String right) {
        return right.startsWith("(") ? gap() : space();
    }
}
