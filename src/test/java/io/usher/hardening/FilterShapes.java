package io.usher.hardening;

import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.LogicalOperator;

/** Trees of {@code and}, {@code or}, {@code not} and brackets as the grammar of RFC 7644 figure 1 builds them, with any leaves. */
final class FilterShapes {

    /** Makes a leaf: a comparison, or a value path that spends what it is given. */
    interface Leaf {
        /**
         * @param terms comparisons it may hold, at least one
         * @param depth levels of brackets it may open
         */
        FilterExpression make(int terms, int depth);
    }

    private final Dice dice;
    private final Leaf leaf;

    FilterShapes(Dice dice, Leaf leaf) {
        this.dice = dice;
        this.leaf = leaf;
    }

    /** A filter with at most so many comparisons and levels of brackets. */
    FilterExpression filter(int terms, int depth) {
        if (terms == 1 || dice.onceIn(3)) {
            return conjunction(terms, depth);
        }
        int left = 1 + dice.below(terms - 1);
        return new LogicalExpression(filter(left, depth), LogicalOperator.OR, conjunction(terms - left, depth));
    }

    private FilterExpression conjunction(int terms, int depth) {
        if (terms == 1 || dice.onceIn(4)) {
            return term(terms, depth);
        }
        int left = 1 + dice.below(terms - 1);
        return new LogicalExpression(conjunction(left, depth), LogicalOperator.AND, term(terms - left, depth));
    }

    private FilterExpression term(int terms, int depth) {
        boolean bracket = depth > 0 && (terms > 1 ? !dice.onceIn(3) : dice.onceIn(4));
        return bracket ? new GroupExpression(dice.onceIn(2), filter(terms, depth - 1)) : leaf.make(terms, depth);
    }
}
