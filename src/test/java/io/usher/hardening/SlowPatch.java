package io.usher.hardening;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.schema.ResourceModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * PATCH as RFC 7644 §3.5.2 reads when Okta and Entra are to be served by it: one operation after another, each on the document
 * that the one before left, with no thought of speed. A request that is refused throws {@link Refused} and leaves nothing.
 */
final class SlowPatch {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ResourceModel model;
    private final ObjectNode document;

    private SlowPatch(ResourceModel model, ObjectNode document) {
        this.model = model;
        this.document = document;
    }

    static ObjectNode apply(ResourceModel model, ObjectNode before, List<Step> steps) {
        SlowPatch patch = new SlowPatch(model, before.deepCopy());
        steps.forEach(patch::take);
        requireKept(model.core(), before, patch.document);
        model.extensions().forEach(e -> requireKept(e, before.path(e.getId()), patch.document.path(e.getId())));
        requireComplete(model.core(), patch.document);
        for (Schema extension : model.extensions()) {
            if (patch.document.has(extension.getId())) {
                requireComplete(extension, patch.document.path(extension.getId()));
            }
        }
        return patch.document;
    }

    private void take(Step step) {
        JsonNode value = step.value() == null ? JSON.nullNode() : step.value();
        Step.Target target = step.target();
        if (target instanceof Step.Broken broken) {
            throw new Refused(broken.code());
        } else if (target instanceof Step.Whole) {
            takeWhole(step, value);
        } else if (target instanceof Step.Extension extension) {
            takeExtension(step, extension.urn(), value);
        } else if (target instanceof Step.At at) {
            if (at.place().readOnly()) {
                throw new Refused("mutability");
            }
            // RFC 7644 §3.5.2.2
            if (step.kind() == Step.Kind.REMOVE && at.place().leaf().isRequired()) {
                throw new Refused("mutability");
            }
            write(step.kind(), at, value);
        }
    }

    private void takeWhole(Step step, JsonNode value) {
        if (step.kind() == Step.Kind.REMOVE) {
            throw new Refused("noTarget");
        }
        if (!value.isObject()) {
            throw new Refused("invalidSyntax");
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String urn = model.extensions().stream()
                    .map(Schema::getId)
                    .filter(id -> id.equalsIgnoreCase(field.getKey()))
                    .findFirst()
                    .orElse(null);
            if (urn == null) {
                takeField(step, step.names().get(field.getKey()), field.getValue());
            } else {
                takeExtension(step, urn, field.getValue());
            }
        }
    }

    private void takeExtension(Step step, String urn, JsonNode value) {
        boolean nothing = SlowValues.nothing(value);
        if (step.kind() == Step.Kind.REMOVE || (step.kind() == Step.Kind.REPLACE && nothing)) {
            document.remove(urn);
        } else if (!nothing) {
            if (!value.isObject()) {
                throw new Refused("invalidValue");
            }
            value.properties()
                    .forEach(field -> takeField(step, step.names().get(urn + ":" + field.getKey()), field.getValue()));
        }
    }

    /** Okta sends the id along with a new name: what is readOnly or unknown inside a value is ignored. */
    private void takeField(Step step, Step.@Nullable At at, JsonNode value) {
        if (at != null && !at.place().readOnly()) {
            write(step.kind(), at, value);
        }
    }

    private void write(Step.Kind kind, Step.At at, JsonNode value) {
        Place place = at.place();
        String urn = place.extension();
        boolean derived = urn == null && place.attribute().getName().equals("schemas");
        if (derived || (kind == Step.Kind.ADD && value.isNull())) {
            return;
        }
        if (urn == null) {
            write(kind, at, value, document);
        } else {
            write(kind, at, value, document.path(urn) instanceof ObjectNode known ? known : JSON.objectNode());
        }
    }

    private void write(Step.Kind kind, Step.At at, JsonNode value, ObjectNode holder) {
        Place place = at.place();
        Attribute attribute = place.attribute();
        FilterExpression filter = at.filter();
        if (attribute.isMultiValued()) {
            List<JsonNode> after =
                    new SlowList(attribute, filter, holder.path(attribute.getName())).after(kind, place.sub(), value);
            if (after.isEmpty()) {
                holder.remove(attribute.getName());
            } else {
                holder.set(attribute.getName(), JSON.arrayNode().addAll(after));
            }
        } else if (filter != null) {
            throw new Refused("invalidPath");
        } else {
            writeSingle(kind, holder, place, kind == Step.Kind.REMOVE ? JSON.nullNode() : value);
        }
        if (place.extension() != null) {
            document.set(place.extension(), holder);
            if (holder.isEmpty()) {
                document.remove(place.extension());
            }
        }
    }

    private static void writeSingle(Step.Kind kind, ObjectNode holder, Place place, JsonNode value) {
        Attribute attribute = place.attribute();
        if (attribute.getType() != Attribute.Type.COMPLEX) {
            SlowList.set(kind, holder, attribute, value);
            return;
        }
        Attribute sub = place.sub();
        JsonNode parts = sub == null
                ? SlowValues.unwrapped(attribute, value)
                : JSON.objectNode().set(sub.getName(), value);
        ObjectNode object = holder.path(attribute.getName()).isObject()
                ? (ObjectNode) holder.path(attribute.getName())
                : JSON.objectNode();
        if (SlowValues.nothing(parts)) {
            object.removeAll();
        } else {
            SlowList.merge(kind, object, attribute, parts);
        }
        if (object.isEmpty()) {
            holder.remove(attribute.getName());
        } else {
            holder.set(attribute.getName(), object);
        }
    }

    /** RFC 7643 §7: immutable. */
    private static void requireKept(AttributeContainer schema, JsonNode before, JsonNode after) {
        for (Attribute attribute : schema.getAttributes()) {
            JsonNode had = before.get(attribute.getName());
            JsonNode has = after.get(attribute.getName());
            if (attribute.getMutability() == Attribute.Mutability.IMMUTABLE
                    && had != null
                    && !Objects.equals(had, has)) {
                throw new Refused("mutability");
            }
        }
    }

    /** RFC 7643 §7: required. */
    private static void requireComplete(AttributeContainer schema, JsonNode object) {
        for (Attribute attribute : schema.getAttributes()) {
            JsonNode value = object.path(attribute.getName());
            if (attribute.isRequired() && value.asText().isBlank() && !value.isContainerNode()) {
                throw new Refused("invalidValue");
            }
            if (attribute.getType() == Attribute.Type.COMPLEX) {
                for (JsonNode element : value.isArray() ? value : List.of(value)) {
                    if (element.isObject()) {
                        requireComplete(attribute, element);
                    }
                }
            }
        }
    }
}
