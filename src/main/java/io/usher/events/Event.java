package io.usher.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the application is to be told.
 *
 * @param type such as {@code user.deactivated}
 * @param user whom it is about, or null
 * @param group which group it is about, or null
 * @param stateVersion orders the events of one person, or null when it is about nobody
 * @param record the audit record of the same change
 */
public record Event(
        String type,
        @Nullable UUID user,
        @Nullable UUID group,
        @Nullable Long stateVersion,
        UUID record,
        ObjectNode payload) {}
