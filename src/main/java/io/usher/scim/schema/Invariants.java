package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import java.util.List;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** What holds for every canonical document, however it came about. */
public final class Invariants {

    private Invariants() {}

    /**
     * What is required is there, and of the elements of an attribute at most one is primary.
     *
     * @throws Problem {@code invalidValue} naming the attribute
     */
    public static void requireValid(ResourceModel model, ObjectNode document) {
        requireValid(model.core(), "", document);
        for (Schema extension : model.extensions()) {
            JsonNode container = document.path(extension.getId());
            if (container.isObject()) {
                requireValid(extension, extension.getId() + ":", container);
            }
        }
    }

    /**
     * RFC 7644 §3.5.1: what is immutable keeps the value it has; one without a value may get one.
     * Members of a group are not looked at here, they are only added and removed.
     *
     * @throws Problem {@code mutability} naming the attribute that would change
     */
    public static void requireImmutableKept(ResourceModel model, ObjectNode before, ObjectNode after) {
        requireKept(model.core(), "", before, after);
        for (Schema extension : model.extensions()) {
            String urn = extension.getId();
            requireKept(extension, urn + ":", before.path(urn), after.path(urn));
        }
    }

    private static void requireValid(AttributeContainer container, String prefix, JsonNode object) {
        for (Attribute attribute : container.getAttributes()) {
            String label = prefix + attribute.getName();
            JsonNode value = object.path(attribute.getName());
            // What is readOnly is the server's to fill in.
            if (attribute.isRequired()
                    && attribute.getMutability() != Attribute.Mutability.READ_ONLY
                    && (value.isMissingNode()
                            || (value.isTextual() && value.textValue().isBlank()))) {
                throw ScimProblems.invalidValue(label + " is required and must not be empty.");
            }
            if (value.isArray()) {
                Elements.requireOnePrimary(label, value);
            }
            if (attribute.getType() == Attribute.Type.COMPLEX) {
                for (JsonNode element : value.isArray() ? value : List.of(value)) {
                    if (element.isObject()) {
                        requireValid(attribute, label + ".", element);
                    }
                }
            }
        }
    }

    private static void requireKept(AttributeContainer container, String prefix, JsonNode before, JsonNode after) {
        for (Attribute attribute : container.getAttributes()) {
            String label = prefix + attribute.getName();
            JsonNode had = before.path(attribute.getName());
            JsonNode has = after.path(attribute.getName());
            if (attribute.getMutability() == Attribute.Mutability.IMMUTABLE
                    && !had.isMissingNode()
                    && !had.equals(has)) {
                throw ScimProblems.mutability(label + " cannot be changed once it has a value.");
            }
            if (attribute.getType() == Attribute.Type.COMPLEX && !attribute.isMultiValued()) {
                requireKept(attribute, label + ".", had, has);
            }
        }
    }
}
