package io.usher.hardening;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.schema.ResourceModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.LogicalOperator;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/** PATCH requests as identity providers send them, and as nobody should. */
final class RandomPatch {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> WRONG = List.of(
            JSON.nullNode(),
            JSON.textNode(""),
            JSON.arrayNode(),
            JSON.objectNode(),
            JSON.numberNode(7),
            JSON.textNode("x"),
            JSON.booleanNode(true),
            JSON.arrayNode().addNull(),
            JSON.arrayNode().add("x"),
            JSON.arrayNode().add(JSON.arrayNode().add("x")),
            JSON.objectNode().put("value", "x").put("VALUE", "y"),
            JSON.objectNode().put("nosuch", 1),
            JSON.arrayNode()
                    .add(JSON.objectNode().put("value", "x").put("primary", true))
                    .add(JSON.objectNode().put("value", "y").put("primary", true)));
    private static final Map<String, String> BROKEN = Map.of(
            "nosuch", "invalidPath",
            "name.nosuch", "invalidPath",
            "a.b.c", "invalidPath",
            "emails[type eq", "invalidPath",
            "emails[type eq \"x\"].", "invalidPath",
            "urn:example:none:2.0:User:tag", "invalidPath",
            "emails[type regex \"x\"]", "invalidFilter",
            "emails[nosuch[a pr]]", "invalidFilter");

    private final Dice dice;
    private final ResourceModel model;
    private final List<Place> places;
    private final RandomFilter filters;
    private final RandomValues values;
    private final FilterPrinter printer;

    RandomPatch(Dice dice, ResourceModel model, ObjectNode document) {
        this.dice = dice;
        this.model = model;
        this.places = Place.all(model);
        this.filters = new RandomFilter(dice, model, List.of(document));
        this.values = new RandomValues(dice);
        this.printer = new FilterPrinter(dice);
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int i = 1 + dice.below(4); i > 0; i--) {
            steps.add(step(dice.pick(List.of(Step.Kind.values()))));
        }
        return steps;
    }

    /**
     * Replacements of a kind that finds the second time what it found or made the first time: filters ask for the type,
     * which only whole lists change, and no path names a part of all elements, which a later path may add to.
     */
    List<Step> replacements() {
        List<Step> steps = new ArrayList<>();
        for (int i = 1 + dice.below(3); i > 0; i--) {
            Place place = at().place();
            Attribute sub = place.sub();
            Step.At at = new Step.At(place, null);
            if (place.attribute().isMultiValued() && sub != null) {
                boolean byType = place.attribute().getAttribute("type") != null
                        && !sub.getName().equals("type");
                at = byType ? new Step.At(place, typed(place)) : new Step.At(place.whole(), null);
            }
            steps.add(new Step(Step.Kind.REPLACE, at, written(at), value(at), Map.of()));
        }
        return steps;
    }

    private Step step(Step.Kind kind) {
        return switch (dice.below(20)) {
            case 0 -> broken(kind);
            case 1 ->
                new Step(kind, new Step.Password(), dice.inAnyCase("password"), JSON.textNode("secret"), Map.of());
            case 2, 3, 4 -> whole(kind == Step.Kind.REMOVE ? Step.Kind.ADD : kind);
            case 5 -> core(kind);
            case 6 -> extension(kind);
            default -> attribute(kind);
        };
    }

    private Step broken(Step.Kind kind) {
        String path = dice.pick(BROKEN.keySet().stream().sorted().toList());
        return new Step(
                kind, new Step.Broken(Objects.requireNonNull(BROKEN.get(path))), path, JSON.textNode("x"), Map.of());
    }

    private Step attribute(Step.Kind kind) {
        Step.At at = at();
        JsonNode value = kind == Step.Kind.REMOVE && !dice.onceIn(4) ? null : value(at);
        return new Step(kind, at, written(at), value, Map.of());
    }

    private Step whole(Step.Kind kind) {
        Map<String, Step.At> names = new HashMap<>();
        JsonNode value = dice.onceIn(15) ? dice.pick(WRONG.subList(0, 9)) : object(names);
        return new Step(kind, new Step.Whole(), null, value, names);
    }

    private Step core(Step.Kind kind) {
        Map<String, Step.At> names = new HashMap<>();
        ObjectNode value = object(names);
        return new Step(kind, new Step.Whole(), dice.inAnyCase(model.core().getId()), value, names);
    }

    private Step extension(Step.Kind kind) {
        Map<String, Step.At> names = new HashMap<>();
        Schema schema = dice.pick(model.extensions());
        JsonNode value = dice.onceIn(8) ? dice.pick(WRONG.subList(0, 9)) : ofExtension(schema, names);
        return new Step(kind, new Step.Extension(schema.getId()), dice.inAnyCase(schema.getId()), value, names);
    }

    private ObjectNode object(Map<String, Step.At> names) {
        ObjectNode object = JSON.objectNode();
        for (int i = dice.below(4); i > 0; i--) {
            Step.At at = at();
            String name = written(at);
            names.put(name, at);
            object.set(name, value(at));
        }
        if (dice.onceIn(4)) {
            Schema schema = dice.pick(model.extensions());
            object.set(
                    dice.inAnyCase(schema.getId()),
                    dice.onceIn(6) ? dice.pick(WRONG.subList(0, 3)) : ofExtension(schema, names));
        }
        if (dice.onceIn(6)) {
            object.put("nosuch", 1);
        }
        return object;
    }

    private ObjectNode ofExtension(Schema schema, Map<String, Step.At> names) {
        List<Place> own = places.stream()
                .filter(place -> schema.getId().equals(place.extension()))
                .toList();
        ObjectNode object = JSON.objectNode();
        for (int i = dice.below(4); i > 0; i--) {
            Place place = dice.pick(own);
            Attribute sub = place.sub();
            String name = dice.inAnyCase(place.attribute().getName())
                    + (sub == null ? "" : "." + dice.inAnyCase(sub.getName()));
            Step.At at = new Step.At(place, null);
            names.put(schema.getId() + ":" + name, at);
            object.set(name, value(at));
        }
        return object;
    }

    private Step.At at() {
        Place place = dice.pick(places);
        if (place.readOnly() && !dice.onceIn(10)) {
            return at();
        }
        boolean complex = place.attribute().getType() == Attribute.Type.COMPLEX;
        boolean list = complex && place.attribute().isMultiValued();
        boolean filtered = list ? !dice.onceIn(3) : dice.onceIn(25);
        return new Step.At(place, filtered ? filter(place) : null);
    }

    private FilterExpression filter(Place place) {
        boolean complex = place.attribute().getType() == Attribute.Type.COMPLEX;
        return (!complex || dice.onceIn(3)) ? filters.ofElement(place, 1 + dice.below(3), 2) : described(place);
    }

    /** What an identity provider writes: type and perhaps more, each {@code eq}. */
    private FilterExpression described(Place place) {
        Attribute second = dice.pick(List.copyOf(place.attribute().getAttributes()));
        return second.getName().equals("type") || second.getType() == Attribute.Type.COMPLEX || dice.onceIn(2)
                ? typed(place)
                : new LogicalExpression(typed(place), LogicalOperator.AND, equal(second));
    }

    private FilterExpression typed(Place place) {
        Attribute type = place.attribute().getAttribute("type");
        return equal(type == null ? dice.pick(List.copyOf(place.attribute().getAttributes())) : type);
    }

    private FilterExpression equal(Attribute sub) {
        JsonNode value = values.one(sub);
        Object literal = value.isBoolean()
                ? (Object) value.booleanValue()
                : value.isNumber() ? value.decimalValue() : value.asText();
        AttributeReference name = RandomSyntax.reference(null, dice.inAnyCase(sub.getName()), null);
        return new AttributeComparisonExpression(name, CompareOperator.EQ, literal);
    }

    private JsonNode value(Step.At at) {
        if (dice.onceIn(9)) {
            return dice.pick(WRONG);
        }
        Place place = at.place();
        Attribute leaf = place.leaf();
        if (leaf.isMultiValued() && (at.filter() != null || dice.onceIn(4))) {
            return values.one(leaf);
        }
        JsonNode value = values.of(leaf);
        return leaf.getType() == Attribute.Type.COMPLEX && !leaf.isMultiValued() && dice.onceIn(6)
                ? JSON.arrayNode().add(value)
                : value;
    }

    private String written(Step.At at) {
        AttributeReference full = filters.name(at.place());
        @Nullable String sub = full.getSubAttributeName();
        if (at.filter() == null) {
            return printer.path(full, null, null);
        }
        return printer.path(RandomSyntax.reference(full.getUrn(), full.getAttributeName(), null), at.filter(), sub);
    }
}
