package io.usher.api;

import io.usher.tenants.SeatSettings;
import org.jspecify.annotations.Nullable;

/** What mappings and rules give: a seat type, or the application role admin with the seat that goes with it. */
final class SeatOrRole {

    private SeatOrRole() {}

    /** @return the type, or null for the role */
    static @Nullable String seatType(@Nullable String seatType, @Nullable String appRole) {
        boolean admin = SeatSettings.ADMIN.equals(appRole);
        if ((seatType == null) != admin || (appRole != null && !admin)) {
            throw ApiProblems.badParameter("seatType", "given, or else appRole with the value admin");
        }
        return seatType;
    }
}
