package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.ScimProblems;
import io.usher.scim.schema.CanonicalValues;
import io.usher.scim.schema.ResourceModel;
import java.util.Map;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** Writes values that are no lists; a value that means "none" unassigns (RFC 7643 §2.5). */
final class SingleEdit {

    private SingleEdit() {}

    /** Sets or clears one attribute of an object; of a complex one the given parts only (RFC 7644 §3.5.2.3). */
    static void assign(ObjectNode container, Attribute attribute, String label, JsonNode raw) {
        if (attribute.getType() == Attribute.Type.COMPLEX && !attribute.isMultiValued()) {
            assignParts(container, attribute, label, raw);
            return;
        }
        CanonicalValues.of(attribute, label, raw)
                .ifPresentOrElse(
                        value -> container.set(attribute.getName(), value),
                        () -> container.remove(attribute.getName()));
    }

    private static void assignParts(ObjectNode container, Attribute attribute, String label, JsonNode raw) {
        JsonNode parts = CanonicalValues.unwrapped(attribute, label, raw);
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

    /** Sets or clears the parts of a complex value that the client gives; unknown and readOnly ones are ignored. */
    static void merge(ObjectNode target, Attribute attribute, String label, JsonNode parts) {
        if (!parts.isObject()) {
            throw ScimProblems.invalidValue(label + " must be an object.");
        }
        for (Map.Entry<String, JsonNode> part : parts.properties()) {
            ResourceModel.find(attribute, part.getKey())
                    .filter(sub -> sub.getMutability() != Attribute.Mutability.READ_ONLY)
                    .ifPresent(sub -> assign(target, sub, label + "." + sub.getName(), part.getValue()));
        }
    }
}
