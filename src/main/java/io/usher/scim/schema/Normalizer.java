package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/**
 * The body of a create or replace (RFC 7644 §3.3, §3.5.1) as the document that is kept.
 * The document holds what the client may write, in canonical form; {@code schemas}, {@code id}, {@code meta} and {@code groups}
 * follow from elsewhere, and members of a group are rows of their own.
 */
public final class Normalizer {

    /** The attribute of a group that no document holds. */
    public static final String MEMBERS = "members";

    private static final String SCHEMAS = "schemas";

    private final ResourceModel model;
    private final DialectRules rules;
    private final CanonicalValues values;

    public Normalizer(ResourceModel model, DialectRules rules) {
        this.model = model;
        this.rules = rules;
        this.values = new CanonicalValues(rules);
    }

    /**
     * The canonical document.
     *
     * @throws Problem {@code invalidSyntax} when the body is no object, names the wrong schema or holds what the dialect does
     *     not ignore, {@code invalidValue} naming the attribute whose value is of the wrong type or missing
     */
    public ObjectNode document(JsonNode body) {
        if (!body.isObject()) {
            throw ScimProblems.invalidSyntax("The body must be a JSON object.");
        }
        requireSchemas(body);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            put(document, field.getKey(), field.getValue());
        }
        Invariants.requireValid(model, document);
        return document;
    }

    private void requireSchemas(JsonNode body) {
        boolean given = false;
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (field.getKey().equalsIgnoreCase(SCHEMAS) && !field.getValue().isNull()) {
                SchemaNames.requireCore(model, rules, field.getValue());
                given = true;
            }
        }
        if (!given && !rules.takesMissingSchemas()) {
            throw SchemaNames.mustHoldCore(model);
        }
    }

    private void put(ObjectNode document, String key, JsonNode raw) {
        Optional<Attribute> attribute = model.top(key);
        Optional<Schema> extension = model.extension(key);
        if (attribute.isPresent()) {
            attribute
                    .filter(Normalizer::ofDocument)
                    .ifPresent(known -> values.put(document, known, known.getName(), raw));
        } else if (extension.isPresent()) {
            putExtension(document, extension.get(), raw);
        } else if (!model.isPassword(key)) {
            rules.requireIgnorable("", key);
        }
    }

    /**
     * The ids of the members that the body of a group gives, in its order; none when it gives none.
     *
     * @throws Problem {@code invalidValue} when one has no id
     */
    public Set<String> members(JsonNode body) {
        Set<String> ids = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (field.getKey().equalsIgnoreCase(MEMBERS)) {
                ids.addAll(memberIds(field.getValue()));
            }
        }
        return ids;
    }

    /**
     * The ids in a value of the attribute {@code members}: a list of elements, or one without its list.
     *
     * @throws Problem {@code invalidValue} when one has no id
     */
    public Set<String> memberIds(JsonNode raw) {
        Set<String> ids = new LinkedHashSet<>();
        if (CanonicalValues.unassigned(raw)) {
            return ids;
        }
        Attribute members = model.core().getAttribute(MEMBERS);
        for (JsonNode element : raw.isArray() ? raw : List.of(raw)) {
            JsonNode id = values.element(members, MEMBERS, element)
                    .map(member -> member.path("value"))
                    .orElseGet(JsonNodeFactory.instance::missingNode);
            if (id.asText().isBlank()) {
                throw ScimProblems.invalidValue("Every element of members must have a value, the id of the member.");
            }
            ids.add(id.textValue());
        }
        return ids;
    }

    private void putExtension(ObjectNode document, Schema extension, JsonNode raw) {
        if (CanonicalValues.unassigned(raw)) {
            return;
        }
        if (!raw.isObject()) {
            throw ScimProblems.invalidValue(extension.getId() + " must be an object.");
        }
        if (document.has(extension.getId())) {
            throw ScimProblems.invalidSyntax(extension.getId() + " is given twice.");
        }
        String prefix = extension.getId() + ":";
        ObjectNode container = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : raw.properties()) {
            Optional<Attribute> attribute = ResourceModel.find(extension, field.getKey());
            if (attribute.isEmpty()) {
                rules.requireIgnorable(prefix, field.getKey());
            }
            attribute
                    .filter(Normalizer::writable)
                    .ifPresent(known -> values.put(container, known, prefix + known.getName(), field.getValue()));
        }
        if (!container.isEmpty()) {
            document.set(extension.getId(), container);
        }
    }

    /** RFC 7644 §3.3: what is readOnly is ignored, so that a client may send back what it was given. */
    private static boolean writable(Attribute attribute) {
        return attribute.getMutability() != Attribute.Mutability.READ_ONLY;
    }

    /** What is written under its own name: {@code schemas} follows from the rest, and members are rows of their own. */
    private static boolean ofDocument(Attribute attribute) {
        return writable(attribute)
                && !attribute.getName().equals(SCHEMAS)
                && !attribute.getName().equals(MEMBERS);
    }
}
