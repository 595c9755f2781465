package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    private Normalizer() {}

    /**
     * The canonical document.
     *
     * @throws Problem {@code invalidSyntax} when the body is no object or names the wrong schema,
     *     {@code invalidValue} naming the attribute whose value is of the wrong type or missing
     */
    public static ObjectNode document(ResourceModel model, JsonNode body) {
        if (!body.isObject()) {
            throw ScimProblems.invalidSyntax("The body must be a JSON object.");
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String key = field.getKey();
            JsonNode raw = field.getValue();
            if (key.equalsIgnoreCase(SCHEMAS)) {
                requireCore(model, raw);
            } else if (!key.equalsIgnoreCase(MEMBERS)) {
                model.top(key)
                        .filter(Normalizer::writable)
                        .ifPresent(attribute -> CanonicalValues.put(document, attribute, attribute.getName(), raw));
                model.extension(key).ifPresent(extension -> putExtension(document, extension, raw));
            }
        }
        Invariants.requireValid(model, document);
        return document;
    }

    /**
     * The ids of the members that the body of a group gives, in its order; none when it gives none.
     *
     * @throws Problem {@code invalidValue} when one has no id
     */
    public static Set<String> members(ResourceModel group, JsonNode body) {
        Set<String> ids = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (field.getKey().equalsIgnoreCase(MEMBERS)) {
                ids.addAll(memberIds(group, field.getValue()));
            }
        }
        return ids;
    }

    /**
     * The ids in a value of the attribute {@code members}: a list of elements, or one without its list.
     *
     * @throws Problem {@code invalidValue} when one has no id
     */
    public static Set<String> memberIds(ResourceModel group, JsonNode raw) {
        Set<String> ids = new LinkedHashSet<>();
        if (CanonicalValues.unassigned(raw)) {
            return ids;
        }
        Attribute members = group.core().getAttribute(MEMBERS);
        for (JsonNode element : raw.isArray() ? raw : List.of(raw)) {
            JsonNode id = CanonicalValues.element(members, MEMBERS, element)
                    .map(member -> member.path("value"))
                    .orElseGet(JsonNodeFactory.instance::missingNode);
            if (id.asText().isBlank()) {
                throw ScimProblems.invalidValue("Every element of members must have a value, the id of the member.");
            }
            ids.add(id.textValue());
        }
        return ids;
    }

    private static void putExtension(ObjectNode document, Schema extension, JsonNode raw) {
        if (CanonicalValues.unassigned(raw)) {
            return;
        }
        if (!raw.isObject()) {
            throw ScimProblems.invalidValue(extension.getId() + " must be an object.");
        }
        if (document.has(extension.getId())) {
            throw ScimProblems.invalidSyntax(extension.getId() + " is given twice.");
        }
        ObjectNode container = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : raw.properties()) {
            ResourceModel.find(extension, field.getKey())
                    .filter(Normalizer::writable)
                    .ifPresent(attribute -> CanonicalValues.put(
                            container, attribute, extension.getId() + ":" + attribute.getName(), field.getValue()));
        }
        if (!container.isEmpty()) {
            document.set(extension.getId(), container);
        }
    }

    /** RFC 7644 §3.3: what is readOnly is ignored, so that a client may send back what it was given. */
    private static boolean writable(Attribute attribute) {
        return attribute.getMutability() != Attribute.Mutability.READ_ONLY;
    }

    /** Other URNs are let pass: Entra names a schema of its own for groups. */
    private static void requireCore(ResourceModel model, JsonNode schemas) {
        if (schemas.isNull()) {
            return;
        }
        String core = model.core().getId();
        for (JsonNode urn : schemas.isArray() ? schemas : JsonNodeFactory.instance.arrayNode()) {
            if (urn.isTextual() && urn.textValue().equalsIgnoreCase(core)) {
                return;
            }
        }
        throw ScimProblems.invalidSyntax("schemas must be a list that holds " + core + ".");
    }
}
