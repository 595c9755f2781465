package io.usher.hardening;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.scim.DialectRules;
import io.usher.scim.schema.Normalizer;
import io.usher.scim.schema.ResourceModel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** Users and groups as a client sees them, with some of everything that the schemas know. */
final class RandomPeople {

    static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";
    private static final List<String> SEATS = List.of("full", "light");
    private static final List<Instant> TIMES = List.of(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:00.000001Z"),
            Instant.parse("2026-01-01T00:00:00.001Z"),
            Instant.parse("2026-06-01T10:00:00.500000Z"));

    private final ResourceModel model;
    private final Dice dice;
    private final RandomValues values;

    RandomPeople(ResourceModel model, Dice dice) {
        this.model = model;
        this.dice = dice;
        this.values = new RandomValues(dice);
    }

    /** What a client may write of a resource, in canonical form. */
    ObjectNode document() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        fill(body, model.core());
        for (Schema extension : model.extensions()) {
            if (dice.onceIn(2)) {
                fill(body.putObject(extension.getId()), extension);
            }
        }
        body.put("externalId", new RandomText(dice).any());
        if (dice.onceIn(3)) {
            body.remove("externalId");
        }
        return canonical(model, body);
    }

    /** The one place where this package asks for the canonical form of a body. */
    static ObjectNode canonical(ResourceModel model, ObjectNode body) {
        return new Normalizer(model, DialectRules.TOLERANT).document(body);
    }

    /** A user with all that the server adds. */
    ObjectNode user() {
        ObjectNode user = document();
        if (!user.has("active")) {
            user.put("active", true);
        }
        common(user, "User");
        for (int i = dice.below(3); i > 0; i--) {
            UUID group = new UUID(0x4000, 0x8000_0000_0000_0000L + i);
            user.withArray("groups")
                    .addObject()
                    .put("value", group.toString())
                    .put("$ref", "https://x/Groups/" + group)
                    .put("display", "Group " + i)
                    .put("type", "direct");
        }
        ObjectNode own = user.withObjectProperty(USHER);
        maybe(() -> own.put("seatType", dice.pick(SEATS)));
        own.put("seatStatus", dice.pick(List.of("assigned", "waitlisted", "none")));
        maybe(() -> own.put("seatSource", dice.pick(List.of("rule", "manual"))));
        maybe(() -> own.put("seatAssignedAt", time()));
        maybe(() -> own.put("lastActivityAt", time()));
        maybe(() -> own.put("appRole", dice.pick(List.of("admin", "member"))));
        own.putObject("signIn")
                .put("allowed", dice.onceIn(2))
                .put("reason", "active")
                .put("since", time());
        own.put("stateVersion", dice.below(12));
        schemas(user);
        return user;
    }

    /** A group with its members. */
    ObjectNode group() {
        ObjectNode group = document();
        common(group, "Group");
        for (int i = dice.below(4); i > 0; i--) {
            UUID member = new UUID(0x4000, 0x8000_0000_0000_0000L + i);
            group.withArray("members")
                    .addObject()
                    .put("value", member.toString())
                    .put("$ref", "https://x/Users/" + member)
                    .put("type", "User");
        }
        schemas(group);
        return group;
    }

    private void common(ObjectNode resource, String type) {
        resource.put(
                "id", new UUID(0x4000L + dice.below(1 << 30), 0x8000_0000_0000_0000L + dice.below(1 << 30)).toString());
        resource.putObject("meta")
                .put("resourceType", type)
                .put("created", time())
                .put("lastModified", time())
                .put("location", "https://x")
                .put("version", "W/\"1\"");
    }

    private void schemas(ObjectNode resource) {
        List<String> urns = model.extensions().stream()
                .map(Schema::getId)
                .filter(resource::has)
                .toList();
        resource.putArray("schemas").add(model.core().getId());
        urns.forEach(urn -> resource.withArray("schemas").add(urn));
    }

    private void fill(ObjectNode body, AttributeContainer schema) {
        for (Attribute attribute : schema.getAttributes()) {
            boolean kept = attribute.getMutability() != Attribute.Mutability.READ_ONLY
                    && !attribute.getName().equals("members");
            if (kept && (attribute.isRequired() || dice.onceIn(2))) {
                body.set(attribute.getName(), values.of(attribute));
            }
        }
    }

    private void maybe(Runnable step) {
        if (dice.onceIn(2)) {
            step.run();
        }
    }

    private String time() {
        return dice.pick(TIMES).toString();
    }
}
