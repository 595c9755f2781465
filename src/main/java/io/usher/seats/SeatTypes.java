package io.usher.seats;

/** Seat types that have a meaning here; what a tenant sells stands in its settings. */
public final class SeatTypes {

    /** What everybody gets until it is changed, and what an admin needs. */
    public static final String FULL = "full";

    private SeatTypes() {}
}
