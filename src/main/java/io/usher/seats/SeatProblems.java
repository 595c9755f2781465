package io.usher.seats;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** What the seats room refuses. */
public final class SeatProblems {

    private SeatProblems() {}

    static Problem unknownType() {
        return new Problem(
                Kind.INVALID, "invalidValue", "The seat type must be one of " + String.join(", ", SeatTypes.ALL) + ".");
    }

    static Problem badQuantity(int max) {
        return new Problem(
                Kind.INVALID, "invalidQuantity", "quantity must be between 0 and " + max + ", or null for unlimited.");
    }
}
