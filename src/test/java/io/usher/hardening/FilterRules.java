package io.usher.hardening;

import io.usher.scim.schema.ResourceModel;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.AttributePresentExpression;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.ValuePathExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * Which filters may be asked, and which are refused with invalidFilter: unknown or secret or computed attributes, and operators
 * and literals that do not suit the type (RFC 7644 §3.4.2.2, tables 3 and 9).
 */
final class FilterRules {

    private static final Set<String> COMPUTED =
            Set.of("meta.location", "meta.version", "groups.display", "members.display", "waitlistPosition");
    private static final Set<CompareOperator> EQUALITY = Set.of(CompareOperator.EQ, CompareOperator.NE);
    private static final Set<CompareOperator> PARTS =
            Set.of(CompareOperator.CO, CompareOperator.SW, CompareOperator.EW);

    private final Function<AttributeReference, Optional<Place>> names;
    private final String prefix;

    private FilterRules(Function<AttributeReference, Optional<Place>> names, String prefix) {
        this.names = names;
        this.prefix = prefix;
    }

    /** Whether a filter may be asked of a resource. */
    static boolean allow(ResourceModel model, FilterExpression filter) {
        Function<AttributeReference, Optional<Place>> names =
                name -> Place.find(model, name.getUrn(), name.getAttributeName(), name.getSubAttributeName());
        return new FilterRules(names, "").allow(filter);
    }

    /** Whether a filter may be asked of an element of a list. */
    static boolean allow(Attribute list, FilterExpression filter) {
        if (list.getType() != Attribute.Type.COMPLEX) {
            return false;
        }
        Function<AttributeReference, Optional<Place>> names = name -> list.getAttributes().stream()
                .filter(sub -> sub.getName().equalsIgnoreCase(name.getAttributeName()))
                .findFirst()
                .map(sub -> new Place(null, sub, null));
        return new FilterRules(names, list.getName() + ".").allow(filter);
    }

    private boolean allow(FilterExpression filter) {
        if (filter instanceof LogicalExpression both) {
            return allow(both.getLeft()) && allow(both.getRight());
        }
        if (filter instanceof GroupExpression group) {
            return allow(group.getFilterExpression());
        }
        if (filter instanceof AttributePresentExpression present) {
            return askable(present.getAttributePath()).isPresent();
        }
        if (filter instanceof ValuePathExpression path) {
            return askable(path.getAttributePath())
                    .filter(place -> place.sub() == null
                            && place.attribute().isMultiValued()
                            && place.attribute().getType() == Attribute.Type.COMPLEX)
                    .map(place -> allow(place.attribute(), path.getAttributeExpression()))
                    .orElse(false);
        }
        AttributeComparisonExpression comparison = (AttributeComparisonExpression) filter;
        return askable(comparison.getAttributePath())
                .map(place -> suits(place, comparison.getOperation(), comparison.getCompareValue()))
                .orElse(false);
    }

    private Optional<Place> askable(AttributeReference name) {
        return names.apply(name).filter(place -> !secretOrComputed(place));
    }

    private boolean secretOrComputed(Place place) {
        String name = prefix
                + (place.sub() == null ? "" : place.attribute().getName() + ".")
                + place.leaf().getName();
        return place.leaf().getReturned() == Attribute.Returned.NEVER
                || place.attribute().getReturned() == Attribute.Returned.NEVER
                || place.leaf().getName().equals("$ref")
                || COMPUTED.contains(name);
    }

    private static boolean suits(Place place, CompareOperator operator, @Nullable Object literal) {
        if (literal == null) {
            return EQUALITY.contains(operator);
        }
        Attribute attribute = place.leaf();
        if (attribute.getType() == Attribute.Type.COMPLEX) {
            Attribute value = attribute.getAttribute("value");
            return value != null && suits(value, operator, literal);
        }
        return suits(attribute, operator, literal);
    }

    private static boolean suits(Attribute attribute, CompareOperator operator, Object literal) {
        return switch (attribute.getType()) {
            // Entra writes "True".
            case BOOLEAN -> EQUALITY.contains(operator) && literal.toString().matches("(?i)true|false");
            case INTEGER, DECIMAL -> !PARTS.contains(operator) && literal instanceof BigDecimal;
            case DATE_TIME -> !PARTS.contains(operator) && literal instanceof String text && time(text);
            case BINARY -> (EQUALITY.contains(operator) || PARTS.contains(operator)) && literal instanceof String;
            case STRING, REFERENCE -> literal instanceof String;
            case COMPLEX -> false;
        };
    }

    private static boolean time(String text) {
        try {
            return text.length() >= "2026-01-01T00:00:00".length() && SlowFilter.time(text) != null;
        } catch (java.time.DateTimeException notATime) {
            return false;
        }
    }
}
