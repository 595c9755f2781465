package io.usher.directory;

import io.usher.directory.Listing.Mark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param total how many there are in all
 * @param first of the page, when something lies before it; only for a page that starts {@link Listing.From} a place
 * @param last of the page, when something lies behind it; likewise
 */
public record Page<T>(
        List<T> items,
        long total,
        @Nullable Mark first,
        @Nullable Mark last) {}
