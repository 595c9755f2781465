package io.usher.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says of a group; its members and its name come from the identity provider.
 *
 * @param rule what its members are to have, or null
 * @param allowedSeatTypes of members whose membership has an effect, or null: of any
 * @param privileged memberships of it are never restored without being asked for
 */
public record GroupPolicy(@Nullable Rule rule, @Nullable List<String> allowedSeatTypes, boolean privileged) {

    /**
     * @param seatType for its members
     * @param admin makes them admins of the application, which goes with the type full
     * @param priority of two rules the one with the lower number counts
     */
    public record Rule(String seatType, boolean admin, int priority) {}
}
