package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.patch.PatchRequest.Kind;
import io.usher.scim.patch.PatchRequest.Operation;
import io.usher.scim.schema.AttributePath;
import io.usher.scim.schema.Normalizer;
import io.usher.scim.schema.ResourceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PATCH of a group in two parts that do not depend on each other.
 *
 * @param attributes all that is not about members, for {@link PatchEngine}
 * @param members what happens to the members
 */
public record GroupPatch(PatchRequest attributes, MembersDelta members) {

    /**
     * Takes apart what a request does to the attributes of a group and what to its members.
     *
     * @throws Problem as {@link PatchEngine#apply} does
     */
    public static GroupPatch split(ResourceModel group, PatchRequest request) {
        List<Operation> attributes = new ArrayList<>();
        MembersEdit members = new MembersEdit(group, request.rules());
        for (Operation operation : request.operations()) {
            PatchTarget target = PatchTarget.of(group, operation.path());
            if (target instanceof PatchTarget.Value value && isMembers(value.path())) {
                members.apply(operation.kind(), value, operation.value());
            } else if (target instanceof PatchTarget.Resource
                    && operation.kind() != Kind.REMOVE
                    && operation.value() instanceof ObjectNode value) {
                ObjectNode rest = takeMembers(group, operation.kind(), value, members);
                attributes.add(new Operation(operation.kind(), operation.path(), rest));
            } else {
                attributes.add(operation);
            }
        }
        return new GroupPatch(new PatchRequest(request.rules(), List.copyOf(attributes)), members.delta());
    }

    /** Hands over what the value says of members; returns the rest of it. */
    private static ObjectNode takeMembers(ResourceModel group, Kind kind, ObjectNode value, MembersEdit members) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            PatchTarget.ofMember(group, field.getKey())
                    .filter(target -> isMembers(target.path()))
                    .ifPresentOrElse(
                            target -> members.apply(kind, target, field.getValue()),
                            () -> rest.set(field.getKey(), field.getValue()));
        }
        return rest;
    }

    private static boolean isMembers(AttributePath path) {
        return path.extension() == null && path.attribute().getName().equals(Normalizer.MEMBERS);
    }
}
