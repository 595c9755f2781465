package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/**
 * A client's value of one attribute in the one form in which it is kept: names as the schema spells them, values of its types,
 * what is unknown, readOnly or empty left out. Empty stands for "unassigned": null, [] and "" are one state (RFC 7643 §2.5).
 */
public final class CanonicalValues {

    private final DialectRules rules;

    public CanonicalValues(DialectRules rules) {
        this.rules = rules;
    }

    /**
     * The value of a whole attribute: an array when it is multi-valued.
     *
     * @param label the attribute as an administrator knows it, for the refusal
     * @throws Problem {@code invalidValue} naming the attribute
     */
    public Optional<JsonNode> of(Attribute attribute, String label, JsonNode raw) {
        if (!attribute.isMultiValued()) {
            return single(attribute, label, raw);
        }
        if (unassigned(raw)) {
            return Optional.empty();
        }
        Elements.requireFew(label, raw.size());
        List<JsonNode> elements = new ArrayList<>();
        // Clients send one element without its array; Entra does for roles.
        for (JsonNode element : raw.isArray() ? raw : List.of(raw)) {
            if (element.isNull()) {
                throw ScimProblems.invalidValue(label + " must not hold null as an element.");
            }
            element(attribute, label, element).ifPresent(elements::add);
        }
        ArrayNode distinct = Elements.distinct(attribute, elements);
        Elements.requireOnePrimary(label, distinct);
        return distinct.isEmpty() ? Optional.empty() : Optional.of(distinct);
    }

    /**
     * The value of one element of a multi-valued attribute.
     *
     * @throws Problem {@code invalidValue} naming the attribute
     */
    public Optional<JsonNode> element(Attribute attribute, String label, JsonNode raw) {
        return attribute.getType() == Attribute.Type.COMPLEX
                ? complex(attribute, label, raw)
                : scalar(attribute, label, raw);
    }

    /**
     * The object a client means by the value of a single complex attribute; its members are not yet read.
     * Entra sends the manager's id as bare text, or the object in an array of one; not every dialect takes that.
     *
     * @throws Problem {@code invalidValue} naming the attribute
     */
    public JsonNode unwrapped(Attribute attribute, String label, JsonNode raw) {
        if (unassigned(raw)) {
            return JsonNodeFactory.instance.nullNode();
        }
        JsonNode value = raw;
        if (value.isArray()) {
            if (value.size() > 1 || !rules.takesLooseShapes()) {
                throw ScimProblems.invalidValue(label + " holds one value, not a list.");
            }
            value = value.get(0);
        }
        if (value.isTextual()
                && rules.takesLooseShapes()
                && !unassigned(value)
                && ResourceModel.find(attribute, "value").isPresent()) {
            return JsonNodeFactory.instance.objectNode().set("value", value);
        }
        return value;
    }

    /** Whether the client's value means "no value". */
    public static boolean unassigned(JsonNode raw) {
        return raw.isNull()
                || (raw.isArray() && raw.isEmpty())
                || (raw.isTextual() && raw.textValue().isEmpty());
    }

    private Optional<JsonNode> single(Attribute attribute, String label, JsonNode raw) {
        return attribute.getType() == Attribute.Type.COMPLEX
                ? complex(attribute, label, unwrapped(attribute, label, raw))
                : scalar(attribute, label, raw);
    }

    private Optional<JsonNode> scalar(Attribute attribute, String label, JsonNode raw) {
        return unassigned(raw) ? Optional.empty() : Optional.of(Scalars.read(rules, attribute, label, raw));
    }

    private Optional<JsonNode> complex(Attribute attribute, String label, JsonNode raw) {
        if (unassigned(raw)) {
            return Optional.empty();
        }
        if (!raw.isObject()) {
            throw ScimProblems.invalidValue(label + " must be an object.");
        }
        ObjectNode canonical = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : raw.properties()) {
            Optional<Attribute> part = ResourceModel.find(attribute, field.getKey());
            if (part.isEmpty()) {
                rules.requireIgnorable(label + ".", field.getKey());
            }
            part.filter(sub -> sub.getMutability() != Attribute.Mutability.READ_ONLY)
                    .ifPresent(sub -> put(canonical, sub, label + "." + sub.getName(), field.getValue()));
        }
        return canonical.isEmpty() ? Optional.empty() : Optional.of(canonical);
    }

    /** Puts a value under its name, which may come in one spelling only: of two, a reader could take either. */
    void put(ObjectNode target, Attribute attribute, String label, JsonNode raw) {
        if (target.has(attribute.getName())) {
            throw ScimProblems.invalidSyntax(label + " is given twice.");
        }
        of(attribute, label, raw).ifPresent(value -> target.set(attribute.getName(), value));
    }
}
