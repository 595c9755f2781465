package io.usher.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
}
