package io.usher.directory;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param limit how many at most
 */
public record Listing(Condition condition, Order order, Start start, int limit) {

    /** Where the page begins. */
    public sealed interface Start {}

    /** So many rows are passed over. */
    public record Skip(int rows) implements Start {}

    /**
     * At the end of the page before, wherever that is by now.
     *
     * @param mark null for the first page
     * @param backwards whether the page lies before the mark, not behind it
     */
    public record From(@Nullable Mark mark, boolean backwards) implements Start {}

    /**
     * A place in the order, which is there also when the resource that made it is not.
     *
     * @param key what the order goes by, as text; null where there is no value or the order is that of ids
     */
    public record Mark(@Nullable String key, UUID id) {}
}
