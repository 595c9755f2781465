package io.usher.hardening;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.schema.ResourceModel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
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

/** Filters that could be asked of these resources: they name their attributes and look for what is there, or nearly. */
final class RandomFilter {

    private static final List<CompareOperator> EQUALITY = List.of(CompareOperator.EQ, CompareOperator.NE);
    private static final List<CompareOperator> ORDER = List.of(
            CompareOperator.EQ,
            CompareOperator.NE,
            CompareOperator.GT,
            CompareOperator.GE,
            CompareOperator.LT,
            CompareOperator.LE);
    private static final List<CompareOperator> ANY = List.of(
            CompareOperator.EQ,
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
    private final ResourceModel model;
    private final List<Place> places;
    private final List<ObjectNode> resources;

    RandomFilter(Dice dice, ResourceModel model, List<ObjectNode> resources) {
        this.dice = dice;
        this.model = model;
        this.places = Place.all(model);
        this.resources = resources;
    }

    /** A filter on a resource. */
    FilterExpression filter() {
        return new FilterShapes(dice, this::leaf).filter(1 + dice.below(5), 4);
    }

    /** A filter on an element of a list. */
    FilterExpression ofElement(Place list, int terms, int depth) {
        if (list.attribute().getType() != Attribute.Type.COMPLEX) {
            // A simple list has no parts to ask for; whoever does is refused.
            return compare(RandomSyntax.reference(null, "value", null), CompareOperator.EQ, "x");
        }
        List<Attribute> subs = List.copyOf(list.attribute().getAttributes());
        return new FilterShapes(dice, (one, levels) -> {
                    Attribute sub = dice.pick(subs);
                    AttributeReference name = RandomSyntax.reference(null, dice.inAnyCase(sub.getName()), null);
                    return comparison(name, new Place(list.extension(), list.attribute(), sub));
                })
                .filter(terms, depth);
    }

    private FilterExpression leaf(int terms, int depth) {
        Place place = dice.pick(places);
        if (place.sub() == null && place.attribute().isMultiValued() && depth > 1 && (terms > 1 || dice.onceIn(2))) {
            FilterExpression inside = ofElement(place, Math.max(1, terms - 1), depth - 2);
            return new ValuePathExpression(
                    name(place),
                    terms > 1 && dice.onceIn(2)
                            ? new LogicalExpression(
                                    new GroupExpression(false, inside), LogicalOperator.AND, ofElement(place, 1, 0))
                            : inside);
        }
        return comparison(dice.onceIn(200) ? RandomSyntax.reference(null, "nosuch", null) : name(place), place);
    }

    /** With its URN or without, where the name alone means the same. */
    AttributeReference name(Place place) {
        Attribute sub = place.sub();
        String name = dice.inAnyCase(place.attribute().getName());
        String subName = sub == null ? null : dice.inAnyCase(sub.getName());
        String urn = place.extension() == null ? model.core().getId() : place.extension();
        Optional<Place> bare = Place.find(model, null, name, subName);
        boolean without = bare.filter(place::equals).isPresent() && !dice.onceIn(4);
        return RandomSyntax.reference(without ? null : dice.inAnyCase(urn), name, subName);
    }

    private FilterExpression comparison(AttributeReference name, Place place) {
        if (dice.onceIn(6)) {
            return new AttributePresentExpression(name);
        }
        if (dice.onceIn(12)) {
            return compare(name, dice.pick(EQUALITY), null);
        }
        Attribute value = place.leaf().getAttribute("value");
        Attribute leaf = place.leaf().getType() == Attribute.Type.COMPLEX && value != null ? value : place.leaf();
        if (dice.onceIn(60)) {
            return compare(name, dice.pick(ANY), dice.pick(List.of("x", true, BigDecimal.ONE, "2026-13-01T00:00:00Z")));
        }
        List<CompareOperator> operators = switch (leaf.getType()) {
            case BOOLEAN, BINARY -> EQUALITY;
            case INTEGER, DECIMAL, DATE_TIME -> ORDER;
            case STRING, REFERENCE, COMPLEX -> ANY;
        };
        return compare(name, dice.pick(operators), literal(leaf, place));
    }

    @SuppressWarnings("NullAway") // SCIMple holds null for the literal null.
    private static FilterExpression compare(
            AttributeReference name, CompareOperator operator, @Nullable Object literal) {
        return new AttributeComparisonExpression(name, operator, literal);
    }

    private Object literal(Attribute leaf, Place place) {
        JsonNode known = known(place);
        return switch (leaf.getType()) {
            case BOOLEAN -> dice.onceIn(3) ? dice.pick(List.of("True", "false")) : (Object) dice.onceIn(2);
            case INTEGER, DECIMAL -> known.isNumber() ? nearby(known.decimalValue()) : new RandomValues(dice).number();
            case DATE_TIME -> known.isTextual() && dice.onceIn(2) ? known.textValue() : dice.pick(RandomValues.TIMES);
            default ->
                known.isTextual() && !dice.onceIn(4)
                        ? new RandomText(dice).about(known.textValue())
                        : new RandomText(dice).any();
        };
    }

    private BigDecimal nearby(BigDecimal number) {
        if (Math.abs(number.scale()) > 10) {
            return number; // one more than it would be longer than a filter may write
        }
        return switch (dice.below(4)) {
            case 0 -> number.add(BigDecimal.ONE);
            case 1 -> number.setScale(Math.max(2, number.scale()), RoundingMode.UNNECESSARY);
            default -> number;
        };
    }

    /** A value that some resource has there. */
    private JsonNode known(Place place) {
        JsonNode holder = dice.pick(resources);
        String extension = place.extension();
        JsonNode value = first((extension == null ? holder : holder.path(extension))
                .path(place.attribute().getName()));
        Attribute sub = place.sub();
        return sub != null ? first(value.path(sub.getName())) : value.isObject() ? value.path("value") : value;
    }

    private JsonNode first(JsonNode value) {
        return value.isArray() && !value.isEmpty() ? value.get(dice.below(value.size())) : value;
    }
}
