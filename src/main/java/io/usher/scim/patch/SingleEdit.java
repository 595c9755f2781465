package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import io.usher.scim.schema.CanonicalValues;
import java.util.Map;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** Writes values that are no lists; a value that means "none" unassigns (RFC 7643 §2.5). */
final class SingleEdit {

    private final DialectRules rules;
    private final CanonicalValues values;

    SingleEdit(DialectRules rules) {
        this.rules = rules;
        this.values = new CanonicalValues(rules);
    }

    /** Sets or clears one attribute of an object; of a complex one the given parts only (RFC 7644 §3.5.2.3). */
    void assign(ObjectNode container, Attribute attribute, String label, JsonNode raw) {
        if (attribute.getType() == Attribute.Type.COMPLEX && !attribute.isMultiValued()) {
            assignParts(container, attribute, label, raw);
            return;
        }
        values.of(attribute, label, raw)
                .ifPresentOrElse(
                        value -> container.set(attribute.getName(), value),
                        () -> container.remove(attribute.getName()));
    }

    private void assignParts(ObjectNode container, Attribute attribute, String label, JsonNode raw) {
        JsonNode parts = values.unwrapped(attribute, label, raw);
        if (CanonicalValues.unassigned(parts)) {
            container.remove(attribute.getName());
            return;
        }
        ObjectNode target = container.get(attribute.getName()) instanceof ObjectNode known
                ? known
                : container.putObject(attribute.getName());
        merge(target, attribute, label, parts);
        if (target.isEmpty()) {
            container.remove(attribute.getName());
        }
    }

    /** Sets or clears the parts of a complex value that the client gives; what is readOnly and what may be unknown is ignored. */
    void merge(ObjectNode target, Attribute attribute, String label, JsonNode parts) {
        if (!parts.isObject()) {
            throw ScimProblems.invalidValue(label + " must be an object.");
        }
        for (Map.Entry<String, JsonNode> part : parts.properties()) {
            Attribute sub = attribute.getAttribute(part.getKey());
            if (sub == null) {
                rules.requireIgnorable(label + ".", part.getKey());
            } else if (sub.getMutability() != Attribute.Mutability.READ_ONLY) {
                assign(target, sub, label + "." + sub.getName(), part.getValue());
            }
        }
    }
}
