package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/**
 * The attributes to which a request gives a value: what is returned on request is returned to who has just sent it
 * (RFC 7643 §7).
 */
public final class GivenAttributes {

    private final Set<List<String>> keys = new HashSet<>();

    /** Those of the body of a create or replace. */
    public static GivenAttributes of(ResourceModel model, JsonNode body) {
        GivenAttributes given = new GivenAttributes();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            Optional<Schema> extension = model.extension(field.getKey());
            extension.ifPresent(schema -> given.addExtension(schema, field.getValue()));
            if (extension.isEmpty()) {
                model.top(field.getKey())
                        .ifPresent(attribute -> given.add(new AttributePath(null, attribute, null), field.getValue()));
            }
        }
        return given;
    }

    /** All that the value of an extension names. */
    public void addExtension(Schema extension, JsonNode value) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            ResourceModel.find(extension, field.getKey())
                    .ifPresent(
                            attribute -> add(new AttributePath(extension.getId(), attribute, null), field.getValue()));
        }
    }

    /** An attribute, and what its value names of it. */
    public void add(AttributePath path, JsonNode value) {
        Attribute attribute = path.attribute();
        keys.add(new AttributePath(path.extension(), attribute, null).keys());
        if (path.sub() != null) {
            keys.add(path.keys());
        } else if (attribute.getType() == Attribute.Type.COMPLEX) {
            for (JsonNode element : value.isArray() ? value : List.of(value)) {
                addParts(path, element);
            }
        }
    }

    private void addParts(AttributePath path, JsonNode element) {
        for (Map.Entry<String, JsonNode> field : element.properties()) {
            ResourceModel.find(path.attribute(), field.getKey())
                    .ifPresent(sub -> keys.add(new AttributePath(path.extension(), path.attribute(), sub).keys()));
        }
    }

    /** As in {@link AttributePath#keys()}. */
    Set<List<String>> keys() {
        return keys;
    }
}
