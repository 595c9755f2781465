package io.usher.scim.filter;

import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import java.util.Locale;
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

/**
 * Reads a filter of RFC 7644 §3.4.2.2 by recursive descent into SCIMple's expression classes.
 *
 * <p>Binding, tightest first: brackets and comparisons, {@code not}, {@code and}, {@code or}; equals associate to the left.
 * Names and operators are read in any case, values are JSON literals. The limits (4,096 characters, 40 levels of brackets,
 * 20 comparisons) are checked while reading, so a refused filter costs no more than an accepted one.
 */
public final class FilterParser {

    private static final String OPERATORS = "an operator (eq, ne, co, sw, ew, pr, gt, ge, lt or le)";

    private final Cursor cursor;
    private int depth;
    private int terms;
    private boolean inValuePath;

    private FilterParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Reads a whole filter; text left over behind it is an error.
     *
     * @param filter decoded from the URL or the search request
     * @throws Problem {@code invalidFilter}, naming the position and what was expected there
     */
    public static FilterExpression parse(String filter) {
        FilterParser parser = new FilterParser(new Cursor("filter", filter, ScimProblems::invalidFilter));
        FilterExpression expression = parser.or();
        if (!parser.cursor.atEnd()) {
            throw parser.expected("and, or, or the end of the filter");
        }
        return expression;
    }

    /** The filter between the brackets of a path; the cursor stands behind the opening one and is left at the closing one. */
    static FilterExpression valueFilter(Cursor cursor) {
        FilterParser parser = new FilterParser(cursor);
        parser.depth = 1;
        parser.inValuePath = true;
        return parser.or();
    }

    private FilterExpression or() {
        FilterExpression left = and();
        while (takeKeyword("or")) {
            left = new LogicalExpression(left, LogicalOperator.OR, and());
        }
        return left;
    }

    private FilterExpression and() {
        FilterExpression left = term();
        while (takeKeyword("and")) {
            left = new LogicalExpression(left, LogicalOperator.AND, term());
        }
        return left;
    }

    private FilterExpression term() {
        cursor.skipSpaces();
        if (cursor.peek() == '(') {
            return new GroupExpression(false, group());
        }
        // RFC 7644 writes "not (…)" in its examples and "not(…)" in its grammar (erratum 7319).
        if (takeKeyword("not")) {
            cursor.skipSpaces();
            if (cursor.peek() != '(') {
                throw expected("( after not");
            }
            return new GroupExpression(true, group());
        }
        return attributeTerm();
    }

    private FilterExpression group() {
        open();
        FilterExpression inside = or();
        close(')');
        return inside;
    }

    private FilterExpression attributeTerm() {
        AttributeReference attribute = attribute();
        return cursor.peek() == '[' ? valuePath(attribute) : comparison(attribute);
    }

    private AttributeReference attribute() {
        int start = cursor.position();
        AttributeReference attribute = AttributeNames.read(cursor.word());
        if (attribute == null) {
            throw expectedAt(start, "an attribute name such as userName, name.familyName or a schema URN with one");
        }
        if (inValuePath && (attribute.hasUrn() || attribute.hasSubAttribute())) {
            throw expectedAt(start, "the bare name of a sub-attribute inside [ ]");
        }
        return attribute;
    }

    private FilterExpression valuePath(AttributeReference list) {
        if (inValuePath) {
            // RFC 7644 erratum 4690
            throw expected("no [ ] inside another");
        }
        open();
        inValuePath = true;
        FilterExpression inside = or();
        close(']');
        FilterExpression tail = cursor.take('.') ? comparison(attribute()) : null;
        inValuePath = false;
        if (tail == null) {
            return new ValuePathExpression(list, inside);
        }
        // Entra sends emails[type eq "work"].value eq "x", which the grammar lacks: one element meets both.
        FilterExpression both = new LogicalExpression(new GroupExpression(false, inside), LogicalOperator.AND, tail);
        return new ValuePathExpression(list, both);
    }

    private FilterExpression comparison(AttributeReference attribute) {
        if (++terms > Limits.FILTER_TERMS) {
            throw ScimProblems.invalidFilter("The filter has more than %d comparisons.".formatted(Limits.FILTER_TERMS));
        }
        cursor.skipSpaces();
        int start = cursor.position();
        CompareOperator operator = operator(cursor.word());
        if (operator == null) {
            throw expectedAt(start, OPERATORS);
        }
        if (operator == CompareOperator.PR) {
            return new AttributePresentExpression(attribute);
        }
        cursor.skipSpaces();
        return new AttributeComparisonExpression(attribute, operator, Literals.read(cursor));
    }

    private static @Nullable CompareOperator operator(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "eq" -> CompareOperator.EQ;
            case "ne" -> CompareOperator.NE;
            case "co" -> CompareOperator.CO;
            case "sw" -> CompareOperator.SW;
            case "ew" -> CompareOperator.EW;
            case "pr" -> CompareOperator.PR;
            case "gt" -> CompareOperator.GT;
            case "ge" -> CompareOperator.GE;
            case "lt" -> CompareOperator.LT;
            case "le" -> CompareOperator.LE;
            default -> null;
        };
    }

    private boolean takeKeyword(String keyword) {
        cursor.skipSpaces();
        if (!cursor.peekWord().equalsIgnoreCase(keyword)) {
            return false;
        }
        cursor.word();
        return true;
    }

    private void open() {
        if (++depth > Limits.FILTER_DEPTH) {
            throw ScimProblems.invalidFilter(
                    "The filter nests brackets deeper than %d levels.".formatted(Limits.FILTER_DEPTH));
        }
        cursor.take();
    }

    private void close(char bracket) {
        cursor.skipSpaces();
        if (!cursor.take(bracket)) {
            throw expected("and, or, or " + bracket);
        }
        depth--;
    }

    private Problem expected(String what) {
        return expectedAt(cursor.position(), what);
    }

    private Problem expectedAt(int position, String what) {
        return ScimProblems.invalidFilter(cursor.unexpected(position, what));
    }
}
