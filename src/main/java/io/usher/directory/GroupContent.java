package io.usher.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a door wants a group to be, without its members.
 *
 * @param document the resource as it is to be shown, canonical names
 * @param search the same, folded, for filters
 * @param displayName folded
 * @param externalId composed, or null
 * @param unique the attributes, beside displayName, whose values no other group may have
 */
public record GroupContent(
        ObjectNode document,
        ObjectNode search,
        String displayName,
        @Nullable String externalId,
        List<UniqueAttribute> unique) {}
