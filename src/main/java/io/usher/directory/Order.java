package io.usher.directory;

import io.usher.directory.Condition.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * In which order resources are listed; those that are alike by the attribute follow each other by id, the same way round.
 * Who has no value comes last, and first when the order is turned round (RFC 7644 §3.4.2.3). A list counts by its primary
 * value, else by its first.
 *
 * @param by null for the order of their making, which is that of their ids
 */
public record Order(@Nullable Attribute by, boolean descending) {

    public static final Order BY_ID = new Order(null, false);
}
