package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** The rules that hold among the elements of one multi-valued attribute (RFC 7643 §2.4). */
public final class Elements {

    private static final String PRIMARY = "primary";
    private static final String TYPE = "type";
    private static final String VALUE = "value";
    /** An element of so many characters is an ordinary one. */
    private static final int STEPS_PER_WEIGHT = 64;
    /** To fold a character that is composed of others takes as long as a hundred letters. */
    private static final int STEPS_BEYOND_ASCII = 100;

    private Elements() {}

    /**
     * Canonical elements, those that say the same (equal type and value) made one, in which the later word counts.
     *
     * @throws Problem of kind TOO_LARGE when they are longer than a resource may be
     */
    public static ArrayNode distinct(Attribute attribute, Iterable<JsonNode> elements) {
        requireShort(elements);
        Map<JsonNode, JsonNode> distinct = new LinkedHashMap<>();
        for (JsonNode element : elements) {
            JsonNode known = distinct.putIfAbsent(identity(attribute, element), element);
            if (known instanceof ObjectNode object && element instanceof ObjectNode later) {
                object.setAll(later);
            }
        }
        return JsonNodeFactory.instance.arrayNode().addAll(distinct.values());
    }

    /** What makes an element the same as another: type and value where it has a value, else all of it. */
    public static JsonNode identity(Attribute attribute, JsonNode element) {
        return element.has(VALUE)
                ? JsonNodeFactory.instance
                        .arrayNode()
                        .add(part(attribute, element, TYPE))
                        .add(part(attribute, element, VALUE))
                : SearchForm.one(attribute, element);
    }

    /** What is longer than a resource may be is refused before its texts are folded. */
    private static void requireShort(Iterable<JsonNode> elements) {
        long characters = 0;
        for (JsonNode element : elements) {
            characters += ofTexts(element, String::length);
        }
        if (characters > Limits.RESOURCE) {
            throw ScimProblems.tooLargeResource();
        }
    }

    private static JsonNode part(Attribute attribute, JsonNode element, String name) {
        return ResourceModel.find(attribute, name)
                .map(sub -> SearchForm.one(sub, element.path(name)))
                .orElseGet(JsonNodeFactory.instance::missingNode);
    }

    /** Whether the element holds all that is given of it, whatever else it holds. */
    public static boolean says(Attribute attribute, JsonNode element, JsonNode given) {
        JsonNode known = SearchForm.one(attribute, element);
        JsonNode wanted = SearchForm.one(attribute, given);
        return wanted.isObject()
                ? wanted.properties().stream()
                        .allMatch(field -> field.getValue().equals(known.get(field.getKey())))
                : wanted.equals(known);
    }

    /** Whether the element is marked as the one to prefer. */
    public static boolean primary(JsonNode element) {
        return element.path(PRIMARY).booleanValue();
    }

    /** Makes the element one that is not to be preferred. */
    public static void unsetPrimary(ObjectNode element) {
        element.put(PRIMARY, false);
    }

    /** For how many ordinary elements this one counts: its texts are folded whenever it is compared, and long ones take long. */
    public static int weight(JsonNode element) {
        return 1 + (int) (ofTexts(element, Elements::steps) / STEPS_PER_WEIGHT);
    }

    /** A measure of all the texts in an element, added up. */
    private static long ofTexts(JsonNode node, ToLongFunction<String> measure) {
        long sum = node.isTextual() ? measure.applyAsLong(node.textValue()) : 0;
        for (JsonNode part : node) {
            sum += ofTexts(part, measure);
        }
        return sum;
    }

    /** For how many ordinary elements a path with such a text in its filter counts. */
    public static int weight(String path) {
        return (int) (steps(path) / STEPS_PER_WEIGHT);
    }

    private static long steps(String text) {
        long steps = 0;
        for (int i = 0; i < text.length(); i++) {
            steps += text.charAt(i) < 0x80 ? 1 : STEPS_BEYOND_ASCII;
        }
        return steps;
    }

    /** @throws Problem {@code invalidValue} when a list has more elements than {@link Limits#ELEMENTS} */
    public static void requireFew(String label, int elements) {
        if (elements > Limits.ELEMENTS) {
            throw ScimProblems.invalidValue("%s may have at most %,d elements.".formatted(label, Limits.ELEMENTS));
        }
    }

    /** @throws Problem {@code invalidValue} when two elements claim to be the one to prefer */
    public static void requireOnePrimary(String label, JsonNode list) {
        boolean seen = false;
        for (JsonNode element : list) {
            if (primary(element)) {
                if (seen) {
                    throw ScimProblems.invalidValue(label + " has more than one element with primary true.");
                }
                seen = true;
            }
        }
    }
}
