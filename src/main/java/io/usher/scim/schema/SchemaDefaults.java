package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.directory.scim.spec.schema.Schema;

/** Completes a vendor's schema file: what it leaves out is what RFC 7643 §2.2 says of it, and is published as that. */
final class SchemaDefaults {

    private static final Set<String> OF_SCHEMA =
            Set.of("schemas", "id", "name", "description", "attributes", "meta", "extends", "required");

    /** In the order in which they are published. */
    private static final List<String> OF_ATTRIBUTE = List.of(
            "name",
            "type",
            "subAttributes",
            "multiValued",
            "description",
            "required",
            "canonicalValues",
            "caseExact",
            "mutability",
            "returned",
            "uniqueness",
            "referenceTypes");

    private SchemaDefaults() {}

    /**
     * The schema as it is published.
     *
     * @throws ConfigurationException for a member that RFC 7643 §7 does not know: a misspelt one would count as left out
     */
    static ObjectNode complete(SchemaFile file) {
        requireKnown(file, "schema", file.json(), OF_SCHEMA);
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("schemas").add(Schema.SCHEMA_URI);
        JsonNode id = file.json().path("id");
        schema.set("id", id);
        JsonNode name = file.json().path("name");
        schema.set("name", name.isMissingNode() ? id : name);
        JsonNode description = file.json().path("description");
        schema.set("description", description.isMissingNode() ? schema.get("name") : description);
        schema.set("attributes", attributes(file, "", file.json().path("attributes")));
        return schema;
    }

    private static JsonNode attributes(SchemaFile file, String prefix, JsonNode list) {
        if (!list.isArray()) {
            return list;
        }
        ArrayNode completed = JsonNodeFactory.instance.arrayNode();
        for (JsonNode attribute : list) {
            completed.add(attribute instanceof ObjectNode object ? attribute(file, prefix, object) : attribute);
        }
        return completed;
    }

    private static ObjectNode attribute(SchemaFile file, String prefix, ObjectNode json) {
        String name = prefix + json.path("name").asText("?");
        requireKnown(file, name, json, OF_ATTRIBUTE);
        ObjectNode attribute = JsonNodeFactory.instance.objectNode();
        for (String key : OF_ATTRIBUTE) {
            JsonNode value = json.has(key) ? json.get(key) : byDefault(key, json);
            if (!value.isMissingNode()) {
                attribute.set(key, key.equals("subAttributes") ? attributes(file, name + ".", value) : value);
            }
        }
        return attribute;
    }

    private static JsonNode byDefault(String key, ObjectNode attribute) {
        return switch (key) {
            case "type" -> TextNode.valueOf("string");
            case "description" -> attribute.path("name");
            case "multiValued", "required" -> BooleanNode.FALSE;
            case "caseExact" ->
                BooleanNode.valueOf(alwaysExact(attribute.path("type").asText()));
            case "mutability" -> TextNode.valueOf("readWrite");
            case "returned" -> TextNode.valueOf("default");
            case "uniqueness" -> TextNode.valueOf("none");
            default -> JsonNodeFactory.instance.missingNode();
        };
    }

    /** RFC 7643 §2.3.6, §2.3.7: whatever is declared, these are compared with their case. */
    private static boolean alwaysExact(String type) {
        return type.equals("reference") || type.equals("binary");
    }

    private static void requireKnown(SchemaFile file, String name, ObjectNode json, Collection<String> known) {
        json.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw file.fault(name, "'" + key + "' is no member that RFC 7643 §7 knows");
            }
        });
    }
}
