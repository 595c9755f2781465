package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.directory.GroupContent;
import io.usher.directory.MembersChange;
import io.usher.directory.UniqueAttribute;
import io.usher.directory.UserContent;
import io.usher.platform.Folding;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import io.usher.scim.patch.MembersDelta;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.SearchForm;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From a canonical SCIM document to what the lifecycle is to make of a user or group. */
final class Contents {

    private Contents() {}

    static UserContent user(ResourceModel model, ObjectNode document) {
        if (!document.has("active")) {
            document.put("active", true);
        }
        limit(document);
        ObjectNode search = SearchForm.of(model, document);
        // Folding can make a text eighteen times as long ("ﷺ"), and an index of PostgreSQL holds 2,700 bytes.
        for (ObjectNode form : List.of(document, search)) {
            limit(form.path("userName"), "userName", Limits.USER_NAME);
            limit(form.path("externalId"), "externalId", Limits.INDEXED);
            limit(form.path("displayName"), "displayName", Limits.INDEXED);
            form.path("emails").forEach(email -> limit(email.path("value"), "emails.value", Limits.EMAIL));
        }
        limitUnique(model, document, search);
        Set<String> emails = new HashSet<>();
        search.path("emails").forEach(email -> text(email.path("value")).ifPresent(emails::add));
        return new UserContent(
                document,
                search,
                search.path("userName").asText(),
                text(search.path("externalId")).orElse(null),
                text(search.path("displayName")).orElse(null),
                emails,
                document.path("active").asBoolean(),
                unique(model));
    }

    static GroupContent group(ResourceModel model, ObjectNode document) {
        limit(document);
        ObjectNode search = SearchForm.of(model, document);
        for (ObjectNode form : List.of(document, search)) {
            limit(form.path("displayName"), "displayName", Limits.INDEXED);
            limit(form.path("externalId"), "externalId", Limits.INDEXED);
        }
        limitUnique(model, document, search);
        return new GroupContent(
                document,
                search,
                Folding.caseless(document.path("displayName").asText()),
                text(search.path("externalId")).orElse(null),
                unique(model));
    }

    private static List<UniqueAttribute> unique(ResourceModel model) {
        return model.unique().stream()
                .map(path -> new UniqueAttribute(path.toString(), path.keys()))
                .toList();
    }

    static MembersChange members(MembersDelta delta) {
        Set<UUID> add = new LinkedHashSet<>();
        for (String id : delta.add()) {
            add.add(uuid(id).orElseThrow(() -> ScimProblems.invalidValue("members: value must be the id of a user.")));
        }
        Set<UUID> remove = new LinkedHashSet<>();
        delta.remove().forEach(id -> uuid(id).ifPresent(remove::add));
        return new MembersChange(add, remove, delta.replaceAll());
    }

    /** An id as the server wrote it; ids are compared exactly (RFC 7643 §3.1). */
    static Optional<UUID> uuid(@Nullable String text) {
        try {
            return Optional.ofNullable(text)
                    .map(UUID::fromString)
                    .filter(id -> id.toString().equals(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue());
    }

    private static void limit(JsonNode value, String attribute, int max) {
        String text = value.textValue();
        if (text != null && text.length() > max) {
            throw tooLong(attribute, max);
        }
    }

    private static Problem tooLong(String attribute, int max) {
        return ScimProblems.invalidValue(attribute + " may have at most " + max + " characters.");
    }

    private static void limitUnique(ResourceModel model, ObjectNode document, ObjectNode search) {
        for (UniqueAttribute attribute : unique(model)) {
            for (ObjectNode form : List.of(document, search)) {
                String text = attribute.in(form);
                if (text != null && text.length() > Limits.INDEXED) {
                    throw tooLong(attribute.name(), Limits.INDEXED);
                }
            }
        }
    }

    /** A body is bounded, but many PATCHes could make of a resource what no page of them could show. */
    private static void limit(ObjectNode document) {
        if (document.toString().length() > Limits.RESOURCE) {
            throw ScimProblems.tooLargeResource();
        }
    }
}
