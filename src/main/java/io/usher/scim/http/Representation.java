package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall.OpenedTenant;
import io.usher.directory.Group;
import io.usher.directory.Person;
import io.usher.directory.SeatCarriers;
import io.usher.gate.Gate;
import io.usher.gate.Reason;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Users and groups as SCIM shows them, whole; what a client asked for is projected from this. */
final class Representation {

    static final String CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String CORE_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    static final String USHER_USER = SeatCarriers.EXTENSION;
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final String URN = "urn:";

    private Representation() {}

    static ObjectNode of(Person person, OpenedTenant tenant, String base) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        ArrayNode schemas = user.putArray("schemas").add(CORE_USER);
        user.put("id", person.id().toString());
        ObjectNode extension = JsonNodeFactory.instance.objectNode();
        person.document().properties().forEach(attribute -> {
            if (attribute.getKey().equals(USHER_USER)) {
                extension.setAll((ObjectNode) attribute.getValue());
            } else {
                user.set(attribute.getKey(), attribute.getValue());
                if (attribute.getKey().startsWith(URN)) {
                    schemas.add(attribute.getKey());
                }
            }
        });
        groups(user, person, base);
        inForce(extension, person, tenant);
        schemas.add(USHER_USER);
        user.set(USHER_USER, extension);
        meta(
                user,
                "User",
                base + "/Users/" + person.id(),
                person.createdAt(),
                person.lastModifiedAt(),
                person.version());
        return user;
    }

    private static void groups(ObjectNode user, Person person, String base) {
        ArrayNode memberships = person.groups();
        if (memberships == null) {
            return;
        }
        ArrayNode groups = user.putArray("groups");
        for (JsonNode membership : memberships) {
            groups.addObject()
                    .put("value", membership.path("value").asText())
                    .put("$ref", base + "/Groups/" + membership.path("value").asText())
                    .put("display", membership.path("display").asText())
                    .put("type", "direct");
        }
    }

    /** What is in force, beside what was asked for. */
    private static void inForce(ObjectNode extension, Person person, OpenedTenant tenant) {
        if (person.seatType() != null) {
            extension.put("seatType", person.seatType());
        }
        extension.put("seatStatus", person.seatStatus());
        if (person.seatSource() != null) {
            extension.put("seatSource", person.seatSource());
        }
        Instant assignedAt = person.seatAssignedAt();
        if (assignedAt != null) {
            extension.put("seatAssignedAt", MILLIS.format(assignedAt));
        }
        if (person.appRole() != null) {
            extension.put("appRole", person.appRole());
        }
        Reason reason = Gate.decide(
                tenant.suspendedAt() != null,
                tenant.provisioning(),
                new Gate.Person(person.directory(), person.holds(), person.seatType() != null, person.waiting()));
        extension
                .putObject("signIn")
                .put("allowed", reason.allows())
                .put("reason", reason.code())
                .put("since", MILLIS.format(person.signInSince()));
        extension.put("stateVersion", person.stateVersion());
        if (person.waitlistPosition() != null) {
            extension.put("waitlistPosition", person.waitlistPosition());
        }
    }

    /** @param members ids, or null when they are not wanted */
    static ObjectNode of(Group group, @Nullable List<UUID> members, String base) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        ArrayNode schemas = shown.putArray("schemas").add(CORE_GROUP);
        shown.put("id", group.id().toString());
        shown.setAll(group.document());
        group.document().properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith(URN))
                .forEach(schemas::add);
        if (members != null && !members.isEmpty()) {
            ArrayNode list = shown.putArray("members");
            for (UUID member : members) {
                list.addObject()
                        .put("value", member.toString())
                        .put("$ref", base + "/Users/" + member)
                        .put("type", "User");
            }
        }
        meta(
                shown,
                "Group",
                base + "/Groups/" + group.id(),
                group.createdAt(),
                group.lastModifiedAt(),
                group.version());
        return shown;
    }

    private static void meta(
            ObjectNode resource, String type, String location, Instant created, Instant lastModified, long version) {
        resource.putObject("meta")
                .put("resourceType", type)
                .put("created", MILLIS.format(created))
                .put("lastModified", MILLIS.format(lastModified))
                .put("location", location)
                .put("version", ETags.of(version));
    }
}
