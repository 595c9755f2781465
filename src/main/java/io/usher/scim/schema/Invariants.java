package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import java.util.HashSet;
import java.util.Set;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** What holds for every canonical document, however it came about. */
public final class Invariants {

    /** Stands for a document that was not there: nothing equals it, missing values included. */
    private static final JsonNode NOTHING = JsonNodeFactory.instance.nullNode();

    private Invariants() {}

    /**
     * What is required is there, and of the elements of an attribute at most one is primary.
     *
     * @throws Problem {@code invalidValue} naming the attribute
     */
    public static void requireValid(ResourceModel model, ObjectNode document) {
        requireValid(model, NOTHING, document);
    }

    /**
     * The same of what a change touched. What was missing before is let pass: an attribute that a vendor came to require
     * must not keep anybody from deactivating those who were there before.
     *
     * @throws Problem {@code invalidValue} naming the attribute
     */
    public static void requireStillValid(ResourceModel model, ObjectNode before, ObjectNode document) {
        requireValid(model, before, document);
    }

    private static void requireValid(ResourceModel model, JsonNode before, ObjectNode document) {
        requireValid(model.core(), "", before, document);
        for (Schema extension : model.extensions()) {
            String urn = extension.getId();
            JsonNode had = before.isObject() ? before.path(urn) : NOTHING;
            JsonNode has = document.path(urn);
            if (has.isObject()) {
                requireValid(extension, urn + ":", had.isObject() ? had : NOTHING, has);
            } else if (model.requires(extension) && !had.isMissingNode()) {
                throw ScimProblems.invalidValue(urn + " is required and must not be empty.");
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

    /**
     * The same for one element of a list that a change goes into.
     *
     * @throws Problem {@code mutability} naming the attribute that would change
     */
    public static void requireImmutableKept(Attribute list, String label, ObjectNode before, ObjectNode after) {
        requireKept(list, label + ".", before, after);
    }

    /** @param before what is let pass as it is, or {@link #NOTHING} when all is new */
    private static void requireValid(AttributeContainer container, String prefix, JsonNode before, JsonNode object) {
        for (Attribute attribute : container.getAttributes()) {
            String label = prefix + attribute.getName();
            JsonNode value = object.path(attribute.getName());
            JsonNode had = before.isObject() ? before.path(attribute.getName()) : NOTHING;
            if (value.equals(had)) {
                continue;
            }
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
            if (attribute.getType() == Attribute.Type.COMPLEX && value.isArray()) {
                requireValidElements(attribute, label, had, value);
            } else if (attribute.getType() == Attribute.Type.COMPLEX && value.isObject()) {
                requireValid(attribute, label + ".", had.isObject() ? had : NOTHING, value);
            }
        }
    }

    private static void requireValidElements(Attribute attribute, String label, JsonNode had, JsonNode list) {
        Set<JsonNode> known = new HashSet<>();
        had.forEach(known::add);
        for (JsonNode element : list) {
            if (element.isObject() && !known.contains(element)) {
                requireValid(attribute, label + ".", NOTHING, element);
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
