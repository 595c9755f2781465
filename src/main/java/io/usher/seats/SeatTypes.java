package io.usher.seats;

import java.util.List;

/** The seat types that are sold. */
public final class SeatTypes {

    public static final String FULL = "full";
    public static final List<String> ALL = List.of(FULL, "partner", "learning");

    private SeatTypes() {}

    /** @throws io.usher.platform.Problem naming the allowed types when this is none of them */
    public static String checked(String type) {
        if (!ALL.contains(type)) {
            throw SeatProblems.unknownType();
        }
        return type;
    }
}
