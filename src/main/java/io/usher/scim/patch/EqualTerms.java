package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.schema.CanonicalValues;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.LogicalOperator;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * The element that a filter describes completely: {@code [type eq "work" and primary eq "True"]} is
 * {@code {"type": "work", "primary": true}}. Entra fills an element that is not yet there by such a path.
 */
final class EqualTerms {

    private final CanonicalValues values;
    private final Attribute list;
    private final ObjectNode element = JsonNodeFactory.instance.objectNode();

    private EqualTerms(CanonicalValues values, Attribute list) {
        this.values = values;
        this.list = list;
    }

    /** Empty when the filter is anything but {@code eq} terms joined by {@code and}. */
    static Optional<ObjectNode> of(CanonicalValues values, Attribute list, FilterExpression filter) {
        EqualTerms terms = new EqualTerms(values, list);
        return terms.take(filter) ? Optional.of(terms.element) : Optional.empty();
    }

    private boolean take(FilterExpression filter) {
        if (filter instanceof LogicalExpression both) {
            return both.getOperator() == LogicalOperator.AND && take(both.getLeft()) && take(both.getRight());
        }
        if (filter instanceof GroupExpression group) {
            return !group.isNot() && take(group.getFilterExpression());
        }
        return filter instanceof AttributeComparisonExpression term
                && term.getOperation() == CompareOperator.EQ
                && take(term.getAttributePath().getAttributeName(), term.getCompareValue());
    }

    private boolean take(String name, @Nullable Object literal) {
        Attribute sub = list.getAttribute(name);
        if (sub == null
                || sub.getMutability() == Attribute.Mutability.READ_ONLY
                || literal == null
                || element.has(sub.getName())) {
            return false;
        }
        String label = list.getName() + "." + sub.getName();
        Optional<JsonNode> value = values.of(sub, label, json(literal));
        value.ifPresent(known -> element.set(sub.getName(), known));
        return value.isPresent();
    }

    private static JsonNode json(Object literal) {
        if (literal instanceof Boolean bool) {
            return JsonNodeFactory.instance.booleanNode(bool);
        }
        if (literal instanceof BigDecimal number) {
            return number.scale() <= 0
                    ? JsonNodeFactory.instance.numberNode(number.toBigInteger())
                    : JsonNodeFactory.instance.numberNode(number);
        }
        return JsonNodeFactory.instance.textNode(literal.toString());
    }
}
