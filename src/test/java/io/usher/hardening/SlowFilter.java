package io.usher.hardening;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.schema.ResourceModel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.AttributePresentExpression;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.LogicalOperator;
import org.apache.directory.scim.spec.filter.ValuePathExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * Whether a filter holds for a resource as a client sees it, by RFC 7644 §3.4.2.2 and, where that leaves a choice, by the table
 * in the documentation of {@code ConditionMapper}: the filter is walked for every resource, nothing is prepared.
 * Asked only of filters that {@link FilterRules} allows.
 */
final class SlowFilter {

    private final ResourceModel model;

    SlowFilter(ResourceModel model) {
        this.model = model;
    }

    boolean holds(FilterExpression filter, ObjectNode resource) {
        return holds(
                filter,
                name -> Place.find(model, name.getUrn(), name.getAttributeName(), name.getSubAttributeName())
                        .orElseThrow(),
                resource);
    }

    /** Of one element of a list, whose sub-attributes the filter names. */
    static boolean holds(FilterExpression filter, Attribute list, JsonNode element) {
        return holds(filter, name -> new Place(null, sub(list, name.getAttributeName()), null), element);
    }

    private interface Names {
        Place find(AttributeReference name);
    }

    private static boolean holds(FilterExpression filter, Names names, JsonNode holder) {
        if (filter instanceof LogicalExpression both) {
            boolean left = holds(both.getLeft(), names, holder);
            boolean right = holds(both.getRight(), names, holder);
            return both.getOperator() == LogicalOperator.AND ? left && right : left || right;
        }
        if (filter instanceof GroupExpression group) {
            return group.isNot() != holds(group.getFilterExpression(), names, holder);
        }
        if (filter instanceof ValuePathExpression path) {
            Place list = names.find(path.getAttributePath());
            return values(list, holder).stream()
                    .anyMatch(element -> holds(path.getAttributeExpression(), list.attribute(), element));
        }
        if (filter instanceof AttributePresentExpression present) {
            return present(names.find(present.getAttributePath()), holder);
        }
        AttributeComparisonExpression comparison = (AttributeComparisonExpression) filter;
        Place place = names.find(comparison.getAttributePath());
        CompareOperator operator = comparison.getOperation();
        @Nullable Object literal = comparison.getCompareValue();
        return literal == null
                ? present(place, holder) == (operator == CompareOperator.NE)
                : compare(place, operator, literal, holder);
    }

    /** RFC 7644 table 3: a non-empty value; of a complex attribute a non-empty part. */
    private static boolean present(Place place, JsonNode holder) {
        return values(place, holder).stream().anyMatch(value -> filled(place.leaf(), value));
    }

    private static boolean filled(Attribute attribute, JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream().anyMatch(part -> filled(sub(attribute, part.getKey()), part.getValue()));
        }
        // A text of characters that nobody sees is compared as the empty text, so it is one.
        return !value.isTextual()
                || !SlowText.compared(attribute, value.textValue()).isEmpty();
    }

    private static boolean compare(Place written, CompareOperator operator, Object literal, JsonNode holder) {
        Place place = orItsValue(written);
        List<JsonNode> values =
                place.leaf().getName().equals("primary") ? primaries(place, holder) : values(place, holder);
        Predicate<JsonNode> matches = value -> matches(place.leaf(), value, operator, literal);
        // Absent is different from every value.
        return values.isEmpty()
                ? operator == CompareOperator.NE
                : values.stream().anyMatch(matches);
    }

    private static Place orItsValue(Place place) {
        boolean stands = place.sub() == null
                && place.attribute().getType() == Attribute.Type.COMPLEX
                && place.attribute().getAttribute("value") != null;
        return stands ? new Place(place.extension(), place.attribute(), sub(place.attribute(), "value")) : place;
    }

    /** RFC 7643 §2.4: an element that says nothing of primary is not. */
    private static List<JsonNode> primaries(Place place, JsonNode holder) {
        List<JsonNode> owners = place.sub() == null ? List.of(holder) : values(place.whole(), holder);
        return owners.stream()
                .map(owner -> owner.has("primary") ? owner.get("primary") : BooleanNode.FALSE)
                .toList();
    }

    private static List<JsonNode> values(Place place, JsonNode holder) {
        String extension = place.extension();
        JsonNode owner = extension == null ? holder : holder.path(extension);
        List<JsonNode> values = all(owner.path(place.attribute().getName()));
        Attribute sub = place.sub();
        if (sub == null) {
            return values;
        }
        List<JsonNode> parts = new ArrayList<>();
        values.forEach(value -> parts.addAll(all(value.path(sub.getName()))));
        return parts;
    }

    private static List<JsonNode> all(JsonNode value) {
        List<JsonNode> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(values::add);
        } else if (!value.isMissingNode()) {
            values.add(value);
        }
        return values;
    }

    private static boolean matches(Attribute attribute, JsonNode value, CompareOperator operator, Object literal) {
        return switch (attribute.getType()) {
            case BOOLEAN ->
                ordered(
                        operator,
                        Boolean.compare(value.booleanValue(), literal.toString().equalsIgnoreCase("true")));
            case INTEGER, DECIMAL -> ordered(operator, value.decimalValue().compareTo((BigDecimal) literal));
            case DATE_TIME -> ordered(operator, time(value.textValue()).compareTo(time(literal.toString())));
            case STRING, REFERENCE, BINARY ->
                text(
                        operator,
                        SlowText.compared(attribute, value.textValue()),
                        SlowText.compared(attribute, literal.toString()));
            case COMPLEX -> throw new IllegalArgumentException("not comparable: " + attribute.getName());
        };
    }

    private static boolean text(CompareOperator operator, String value, String wanted) {
        return switch (operator) {
            case CO -> value.contains(wanted);
            case SW -> value.startsWith(wanted);
            case EW -> value.endsWith(wanted);
            default -> ordered(operator, SlowText.order(value, wanted));
        };
    }

    private static boolean ordered(CompareOperator operator, int order) {
        return switch (operator) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case CO, SW, EW, PR -> throw new IllegalArgumentException(operator + " orders nothing");
        };
    }

    /** An xsd:dateTime; without a zone it is UTC; what is kept ends at microseconds. */
    static Instant time(String text) {
        boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
        Instant time = zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    static Attribute sub(Attribute attribute, String name) {
        return attribute.getAttributes().stream()
                .filter(sub -> sub.getName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(attribute.getName() + " has no " + name));
    }
}
