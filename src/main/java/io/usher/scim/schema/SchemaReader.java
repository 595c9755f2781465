package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/**
 * Turns one schema file (RFC 7643 §7) into the model.
 * Strict: an incomplete definition would be published as it stands, so it is a fault here.
 */
final class SchemaReader {

    /** RFC 7643 §2.1, with the "$ref" that its grammar forgot (erratum 8924). */
    private static final Pattern NAME = Pattern.compile("\\$ref|[A-Za-z][A-Za-z0-9_-]*");

    private static final Pattern TOKEN = Pattern.compile("[a-z][A-Za-z]*");

    private final String file;

    private SchemaReader(String file) {
        this.file = file;
    }

    /** @throws ConfigurationException naming file, attribute and fault */
    static Schema read(String file, JsonNode json) {
        return new SchemaReader(file).schema(json);
    }

    private Schema schema(JsonNode json) {
        Schema schema = new Schema()
                .setId(text(json, "id", "schema"))
                .setName(text(json, "name", "schema"))
                .setDescription(text(json, "description", "schema"));
        // Only the schema that describes schemas holds complex in complex (RFC 7643 §8.7.2).
        boolean nested = schema.getId().equals(Schema.SCHEMA_URI);
        schema.setAttributes(attributes(json.path("attributes"), schema.getId(), "", true, nested));
        return schema;
    }

    private Set<Attribute> attributes(
            JsonNode list, String urn, String prefix, boolean complexAllowed, boolean nested) {
        if (!list.isArray() || list.isEmpty()) {
            throw fault(prefix.isEmpty() ? "schema" : prefix, "holds no attributes");
        }
        Set<Attribute> attributes = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode json : list) {
            String name = prefix + text(json, "name", prefix + "?");
            Attribute attribute = attribute(json, urn, name);
            if (!names.add(attribute.getName().toLowerCase(Locale.ROOT))) {
                throw fault(name, "is defined twice");
            }
            boolean complex = attribute.getType() == Attribute.Type.COMPLEX;
            if (complex && !complexAllowed) {
                throw fault(name, "is complex inside a complex attribute");
            }
            if (complex != json.has("subAttributes")) {
                throw fault(name, "must have 'subAttributes' if, and only if, it is complex");
            }
            if (complex) {
                attribute.setSubAttributes(
                        attributes(json.path("subAttributes"), urn, name + ".", nested, false),
                        Attribute.AddAction.REPLACE);
            }
            attributes.add(attribute);
        }
        return attributes;
    }

    private Attribute attribute(JsonNode json, String urn, String name) {
        String own = text(json, "name", name);
        if (!NAME.matcher(own).matches()) {
            throw fault(name, "has a name that RFC 7643 §2.1 does not allow");
        }
        Attribute.Type type = token(json, "type", name, Attribute.Type.class);
        List<String> referenceTypes = texts(json, "referenceTypes", name);
        if ((type == Attribute.Type.REFERENCE) == referenceTypes.isEmpty()) {
            throw fault(name, "must have 'referenceTypes' if, and only if, it is a reference");
        }
        return new Attribute()
                .setUrn(urn)
                .setName(own)
                .setType(type)
                .setDescription(text(json, "description", name))
                .setMultiValued(flag(json, "multiValued", name))
                .setRequired(flag(json, "required", name))
                .setCaseExact(flag(json, "caseExact", name))
                .setMutability(token(json, "mutability", name, Attribute.Mutability.class))
                .setReturned(token(json, "returned", name, Attribute.Returned.class))
                .setUniqueness(token(json, "uniqueness", name, Attribute.Uniqueness.class))
                .setCanonicalValues(new LinkedHashSet<>(texts(json, "canonicalValues", name)))
                .setReferenceTypes(referenceTypes);
    }

    private String text(JsonNode json, String key, String name) {
        JsonNode value = json.path(key);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw fault(name, "'" + key + "' must be text");
        }
        return value.textValue();
    }

    private boolean flag(JsonNode json, String key, String name) {
        JsonNode value = json.path(key);
        if (!value.isBoolean()) {
            throw fault(name, "'" + key + "' must be true or false");
        }
        return value.booleanValue();
    }

    private List<String> texts(JsonNode json, String key, String name) {
        List<String> texts = new ArrayList<>();
        if (json.has(key)) {
            for (JsonNode value : json.get(key)) {
                texts.add(value.isTextual() ? value.textValue() : "");
            }
            if (texts.isEmpty() || texts.contains("")) {
                throw fault(name, "'" + key + "' must be a list of texts");
            }
        }
        return texts;
    }

    /** A word of the RFC such as {@code readWrite}, spelt exactly so, as the constant {@code READ_WRITE}. */
    private <E extends Enum<E>> E token(JsonNode json, String key, String name, Class<E> words) {
        String word = text(json, key, name);
        if (TOKEN.matcher(word).matches()) {
            String constant = word.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            for (E candidate : words.getEnumConstants()) {
                if (candidate.name().equals(constant)) {
                    return candidate;
                }
            }
        }
        throw fault(name, "'" + key + "' has a value that RFC 7643 §7 does not know");
    }

    private ConfigurationException fault(String attribute, String fault) {
        return new ConfigurationException(file + ": " + attribute + ": " + fault);
    }
}
