package io.usher.hardening;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** Values that suit an attribute, written as clients write them: dates in any zone, booleans as text, lists without their list. */
final class RandomValues {

    static final List<String> TIMES = List.of(
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00.001Z",
            "2026-01-01T02:00:00+02:00",
            "2026-01-01T00:00:00",
            "2025-12-31T23:59:59.9999999Z",
            "2026-06-01T12:00:00.5+02:00",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999Z",
            "2024-02-29T23:30:00-05:30");
    private static final List<String> TYPES = List.of("work", "Work", "home", "other", "ß", "İ");
    private static final List<String> BINARIES = List.of("QUJD", "qujd", "YQ==", "/+8=");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Dice dice;
    private final RandomText text;

    RandomValues(Dice dice) {
        this.dice = dice;
        this.text = new RandomText(dice);
    }

    /** A value of the whole attribute. */
    JsonNode of(Attribute attribute) {
        if (!attribute.isMultiValued()) {
            return one(attribute);
        }
        ArrayNode list = JSON.arrayNode();
        for (int i = dice.below(4); i > 0; i--) {
            list.add(one(attribute));
        }
        leaveOnePrimary(list);
        return list;
    }

    /** One value, or one element of a list. */
    JsonNode one(Attribute attribute) {
        return switch (attribute.getType()) {
            case COMPLEX -> object(attribute);
            case BOOLEAN ->
                dice.onceIn(4) ? JSON.textNode(dice.onceIn(2) ? "True" : "False") : JSON.booleanNode(dice.onceIn(2));
            case INTEGER -> JSON.numberNode(dice.below(12) - 1);
            case DECIMAL -> JSON.numberNode(number());
            case DATE_TIME -> JSON.textNode(dice.pick(TIMES));
            case BINARY -> JSON.textNode(dice.pick(BINARIES));
            case REFERENCE -> JSON.textNode("http://x/" + text.any());
            case STRING -> JSON.textNode(string(attribute));
        };
    }

    BigDecimal number() {
        return dice.onceIn(8)
                ? new BigDecimal(dice.pick(List.of("1E+2", "1.50", "-0.0", "1e-20", "1e20")))
                : BigDecimal.valueOf(dice.below(24), 1);
    }

    private String string(Attribute attribute) {
        if (attribute.getName().equals("type")) {
            return dice.pick(TYPES);
        }
        boolean free = attribute.getUniqueness() == Attribute.Uniqueness.NONE && !attribute.isRequired();
        return free ? text.any() : text.name();
    }

    private ObjectNode object(Attribute attribute) {
        ObjectNode object = JSON.objectNode();
        for (Attribute sub : attribute.getAttributes()) {
            if (sub.isRequired() || dice.onceIn(2)) {
                object.set(dice.inAnyCase(sub.getName()), of(sub));
            }
        }
        return object;
    }

    private static void leaveOnePrimary(ArrayNode list) {
        boolean seen = false;
        for (JsonNode element : list) {
            for (String name : List.of("primary", "PRIMARY")) {
                if (element instanceof ObjectNode object
                        && object.path(name).asText().equalsIgnoreCase("true")) {
                    if (seen) {
                        object.put(name, false);
                    }
                    seen = true;
                }
            }
        }
    }
}
