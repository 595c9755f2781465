package io.usher.hardening;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/** What is kept of a value that a client sends: RFC 7643 §2.3 to §2.5, and what Entra and Okta send beside it. */
final class SlowValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private SlowValues() {}

    /** The value of an attribute, a list when it has many; null when nothing is to be kept. */
    static @Nullable JsonNode whole(Attribute attribute, JsonNode raw) {
        if (!attribute.isMultiValued()) {
            return one(attribute, attribute.getType() == Attribute.Type.COMPLEX ? unwrapped(attribute, raw) : raw);
        }
        if (nothing(raw)) {
            return null;
        }
        List<JsonNode> elements = new ArrayList<>();
        for (JsonNode element : raw.isArray() ? raw : List.of(raw)) {
            if (element.isNull()) {
                throw new Refused("invalidValue");
            }
            JsonNode kept = one(attribute, element);
            if (kept != null) {
                elements.add(kept);
            }
        }
        ArrayNode united = JSON.arrayNode().addAll(united(attribute, elements));
        if (primaries(united) > 1) {
            throw new Refused("invalidValue");
        }
        return united.isEmpty() ? null : united;
    }

    /** RFC 7643 §2.5: null, the empty list and the empty text are no value. */
    static boolean nothing(JsonNode raw) {
        return raw.isNull()
                || (raw.isArray() && raw.isEmpty())
                || (raw.isTextual() && raw.textValue().isEmpty());
    }

    /** An object that comes in a list of one, or as its value alone. */
    static JsonNode unwrapped(Attribute attribute, JsonNode raw) {
        JsonNode value = raw;
        if (raw.isArray()) {
            if (raw.size() > 1) {
                throw new Refused("invalidValue");
            }
            value = raw.isEmpty() ? JSON.nullNode() : raw.get(0);
        }
        boolean bare = value.isTextual() && !nothing(value) && part(attribute, "value") != null;
        return bare ? JSON.objectNode().set("value", value) : value;
    }

    /** The sub-attribute of this name, or null. */
    static @Nullable Attribute part(Attribute attribute, String name) {
        return attribute.getType() != Attribute.Type.COMPLEX
                ? null
                : attribute.getAttributes().stream()
                        .filter(sub -> sub.getName().equalsIgnoreCase(name))
                        .findFirst()
                        .orElse(null);
    }

    /** Elements that say the same are one, in which the later word counts (RFC 7643 §2.4). */
    static List<JsonNode> united(Attribute attribute, List<JsonNode> elements) {
        List<JsonNode> united = new ArrayList<>();
        for (JsonNode element : elements) {
            JsonNode same = united.stream()
                    .filter(known -> same(attribute, known, element))
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                united.add(element);
            } else if (same instanceof ObjectNode known && element instanceof ObjectNode later) {
                known.setAll(later);
            }
        }
        return united;
    }

    /** Equal type and value make two elements the same; without a value, all of them does. */
    static boolean same(Attribute attribute, JsonNode one, JsonNode other) {
        if (one.has("value") && other.has("value")) {
            return comparable(attribute, one)
                            .path("value")
                            .equals(comparable(attribute, other).path("value"))
                    && comparable(attribute, one)
                            .path("type")
                            .equals(comparable(attribute, other).path("type"));
        }
        return one.has("value") == other.has("value")
                && comparable(attribute, one).equals(comparable(attribute, other));
    }

    /** Whether an element holds all that is said of it. */
    static boolean says(Attribute attribute, JsonNode element, JsonNode said) {
        JsonNode known = comparable(attribute, element);
        JsonNode wanted = comparable(attribute, said);
        return wanted.isObject()
                ? wanted.properties().stream().allMatch(part -> part.getValue().equals(known.get(part.getKey())))
                : wanted.equals(known);
    }

    static long primaries(Iterable<JsonNode> elements) {
        long primaries = 0;
        for (JsonNode element : elements) {
            primaries += element.path("primary").booleanValue() ? 1 : 0;
        }
        return primaries;
    }

    private static JsonNode comparable(Attribute attribute, JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode compared = JSON.objectNode();
            object.properties()
                    .forEach(part -> compared.set(
                            part.getKey(), comparable(SlowFilter.sub(attribute, part.getKey()), part.getValue())));
            return compared;
        }
        return value.isTextual() && attribute.getType() != Attribute.Type.DATE_TIME
                ? JSON.textNode(SlowText.compared(attribute, value.textValue()))
                : value;
    }

    private static @Nullable JsonNode one(Attribute attribute, JsonNode raw) {
        if (nothing(raw)) {
            return null;
        }
        return attribute.getType() == Attribute.Type.COMPLEX ? object(attribute, raw) : scalar(attribute, raw);
    }

    private static @Nullable JsonNode object(Attribute attribute, JsonNode raw) {
        if (!raw.isObject()) {
            throw new Refused("invalidValue");
        }
        ObjectNode kept = JSON.objectNode();
        for (Map.Entry<String, JsonNode> field : raw.properties()) {
            Attribute sub = part(attribute, field.getKey());
            if (sub == null || sub.getMutability() == Attribute.Mutability.READ_ONLY) {
                continue;
            }
            if (kept.has(sub.getName())) {
                throw new Refused("invalidSyntax");
            }
            JsonNode value = whole(sub, field.getValue());
            if (value != null) {
                kept.set(sub.getName(), value);
            }
        }
        return kept.isEmpty() ? null : kept;
    }

    private static JsonNode scalar(Attribute attribute, JsonNode raw) {
        return switch (attribute.getType()) {
            case BOOLEAN -> {
                require(raw.isBoolean() || (raw.isTextual() && raw.textValue().matches("True|true|False|false")));
                yield JSON.booleanNode(raw.asText().equalsIgnoreCase("true"));
            }
            case INTEGER -> {
                require(raw.isIntegralNumber() && raw.canConvertToLong());
                yield raw.canConvertToInt() ? JSON.numberNode(raw.intValue()) : JSON.numberNode(raw.longValue());
            }
            case DECIMAL -> {
                require(raw.isNumber());
                yield number(raw.decimalValue().stripTrailingZeros());
            }
            case DATE_TIME -> {
                require(raw.isTextual());
                yield JSON.textNode(time(raw.textValue()));
            }
            case BINARY -> {
                require(raw.isTextual() && base64(raw.textValue()));
                yield raw;
            }
            case STRING, REFERENCE -> {
                require(raw.isTextual());
                // What tells people apart has no spaces around it.
                require(attribute.getUniqueness() == Attribute.Uniqueness.NONE
                        || raw.textValue().equals(raw.textValue().strip()));
                yield raw;
            }
            case COMPLEX -> throw new IllegalArgumentException(attribute.getName());
        };
    }

    /** A number is kept as a double would read it. */
    private static JsonNode number(BigDecimal number) {
        require(number.precision() <= 15 && Math.abs(number.scale()) <= 30);
        if (number.scale() > 0) {
            return JSON.numberNode(number.doubleValue());
        }
        BigInteger whole = number.toBigIntegerExact();
        if (whole.bitLength() < Integer.SIZE) {
            return JSON.numberNode(whole.intValue());
        }
        return whole.bitLength() < Long.SIZE ? JSON.numberNode(whole.longValue()) : JSON.numberNode(whole);
    }

    private static String time(String text) {
        try {
            return MILLIS.format(SlowFilter.time(text));
        } catch (DateTimeException notATime) {
            throw new Refused("invalidValue");
        }
    }

    private static boolean base64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static void require(boolean suits) {
        if (!suits) {
            throw new Refused("invalidValue");
        }
    }
}
