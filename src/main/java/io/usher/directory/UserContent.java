package io.usher.directory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Folding;
import io.usher.platform.Limits;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a door wants a user to be; every door builds one.
 *
 * @param document the resource as it is to be shown, canonical names
 * @param search the same, folded, for filters
 * @param userName folded
 * @param externalId composed, or null
 * @param displayName folded, or null
 * @param emails folded addresses
 * @param active what the identity provider wants
 * @param unique the attributes, beside userName, whose values nobody else may have
 */
public record UserContent(
        ObjectNode document,
        ObjectNode search,
        String userName,
        @Nullable String externalId,
        @Nullable String displayName,
        Set<String> emails,
        boolean active,
        List<UniqueAttribute> unique) {

    public SeatCarriers seatCarriers() {
        return SeatCarriers.of(search);
    }

    /**
     * Somebody of whom no identity provider has told, with no more than an administrator says.
     *
     * @param displayName or null
     * @param email or null
     * @param seatType that he asks for, or null
     * @throws io.usher.platform.Problem when a name or the address cannot be one
     */
    public static UserContent plain(
            String userName, @Nullable String displayName, @Nullable String email, @Nullable String seatType) {
        requireName("userName", userName, Limits.USER_NAME);
        requireName("displayName", displayName, Limits.INDEXED);
        requireName("email", email, Limits.EMAIL);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("userName", userName).put("active", true);
        ObjectNode search = document.deepCopy().put("userName", Folding.caseless(userName));
        if (displayName != null) {
            document.put("displayName", displayName);
            search.put("displayName", Folding.caseless(displayName));
        }
        if (email != null) {
            document.putArray("emails").addObject().put("value", email).put("primary", true);
            search.putArray("emails")
                    .addObject()
                    .put("value", Folding.caseless(email))
                    .put("primary", true);
        }
        if (seatType != null) {
            document.putObject(SeatCarriers.EXTENSION).put("requestedSeatType", seatType);
            search.putObject(SeatCarriers.EXTENSION).put("requestedSeatType", Folding.caseless(seatType));
        }
        return new UserContent(
                document,
                search,
                search.path("userName").asText(),
                null,
                search.path("displayName").textValue(),
                email == null ? Set.of() : Set.of(Folding.caseless(email)),
                true,
                List.of());
    }

    /** Folding may make it longer; what nobody sees would let two names look alike. */
    private static void requireName(String attribute, @Nullable String name, int max) {
        if (name != null
                && (name.isBlank()
                        || !name.equals(name.strip())
                        || name.length() > max
                        || Folding.caseless(name).length() > max
                        || name.codePoints().anyMatch(UserContent::unseen))) {
            throw DirectoryProblems.badName(attribute, max);
        }
    }

    private static boolean unseen(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }
}
