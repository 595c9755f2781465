package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import io.usher.scim.patch.PatchRequest.Kind;
import io.usher.scim.schema.CanonicalValues;
import io.usher.scim.schema.ResourceModel;
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

    /**
     * Sets or clears one attribute of an object; of a complex one the given parts only (RFC 7644 §3.5.2.3).
     *
     * @param kind ADD keeps what a list within holds
     */
    void assign(Kind kind, ObjectNode container, Attribute attribute, String label, JsonNode raw) {
        if (attribute.getType() == Attribute.Type.COMPLEX && !attribute.isMultiValued()) {
            assignParts(kind, container, attribute, label, raw);
            return;
        }
        if (kind == Kind.ADD && attribute.isMultiValued() && container.has(attribute.getName())) {
            ListEdit list = new ListEdit(rules, attribute, label, container.path(attribute.getName()));
            list.add(raw);
            container.set(attribute.getName(), list.result());
            return;
        }
        values.of(attribute, label, raw)
                .ifPresentOrElse(
                        value -> container.set(attribute.getName(), value),
                        () -> container.remove(attribute.getName()));
    }

    private void assignParts(Kind kind, ObjectNode container, Attribute attribute, String label, JsonNode raw) {
        JsonNode parts = values.unwrapped(attribute, label, raw);
        if (CanonicalValues.unassigned(parts)) {
            container.remove(attribute.getName());
            return;
        }
        ObjectNode target = container.get(attribute.getName()) instanceof ObjectNode known
                ? known
                : container.putObject(attribute.getName());
        merge(kind, target, attribute, label, parts);
        if (target.isEmpty()) {
            container.remove(attribute.getName());
        }
    }

    /** Sets or clears the parts of a complex value that the client gives; what is readOnly and what may be unknown is ignored. */
    void merge(Kind kind, ObjectNode target, Attribute attribute, String label, JsonNode parts) {
        if (!parts.isObject()) {
            throw ScimProblems.invalidValue(label + " must be an object.");
        }
        for (Map.Entry<String, JsonNode> part : parts.properties()) {
            Attribute sub = ResourceModel.find(attribute, part.getKey()).orElse(null);
            if (sub == null) {
                rules.requireIgnorable(label + ".", part.getKey());
            } else if (sub.getMutability() != Attribute.Mutability.READ_ONLY) {
                assign(kind, target, sub, label + "." + sub.getName(), part.getValue());
            }
        }
    }
}
