package io.usher.hardening;

import io.usher.platform.Limits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.AttributePresentExpression;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.LogicalOperator;
import org.apache.directory.scim.spec.filter.ValuePathExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.jspecify.annotations.Nullable;

/** Filters and names that the grammar allows, whether or not anything has such an attribute. */
final class RandomSyntax {

    private static final List<String> NAMES = List.of(
            "a",
            "userName",
            "emails",
            "value",
            "type",
            "$ref",
            "x-y",
            "a_1",
            "Z",
            "and",
            "or",
            "eq",
            "pr",
            "true",
            "null",
            "urn");
    private static final List<String> URN_PARTS =
            List.of("ietf", "params", "2.0", "User", "x", "a.b", "core", "$", "-", "_1");
    private static final List<CompareOperator> OPERATORS = List.of(
            CompareOperator.EQ,
            CompareOperator.NE,
            CompareOperator.CO,
            CompareOperator.SW,
            CompareOperator.EW,
            CompareOperator.GT,
            CompareOperator.GE,
            CompareOperator.LT,
            CompareOperator.LE);

    private final Dice dice;

    RandomSyntax(Dice dice) {
        this.dice = dice;
    }

    /** A filter within the limits, now and then up to them. */
    FilterExpression filter() {
        int terms = dice.onceIn(8) ? Limits.FILTER_TERMS : 1 + dice.below(6);
        int depth = dice.onceIn(4) ? Limits.FILTER_DEPTH : dice.below(5);
        return deeper(new FilterShapes(dice, this::leaf).filter(terms, depth), depth);
    }

    /** The filter between brackets. */
    FilterExpression valueFilter() {
        int depth = dice.onceIn(4) ? Limits.FILTER_DEPTH - 1 : dice.below(5);
        return deeper(
                new FilterShapes(dice, (terms, levels) -> comparison(bare())).filter(1 + dice.below(6), depth / 2),
                depth / 2);
    }

    AttributeReference attribute() {
        return reference(urn(), dice.pick(NAMES), dice.onceIn(3) ? dice.pick(NAMES) : null);
    }

    AttributeReference attributeWithoutSub() {
        return reference(urn(), dice.pick(NAMES), null);
    }

    String name() {
        return dice.pick(NAMES);
    }

    @SuppressWarnings("NullAway") // SCIMple declares no nullness; it holds null for "no URN" and "no sub-attribute".
    static AttributeReference reference(@Nullable String urn, String name, @Nullable String sub) {
        return new AttributeReference(urn, name, sub);
    }

    private @Nullable String urn() {
        return dice.onceIn(4)
                ? IntStream.range(0, 1 + dice.below(4))
                        .mapToObj(i -> dice.pick(URN_PARTS))
                        .collect(Collectors.joining(":", "urn:", ""))
                : null;
    }

    private AttributeReference bare() {
        return reference(null, dice.pick(NAMES), null);
    }

    private FilterExpression leaf(int terms, int depth) {
        if (depth < 2 || dice.onceIn(2)) {
            return comparison(attribute());
        }
        FilterShapes.Leaf inside = (few, levels) -> comparison(bare());
        FilterExpression filter = new FilterShapes(dice, inside).filter(Math.max(1, terms - 1), depth - 2);
        // Room for one more comparison is room for one behind the brackets.
        return new ValuePathExpression(
                reference(urn(), dice.pick(NAMES), dice.onceIn(5) ? dice.pick(NAMES) : null),
                terms > 1 && dice.onceIn(2)
                        ? new LogicalExpression(
                                new GroupExpression(false, filter), LogicalOperator.AND, comparison(bare()))
                        : filter);
    }

    /** Brackets around a filter, as many as leave it within the limit most of the time. */
    private FilterExpression deeper(FilterExpression filter, int depth) {
        FilterExpression deep = filter;
        for (int level = depth(filter); level < depth; level++) {
            deep = new GroupExpression(dice.onceIn(2), deep);
        }
        return deep;
    }

    /** Levels of brackets in a filter. */
    static int depth(FilterExpression filter) {
        if (filter instanceof LogicalExpression both) {
            return Math.max(depth(both.getLeft()), depth(both.getRight()));
        }
        if (filter instanceof GroupExpression group) {
            return 1 + depth(group.getFilterExpression());
        }
        return filter instanceof ValuePathExpression path ? 1 + depth(path.getAttributeExpression()) : 0;
    }

    private FilterExpression comparison(AttributeReference attribute) {
        return dice.onceIn(5)
                ? new AttributePresentExpression(attribute)
                : new AttributeComparisonExpression(attribute, dice.pick(OPERATORS), literal());
    }

    @SuppressWarnings("NullAway") // SCIMple holds null for the literal null.
    private Object literal() {
        return switch (dice.below(8)) {
            case 0 -> null;
            case 1 -> dice.onceIn(2);
            case 2 -> new BigDecimal(BigInteger.valueOf(dice.below(2_000_000) - 1_000_000L), dice.below(20) - 10);
            case 3 -> "";
            default -> new RandomText(dice).any();
        };
    }
}
