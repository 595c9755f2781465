package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.access.CurrentCall;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.Origin;
import io.usher.lifecycle.GroupLifecycle;
import io.usher.lifecycle.GroupLifecycle.Edited;
import io.usher.scim.DialectRules;
import io.usher.scim.patch.GroupPatch;
import io.usher.scim.patch.MembersDelta;
import io.usher.scim.patch.PatchEngine;
import io.usher.scim.patch.PatchRequest;
import io.usher.scim.schema.Invariants;
import io.usher.scim.schema.Normalizer;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongPredicate;

/** Groups as clients write them; their members are changed as a delta. */
@ApplicationScoped
non-sealed class GroupWrites implements ResourceWrites {

    private final CurrentCall current;
    private final GroupLifecycle lifecycle;
    private final ResourceModel model;

    GroupWrites(CurrentCall current, GroupLifecycle lifecycle, ScimSchemas schemas) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.model = schemas.group();
    }

    @Override
    public long create(UUID id, JsonNode body) {
        return lifecycle.create(id, Origin.SCIM, whole(body, false));
    }

    @Override
    public long replace(String id, LongPredicate expectedVersion, JsonNode body) {
        return lifecycle.update(uuid(id), expectedVersion, document -> {
            Edited replaced = whole(body, true);
            Invariants.requireImmutableKept(model, document, replaced.content().document());
            return replaced;
        });
    }

    @Override
    public long patch(String id, LongPredicate expectedVersion, JsonNode body) {
        GroupPatch patch = GroupPatch.split(model, PatchRequest.parse(rules(), body));
        return lifecycle.update(
                uuid(id),
                expectedVersion,
                document -> new Edited(
                        Contents.group(model, PatchEngine.apply(model, id, document, patch.attributes())),
                        Contents.members(patch.members())));
    }

    @Override
    public void delete(String id, LongPredicate expectedVersion) {
        lifecycle.delete(uuid(id), expectedVersion);
    }

    private Edited whole(JsonNode wanted, boolean replaceAll) {
        Normalizer normalizer = new Normalizer(model, rules());
        Set<String> members = normalizer.members(wanted);
        return new Edited(
                Contents.group(model, normalizer.document(wanted)),
                Contents.members(new MembersDelta(members, Set.of(), replaceAll)));
    }

    private DialectRules rules() {
        return DialectRules.of(current.dialect());
    }

    static UUID uuid(String id) {
        return Contents.uuid(id).orElseThrow(DirectoryProblems::noSuchGroup);
    }
}
