package io.usher.scim.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.directory.Condition;
import io.usher.directory.Condition.Operator;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.schema.Schema;

/**
 * Asks the filter between the brackets of a PATCH path of one element of a list, with the meaning that
 * {@link ConditionMapper} gives it, so that PATCH finds what a query finds.
 */
public final class ElementMatcher {

    private final Schema.Attribute list;
    private final ObjectNode element;
    /** By name, read once however many comparisons ask for them: to fold a text is what costs. */
    private final Map<String, List<Object>> known = new HashMap<>(4);

    private ElementMatcher(Schema.Attribute list, ObjectNode element) {
        this.list = list;
        this.element = element;
    }

    /**
     * Reads the filter once, for many elements.
     *
     * @param list the multi-valued attribute, whose sub-attributes the filter names in any case
     * @throws Problem {@code invalidFilter} for an unknown sub-attribute, or an operator or literal that does not suit its type
     */
    public static Predicate<ObjectNode> of(DialectRules rules, FilterExpression filter, Schema.Attribute list) {
        Condition condition = ConditionMapper.ofElement(rules, list, filter);
        return element -> new ElementMatcher(list, element).holds(condition);
    }

    /** The same for a single element. */
    public static boolean matches(
            DialectRules rules, FilterExpression filter, ObjectNode element, Schema.Attribute list) {
        return of(rules, filter, list).test(element);
    }

    private boolean holds(Condition condition) {
        if (condition instanceof Condition.And and) {
            return and.parts().stream().allMatch(part -> holds(part));
        }
        if (condition instanceof Condition.Or or) {
            return or.parts().stream().anyMatch(part -> holds(part));
        }
        if (condition instanceof Condition.Not not) {
            return !holds(not.part());
        }
        if (condition instanceof Condition.Present present) {
            return values(present.attribute()).stream().anyMatch(value -> !value.equals(""));
        }
        if (condition instanceof Condition.Compare compare) {
            return holds(compare);
        }
        throw new IllegalArgumentException("an element holds no list of elements");
    }

    private boolean holds(Condition.Compare compare) {
        List<Object> values = values(compare.attribute());
        boolean any = values.stream().anyMatch(value -> holds(value, compare.operator(), compare.value()));
        return any || (compare.operator() == Operator.NOT_EQUAL && values.isEmpty());
    }

    private static boolean holds(Object value, Operator operator, Object wanted) {
        return switch (operator) {
            case EQUAL -> order(value, wanted) == 0;
            case NOT_EQUAL -> order(value, wanted) != 0;
            case CONTAINS -> Part.isIn(value.toString(), wanted.toString());
            case STARTS_WITH -> value.toString().startsWith(wanted.toString());
            case ENDS_WITH -> value.toString().endsWith(wanted.toString());
            case GREATER -> order(value, wanted) > 0;
            case GREATER_OR_EQUAL -> order(value, wanted) >= 0;
            case LESS -> order(value, wanted) < 0;
            case LESS_OR_EQUAL -> order(value, wanted) <= 0;
        };
    }

    /** Text in the order of its UTF-8 bytes, as COLLATE "C" has it; String.compareTo differs past the basic plane. */
    private static int order(Object value, Object wanted) {
        if (value instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8), wanted.toString().getBytes(StandardCharsets.UTF_8));
        }
        @SuppressWarnings("unchecked") // both were read by the type of the same attribute
        Comparable<Object> comparable = (Comparable<Object>) value;
        return comparable.compareTo(wanted);
    }

    /** What stands under the sub-attribute, in any case; the items of an array one by one. */
    private List<Object> values(Condition.Attribute attribute) {
        return known.computeIfAbsent(attribute.path().get(0), this::read);
    }

    private List<Object> read(String name) {
        Schema.Attribute sub = list.getAttribute(name);
        List<Object> values = new ArrayList<>(1);
        for (Map.Entry<String, JsonNode> field : element.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                JsonNode value = field.getValue();
                for (JsonNode one : value.isArray() ? value : List.of(value)) {
                    value(sub, one).ifPresent(values::add);
                }
            }
        }
        return values;
    }

    private static Optional<Object> value(Schema.Attribute attribute, JsonNode node) {
        if (!node.isValueNode() || node.isNull()) {
            return Optional.empty();
        }
        Object stored = node.isNumber() ? node.decimalValue() : node.isBoolean() ? node.booleanValue() : node.asText();
        return Operand.stored(attribute, stored);
    }
}
