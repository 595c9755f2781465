package io.usher.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of which no two users, or no two groups, of a tenant have the same value.
 *
 * @param name as people write it
 * @param path keys in the search form, where it is single-valued
 */
public record UniqueAttribute(String name, List<String> path) {

    /** The value as it is compared, or null when the resource has none. */
    public @Nullable String in(ObjectNode search) {
        JsonNode value = search;
        for (String key : path) {
            value = value.path(key);
        }
        return value.isValueNode() ? value.asText() : null;
    }
}
