package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.usher.scim.patch.PatchRequest.Kind;
import io.usher.scim.patch.PatchRequest.Operation;
import io.usher.scim.schema.GivenAttributes;
import io.usher.scim.schema.ResourceModel;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.directory.scim.spec.schema.Schema;

/** The attributes to which the operations of a PATCH give a value. */
public final class PatchedAttributes {

    private PatchedAttributes() {}

    /** Of a request that was applied: its paths have been read before, without a fault. */
    public static GivenAttributes of(ResourceModel model, PatchRequest request) {
        GivenAttributes given = new GivenAttributes();
        for (Operation operation : request.operations()) {
            if (operation.kind() != Kind.REMOVE) {
                JsonNode value = Objects.requireNonNullElseGet(operation.value(), JsonNodeFactory.instance::nullNode);
                add(given, model, PatchTarget.of(model, operation.path()), value);
            }
        }
        return given;
    }

    private static void add(GivenAttributes given, ResourceModel model, PatchTarget target, JsonNode value) {
        if (target instanceof PatchTarget.Value attribute) {
            given.add(attribute.path(), value);
        } else if (target instanceof PatchTarget.Extension extension) {
            given.addExtension(extension.schema(), value);
        } else if (target instanceof PatchTarget.Resource) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                Optional<Schema> extension = model.extension(field.getKey());
                extension.ifPresent(schema -> given.addExtension(schema, field.getValue()));
                if (extension.isEmpty()) {
                    PatchTarget.ofMember(model, field.getKey())
                            .ifPresent(member -> given.add(member.path(), field.getValue()));
                }
            }
        }
    }
}
