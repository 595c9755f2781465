package io.usher.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's resource says of the seat that he is to have: folded values, as the identity provider sent them.
 *
 * @param requested our extension's {@code requestedSeatType}
 * @param license {@code entitlements[type eq "license"]}, the primary one or the first
 * @param seatTypeRole {@code roles[type eq "seatType"]}, likewise
 * @param roles the values of the other roles
 */
public record SeatCarriers(
        @Nullable String requested,
        @Nullable String license,
        @Nullable String seatTypeRole,
        Set<String> roles,
        @Nullable String userType) {

    /** The URN of our extension of users. */
    public static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

    private static final String SEAT_TYPE = "seattype";
    private static final ObjectMapper JSON = new ObjectMapper();

    static SeatCarriers of(ObjectNode search) {
        Set<String> roles = new LinkedHashSet<>();
        for (JsonNode role : search.path("roles")) {
            if (!role.path("type").asText().equals(SEAT_TYPE)) {
                addRole(roles, role.path("value").asText());
            }
        }
        return new SeatCarriers(
                search.path(EXTENSION).path("requestedSeatType").textValue(),
                value(search.path("entitlements"), "license"),
                value(search.path("roles"), SEAT_TYPE),
                roles,
                search.path("userType").textValue());
    }

    private static @Nullable String value(JsonNode elements, String type) {
        String first = null;
        for (JsonNode element : elements) {
            String value = element.path("value").textValue();
            if (value != null && element.path("type").asText().equals(type)) {
                if (element.path("primary").asBoolean()) {
                    return value;
                }
                first = first == null ? value : first;
            }
        }
        return first;
    }

    /** Entra's SingleAppRoleAssignment sends a name; its AppRoleAssignments a JSON object as text, with value and displayName. */
    private static void addRole(Set<String> roles, String value) {
        if (value.startsWith("{")) {
            try {
                JsonNode role = JSON.readTree(value);
                for (String name : new String[] {"value", "displayname"}) {
                    if (role.path(name).isTextual()) {
                        roles.add(role.path(name).textValue());
                    }
                }
            } catch (JsonProcessingException noJson) {
                roles.add(value);
            }
        } else if (!value.isEmpty()) {
            roles.add(value);
        }
    }
}
