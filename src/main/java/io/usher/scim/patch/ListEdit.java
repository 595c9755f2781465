package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import io.usher.scim.filter.ElementMatcher;
import io.usher.scim.patch.PatchRequest.Kind;
import io.usher.scim.schema.CanonicalValues;
import io.usher.scim.schema.Elements;
import io.usher.scim.schema.Invariants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/** One operation on the elements of a multi-valued attribute. */
final class ListEdit {

    static final String MANY_MATCHES = "The filter in the path must select one element of %s, not several.";

    private final DialectRules rules;
    private final CanonicalValues values;
    private final SingleEdit single;
    private final Attribute attribute;
    private final String label;
    private final List<JsonNode> elements = new ArrayList<>();
    /** The element that was primary before and gives way when the operation makes another one so; not one that it writes. */
    private @Nullable JsonNode primaryBefore;

    ListEdit(DialectRules rules, Attribute attribute, String label, JsonNode current) {
        this.rules = rules;
        this.values = new CanonicalValues(rules);
        this.single = new SingleEdit(rules);
        this.attribute = attribute;
        this.label = label;
        current.forEach(elements::add);
        this.primaryBefore =
                elements.stream().filter(Elements::primary).findFirst().orElse(null);
    }

    /** RFC 7644 §3.5.2.1: what is there already is not added again. */
    void add(JsonNode raw) {
        Map<JsonNode, JsonNode> known = new LinkedHashMap<>();
        elements.forEach(element -> known.put(Elements.identity(attribute, element), element));
        for (JsonNode element : canonical(raw)) {
            JsonNode same = known.get(Elements.identity(attribute, element));
            if (same instanceof ObjectNode object && element instanceof ObjectNode given) {
                ObjectNode before = object.deepCopy();
                object.setAll(given);
                Invariants.requireImmutableKept(attribute, label, before, object);
            } else if (same == null) {
                elements.add(element);
            }
        }
    }

    void replaceAll(JsonNode raw) {
        elements.clear();
        canonical(raw).forEach(elements::add);
    }

    /** Entra removes single elements by naming them in the value; without a value all go. */
    void remove(@Nullable JsonNode raw) {
        if (raw == null || raw.isNull()) {
            elements.clear();
            return;
        }
        ArrayNode given = canonical(raw);
        elements.removeIf(element -> {
            for (JsonNode one : given) {
                if (Elements.says(attribute, element, one)) {
                    return true;
                }
            }
            return false;
        });
    }

    void removeMatches(FilterExpression filter) {
        removeThese(matches(Kind.REMOVE, filter));
    }

    private void removeThese(List<ObjectNode> matches) {
        elements.removeIf(themselves(matches)::contains);
    }

    /** Writes the given parts into every element that matches, or makes the element that the filter describes. */
    void assign(Kind kind, FilterExpression filter, JsonNode raw) {
        JsonNode parts = values.unwrapped(attribute, label, raw);
        List<ObjectNode> matches = matches(kind, filter);
        if (CanonicalValues.unassigned(parts)) {
            removeThese(matches);
            return;
        }
        List<ObjectNode> before = matches.stream().map(ObjectNode::deepCopy).toList();
        if (matches.isEmpty()) {
            matches = List.of(created(filter));
        } else if (kind == Kind.REPLACE) {
            // What the filter names stays, or the element would fall out of its own path.
            ObjectNode kept = EqualTerms.of(values, attribute, filter).orElseGet(JsonNodeFactory.instance::objectNode);
            matches.forEach(match -> match.removeAll().setAll(kept));
        }
        for (ObjectNode match : matches) {
            single.merge(kind, match, attribute, label, parts);
        }
        for (int i = 0; i < before.size(); i++) {
            Invariants.requireImmutableKept(attribute, label, before.get(i), matches.get(i));
        }
        written(matches);
    }

    /**
     * The same for one sub-attribute.
     *
     * @param filter null for every element
     */
    void assignSub(Kind kind, @Nullable FilterExpression filter, Attribute sub, String subLabel, JsonNode raw) {
        List<ObjectNode> matches = matches(kind, filter);
        if (matches.isEmpty() && !CanonicalValues.unassigned(raw)) {
            matches = List.of(created(filter));
        }
        for (ObjectNode match : matches) {
            JsonNode before = match.path(sub.getName());
            single.assign(kind, match, sub, subLabel, raw);
            if (sub.getMutability() == Attribute.Mutability.IMMUTABLE
                    && !before.isMissingNode()
                    && !before.equals(match.path(sub.getName()))) {
                throw ScimProblems.mutability(subLabel + " cannot be changed once it has a value.");
            }
        }
        written(matches);
    }

    void removeSub(@Nullable FilterExpression filter, Attribute sub, String subLabel) {
        assignSub(Kind.REMOVE, filter, sub, subLabel, JsonNodeFactory.instance.nullNode());
    }

    /** The list as it is after the operation. */
    ArrayNode result() {
        elements.removeIf(element -> element.isObject() && element.isEmpty());
        Elements.requireFew(label, elements.size());
        // RFC 7644 §3.5.2: setting primary on one element takes it from the others.
        if (primaryBefore instanceof ObjectNode former
                && elements.stream().filter(Elements::primary).count() > 1) {
            Elements.unsetPrimary(former);
            settle();
        }
        ArrayNode result = JsonNodeFactory.instance.arrayNode().addAll(elements);
        Elements.requireOnePrimary(label, result);
        return result;
    }

    private void written(List<ObjectNode> matches) {
        if (primaryBefore != null && themselves(matches).contains(primaryBefore)) {
            primaryBefore = null;
        }
        settle();
    }

    /** Only these, and none that looks the same. */
    private static Set<JsonNode> themselves(List<ObjectNode> nodes) {
        Set<JsonNode> themselves = Collections.newSetFromMap(new IdentityHashMap<>());
        themselves.addAll(nodes);
        return themselves;
    }

    /** Writing into elements can make two of them say the same. */
    private void settle() {
        ArrayNode distinct = Elements.distinct(attribute, elements);
        elements.clear();
        distinct.forEach(elements::add);
    }

    private ArrayNode canonical(JsonNode raw) {
        return values.of(attribute, label, raw)
                .map(ArrayNode.class::cast)
                .orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    /** What the filter selects, every element when there is none; as few and as many as the dialect takes. */
    private List<ObjectNode> matches(Kind kind, @Nullable FilterExpression filter) {
        List<ObjectNode> matches = new ArrayList<>();
        var matcher = filter == null ? null : ElementMatcher.of(rules, filter, attribute);
        for (JsonNode element : elements) {
            if (element instanceof ObjectNode object && (matcher == null || matcher.test(object))) {
                matches.add(object);
            }
        }
        if (matcher != null && matches.isEmpty() && !mayMiss(kind)) {
            throw ScimProblems.noTarget("The filter in the path matches no element of " + label + ".");
        }
        if (matcher != null && matches.size() > 1 && !rules.takesManyMatches()) {
            throw ScimProblems.invalidFilter(MANY_MATCHES.formatted(label));
        }
        return matches;
    }

    /** RFC 7644 §3.5.2.3 would not let a replacement; Entra first fills an attribute in this way and gives up on a refusal. */
    private boolean mayMiss(Kind kind) {
        return switch (kind) {
            case ADD -> rules.addMakesElement();
            case REPLACE -> rules.replaceMakesElement();
            case REMOVE -> rules.removeMayMiss();
        };
    }

    private ObjectNode created(@Nullable FilterExpression filter) {
        ObjectNode element = filter == null
                ? JsonNodeFactory.instance.objectNode()
                : EqualTerms.of(values, attribute, filter)
                        .orElseThrow(() -> ScimProblems.noTarget("The filter in the path matches no element of " + label
                                + ", and does not say what a new one would hold."));
        elements.add(element);
        return element;
    }
}
