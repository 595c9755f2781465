package io.usher.scim.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attribute without parts, or a part of one, as {@code /Schemas} publishes it.
 *
 * @param urn of the extension that holds it, or null
 * @param top at the first level
 * @param sub within it, or null
 */
record ProbedAttribute(
        @Nullable String urn, JsonNode top, @Nullable JsonNode sub) {

    /** All of a schema that are not complex. */
    static List<ProbedAttribute> of(JsonNode schema, boolean core) {
        String urn = core ? null : schema.path("id").asText();
        List<ProbedAttribute> all = new ArrayList<>();
        for (JsonNode attribute : schema.path("attributes")) {
            if (attribute.has("subAttributes")) {
                attribute.path("subAttributes").forEach(sub -> all.add(new ProbedAttribute(urn, attribute, sub)));
            } else {
                all.add(new ProbedAttribute(urn, attribute, null));
            }
        }
        return all;
    }

    JsonNode leaf() {
        return sub == null ? top : sub;
    }

    String says(String characteristic) {
        return leaf().path(characteristic).asText();
    }

    boolean is(String characteristic) {
        return leaf().path(characteristic).asBoolean();
    }

    /** What is said of the attribute or of the one around it. */
    boolean either(String characteristic, String word) {
        return top.path(characteristic).asText().equals(word)
                || says(characteristic).equals(word);
    }

    boolean text() {
        return List.of("string", "reference").contains(says("type"));
    }

    String path() {
        String name = top.path("name").asText()
                + (sub == null ? "" : "." + sub.path("name").asText());
        return urn == null ? name : urn + ":" + name;
    }

    /** A value of the type; no two numbers give the same one, but for a boolean. */
    JsonNode value(int number) {
        if (path().equals("urn:ietf:params:scim:schemas:extension:usher:2.0:User:requestedSeatType")) {
            return TextNode.valueOf(number % 2 == 0 ? "full" : "partner");
        }
        return switch (says("type")) {
            case "boolean" -> BooleanNode.valueOf(number % 2 == 0);
            case "integer" -> IntNode.valueOf(number);
            case "decimal" -> DoubleNode.valueOf(number + 0.5);
            case "dateTime" -> TextNode.valueOf("%d-11-24T10:00:00.000Z".formatted(1000 + number));
            case "binary" -> TextNode.valueOf("AAA" + (char) ('A' + number % 26));
            case "reference" -> TextNode.valueOf("https://x.test/Page-" + number);
            default -> TextNode.valueOf("Value-" + number);
        };
    }

    /** A value of another type. */
    JsonNode wrong() {
        return text() || says("type").equals("dateTime") || says("type").equals("binary")
                ? IntNode.valueOf(7)
                : TextNode.valueOf("wrong");
    }

    /** The value with its letters in the other case. */
    static JsonNode swapped(JsonNode value) {
        StringBuilder swapped = new StringBuilder();
        value.asText()
                .chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .forEach(c -> swapped.append((char) c));
        return TextNode.valueOf(swapped.toString());
    }

    /** Puts a value into the body of a resource, with the neighbours without which it may not stand. */
    void put(ObjectNode resource, JsonNode value) {
        ObjectNode container = urn == null ? resource : resource.withObjectProperty(urn);
        JsonNode own = leaf().path("multiValued").asBoolean() && !value.isArray()
                ? JsonNodeFactory.instance.arrayNode().add(value)
                : value;
        String name = top.path("name").asText();
        if (sub == null) {
            container.set(name, own);
            return;
        }
        ObjectNode complex = JsonNodeFactory.instance.objectNode();
        for (JsonNode part : top.path("subAttributes")) {
            if (part.path("required").asBoolean()) {
                complex.set(part.path("name").asText(), new ProbedAttribute(urn, top, part).value(1));
            }
        }
        complex.set(sub.path("name").asText(), own);
        container.set(
                name,
                top.path("multiValued").asBoolean()
                        ? JsonNodeFactory.instance.arrayNode().add(complex)
                        : complex);
    }

    /** Another part of the same complex attribute that a client may write. */
    Optional<ProbedAttribute> neighbour() {
        for (JsonNode part : top.path("subAttributes")) {
            if (!part.equals(sub) && part.path("mutability").asText().equals("readWrite")) {
                return Optional.of(new ProbedAttribute(urn, top, part));
            }
        }
        return Optional.empty();
    }

    /** The object that holds it. */
    JsonNode around(JsonNode resource) {
        JsonNode container = urn == null ? resource : resource.path(urn);
        JsonNode complex = container.path(top.path("name").asText());
        return sub == null ? container : complex.isArray() ? complex.path(0) : complex;
    }

    /** The value in a representation; of a list the first one; missing when there is none. */
    JsonNode in(JsonNode resource) {
        JsonNode value = around(resource).path(leaf().path("name").asText());
        return leaf().path("multiValued").asBoolean() ? value.path(0) : value;
    }
}
