package io.usher.hardening;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.LogicalOperator;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/** One operation on a multi-valued attribute, line by line as RFC 7644 §3.5.2 has it; what it does not settle is upserted. */
final class SlowList {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Attribute attribute;
    private final @Nullable FilterExpression filter;
    private List<JsonNode> elements = new ArrayList<>();
    /** Which elements the operation writes into, themselves and none that look the same. */
    private final Set<JsonNode> written = Collections.newSetFromMap(new IdentityHashMap<>());

    SlowList(Attribute attribute, @Nullable FilterExpression filter, JsonNode before) {
        this.attribute = attribute;
        this.filter = filter;
        before.forEach(element -> elements.add(element.deepCopy()));
    }

    /** The elements after the operation. */
    List<JsonNode> after(Step.Kind kind, @Nullable Attribute sub, JsonNode value) {
        JsonNode former = elements.stream()
                .filter(e -> e.path("primary").booleanValue())
                .findFirst()
                .orElse(null);
        if (sub != null) {
            writePart(kind, sub, kind == Step.Kind.REMOVE ? JSON.nullNode() : value);
        } else if (filter != null) {
            writeElements(kind, kind == Step.Kind.REMOVE ? JSON.nullNode() : value);
        } else {
            writeAll(kind, value);
        }
        elements.removeIf(element -> element.isObject() && element.isEmpty());
        boolean asked = former != null && written.contains(former);
        if (former instanceof ObjectNode object && !asked && SlowValues.primaries(elements) > 1) {
            object.put("primary", false);
            elements = SlowValues.united(attribute, elements);
        }
        if (SlowValues.primaries(elements) > 1) {
            throw new Refused("invalidValue");
        }
        return elements;
    }

    private void writeAll(Step.Kind kind, JsonNode value) {
        if (kind == Step.Kind.REMOVE && value.isNull()) {
            elements.clear();
            return;
        }
        JsonNode whole = SlowValues.whole(attribute, value);
        JsonNode given = whole == null ? JSON.arrayNode() : whole;
        switch (kind) {
            case REPLACE -> {
                elements.clear();
                given.forEach(elements::add);
            }
            case ADD -> {
                List<JsonNode> before =
                        elements.stream().<JsonNode>map(JsonNode::deepCopy).toList();
                given.forEach(elements::add);
                elements = SlowValues.united(attribute, elements);
                for (int i = 0; i < before.size(); i++) {
                    requireKept(before.get(i), elements.get(i));
                }
            }
            case REMOVE -> given.forEach(one -> elements.removeIf(element -> SlowValues.says(attribute, element, one)));
        }
    }

    private void writeElements(Step.Kind kind, JsonNode value) {
        JsonNode parts = SlowValues.unwrapped(attribute, value);
        List<ObjectNode> matches = matches();
        if (SlowValues.nothing(parts)) {
            written.addAll(matches);
            elements.removeIf(written::contains);
            return;
        }
        List<ObjectNode> before = matches.stream().map(ObjectNode::deepCopy).toList();
        if (matches.isEmpty()) {
            matches.add(made());
        } else if (kind == Step.Kind.REPLACE) {
            ObjectNode described = described();
            for (ObjectNode match : matches) {
                match.removeAll();
                match.setAll(described == null ? JSON.objectNode() : described);
            }
        }
        matches.forEach(match -> merge(kind, match, attribute, parts));
        for (int i = 0; i < before.size(); i++) {
            requireKept(before.get(i), matches.get(i));
        }
        finish(matches);
    }

    private void writePart(Step.Kind kind, Attribute sub, JsonNode value) {
        List<ObjectNode> matches = matches();
        if (matches.isEmpty() && !SlowValues.nothing(value)) {
            matches.add(made());
        }
        for (ObjectNode match : matches) {
            ObjectNode before = match.deepCopy();
            set(kind, match, sub, value);
            requireKept(before, match);
        }
        finish(matches);
    }

    /** RFC 7643 §7: a part that is immutable keeps the value it has. */
    private void requireKept(JsonNode before, JsonNode after) {
        for (Map.Entry<String, JsonNode> had : before.properties()) {
            boolean immutable =
                    SlowFilter.sub(attribute, had.getKey()).getMutability() == Attribute.Mutability.IMMUTABLE;
            if (immutable && !had.getValue().equals(after.get(had.getKey()))) {
                throw new Refused("mutability");
            }
        }
    }

    private void finish(List<ObjectNode> matches) {
        written.addAll(matches);
        elements = SlowValues.united(attribute, elements);
    }

    private List<ObjectNode> matches() {
        if (filter != null && !FilterRules.allow(attribute, filter)) {
            throw new Refused("invalidFilter");
        }
        List<ObjectNode> matches = new ArrayList<>();
        for (JsonNode element : elements) {
            if (element instanceof ObjectNode object
                    && (filter == null || SlowFilter.holds(filter, attribute, element))) {
                matches.add(object);
            }
        }
        return matches;
    }

    private ObjectNode made() {
        ObjectNode element = filter == null ? JSON.objectNode() : described();
        if (element == null) {
            throw new Refused("noTarget");
        }
        elements.add(element);
        return element;
    }

    /** What a filter of {@code eq} terms joined by {@code and} says of an element; null when it says anything else. */
    private @Nullable ObjectNode described() {
        List<AttributeComparisonExpression> terms = new ArrayList<>();
        // A term with a value that cannot be kept is refused for that before a later term is looked at.
        boolean all = filter != null && terms(filter, terms);
        ObjectNode element = JSON.objectNode();
        for (AttributeComparisonExpression term : terms) {
            Attribute sub = SlowFilter.sub(attribute, term.getAttributePath().getAttributeName());
            @Nullable Object literal = term.getCompareValue();
            boolean writable = sub.getMutability() != Attribute.Mutability.READ_ONLY;
            JsonNode value = writable && literal != null && !element.has(sub.getName())
                    ? SlowValues.whole(sub, json(literal))
                    : null;
            if (value == null) {
                return null;
            }
            element.set(sub.getName(), value);
        }
        return all ? element : null;
    }

    private static boolean terms(FilterExpression filter, List<AttributeComparisonExpression> terms) {
        if (filter instanceof LogicalExpression both) {
            return both.getOperator() == LogicalOperator.AND
                    && terms(both.getLeft(), terms)
                    && terms(both.getRight(), terms);
        }
        if (filter instanceof GroupExpression group) {
            return !group.isNot() && terms(group.getFilterExpression(), terms);
        }
        return filter instanceof AttributeComparisonExpression term
                && term.getOperation() == CompareOperator.EQ
                && terms.add(term);
    }

    private static JsonNode json(Object literal) {
        if (literal instanceof Boolean bool) {
            return JSON.booleanNode(bool);
        }
        if (literal instanceof BigDecimal number) {
            return number.scale() <= 0 ? JSON.numberNode(number.toBigIntegerExact()) : JSON.numberNode(number);
        }
        return JSON.textNode(literal.toString());
    }

    /** The given parts are set or, where nothing is given, taken away; others stay; unknown and readOnly ones are ignored. */
    static void merge(Step.Kind kind, ObjectNode target, Attribute attribute, JsonNode parts) {
        if (!parts.isObject()) {
            throw new Refused("invalidValue");
        }
        parts.properties().forEach(part -> {
            Attribute sub = SlowValues.part(attribute, part.getKey());
            if (sub != null && sub.getMutability() != Attribute.Mutability.READ_ONLY) {
                set(kind, target, sub, part.getValue());
            }
        });
    }

    /** Sets an attribute, adds to a list, or takes away where nothing is given. */
    static void set(Step.Kind kind, ObjectNode target, Attribute attribute, JsonNode raw) {
        JsonNode value = SlowValues.whole(attribute, raw);
        if (kind == Step.Kind.ADD && attribute.isMultiValued() && target.has(attribute.getName())) {
            JsonNode known = target.path(attribute.getName());
            List<JsonNode> after = new SlowList(attribute, null, known).after(kind, null, raw);
            target.set(attribute.getName(), JSON.arrayNode().addAll(after));
        } else if (value == null) {
            target.remove(attribute.getName());
        } else {
            target.set(attribute.getName(), value);
        }
    }
}
