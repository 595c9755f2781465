package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.Origin;
import io.usher.lifecycle.UserLifecycle;
import io.usher.scim.DialectRules;
import io.usher.scim.patch.PatchEngine;
import io.usher.scim.patch.PatchRequest;
import io.usher.scim.schema.Invariants;
import io.usher.scim.schema.Normalizer;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** Users as clients write them. */
@ApplicationScoped
non-sealed class UserWrites implements ResourceWrites {

    private static final String ACTIVE = "active";

    private final CurrentCall current;
    private final UserLifecycle lifecycle;
    private final ResourceModel model;

    UserWrites(CurrentCall current, UserLifecycle lifecycle, ScimSchemas schemas) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.model = schemas.user();
    }

    @Override
    public long create(UUID id, JsonNode body) {
        return lifecycle.create(id, Origin.SCIM, Contents.user(model, new Normalizer(model, rules()).document(body)));
    }

    @Override
    public long replace(String id, LongPredicate expectedVersion, JsonNode body) {
        return update(id, expectedVersion, document -> {
            ObjectNode replaced = new Normalizer(model, rules()).document(body);
            Invariants.requireImmutableKept(model, document, replaced);
            return replaced;
        });
    }

    @Override
    public long patch(String id, LongPredicate expectedVersion, JsonNode body) {
        PatchRequest patch = PatchRequest.parse(rules(), body);
        return update(id, expectedVersion, document -> PatchEngine.apply(model, id, document, patch));
    }

    @Override
    public void delete(String id, LongPredicate expectedVersion) {
        lifecycle.delete(uuid(id), expectedVersion);
    }

    private long update(String id, LongPredicate expectedVersion, Function<ObjectNode, ObjectNode> edit) {
        return lifecycle.update(uuid(id), expectedVersion, document -> {
            ObjectNode wanted = edit.apply(document);
            // A write that says nothing of active changes nothing of it: Okta's full pushes may leave it out.
            if (!wanted.has(ACTIVE)) {
                wanted.set(ACTIVE, document.get(ACTIVE));
            }
            return Contents.user(model, wanted);
        });
    }

    private DialectRules rules() {
        return DialectRules.of(current.dialect());
    }

    static UUID uuid(String id) {
        return Contents.uuid(id).orElseThrow(DirectoryProblems::noSuchUser);
    }
}
