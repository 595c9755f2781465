package io.usher.seats;

import io.usher.seats.SeatWish.Source;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's resource asks for, in the tenant's words.
 *
 * @param type a type that is sold, or null when it asks for none
 * @param source which attribute names it, or null
 * @param admin it asks for the application role admin
 */
public record Asked(@Nullable String type, @Nullable Source source, boolean admin) {

    public static final Asked NOTHING = new Asked(null, null, false);
}
