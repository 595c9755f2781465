package io.usher.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a change did to a resource, attribute by attribute. */
public final class Changes {

    private static final String URN = "urn:";

    private Changes() {}

    /** {@code {"title": {"before": "A", "after": "B"}}}; a side is missing when the attribute had no value there. */
    public static ObjectNode between(ObjectNode before, ObjectNode after) {
        Map<String, JsonNode> old = attributes(before);
        Map<String, JsonNode> young = attributes(after);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(young.keySet());
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            JsonNode from = old.getOrDefault(name, MissingNode.getInstance());
            JsonNode to = young.getOrDefault(name, MissingNode.getInstance());
            if (!from.equals(to)) {
                ObjectNode change = changes.putObject(name);
                set(change, "before", from);
                set(change, "after", to);
            }
        }
        return changes;
    }

    private static void set(ObjectNode change, String side, JsonNode value) {
        if (!value.isMissingNode()) {
            change.set(side, value);
        }
    }

    /** An extension is a container, not an attribute: its attributes count each for itself. */
    private static Map<String, JsonNode> attributes(ObjectNode resource) {
        Map<String, JsonNode> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : resource.properties()) {
            if (each.getKey().startsWith(URN) && each.getValue().isObject()) {
                each.getValue()
                        .properties()
                        .forEach(inner -> attributes.put(each.getKey() + ":" + inner.getKey(), inner.getValue()));
            } else {
                attributes.put(each.getKey(), each.getValue());
            }
        }
        return attributes;
    }
}
