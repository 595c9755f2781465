package io.usher.seats;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;
import java.util.Collection;

/** What the seats room refuses. */
public final class SeatProblems {

    private SeatProblems() {}

    public static Problem unknownType(Collection<String> sold) {
        return new Problem(
                Kind.INVALID, "invalidValue", "The seat type must be one of " + String.join(", ", sold) + ".");
    }

    public static Problem notSold(Collection<String> sold) {
        return new Problem(
                Kind.INVALID,
                "invalidValue",
                "The seat type must be one of " + String.join(", ", sold)
                        + "; to sell a new one, give its capabilities with its quantity.");
    }

    public static Problem adminNeedsFull() {
        return new Problem(
                Kind.INVALID,
                "invalidValue",
                "An admin of the application needs a seat of the type full. Ask for that type, or for no role.");
    }

    static Problem badValidity() {
        return new Problem(Kind.INVALID, "invalidValidity", "validUntil must be later than validFrom.");
    }

    public static Problem badPin(int max) {
        return new Problem(
                Kind.INVALID,
                "invalidPin",
                "A pin needs a reason of 1 to " + max
                        + " characters, none of them NUL, and ends in the future or never.");
    }

    static Problem settingsChanged() {
        return new Problem(
                Kind.UNAVAILABLE, "settingsChanged", "The seat settings were changed at this moment. Send this again.");
    }

    public static Problem noPool() {
        return new Problem(Kind.NOT_FOUND, "notFound", "This tenant has no seat pool of that type.");
    }

    static Problem badQuantity(int max) {
        return new Problem(
                Kind.INVALID, "invalidQuantity", "quantity must be between 0 and " + max + ", or null for unlimited.");
    }

    static Problem badOverage(int seats, int days) {
        return new Problem(
                Kind.INVALID,
                "invalidOverage",
                "overage must have seats between 1 and %,d and days between 1 and %,d.".formatted(seats, days));
    }

    static Problem badPrice() {
        return new Problem(
                Kind.INVALID,
                "invalidPrice",
                "price must have an amount of at least 0, in the smallest unit, and a currency such as EUR (ISO 4217).");
    }

    static Problem circle(String type) {
        return new Problem(
                Kind.INVALID, "invalidFallback", "The fallbacks would lead from " + type + " back to " + type + ".");
    }

    static Problem limitReached(SeatPool pool) {
        return new Problem(
                Kind.FORBIDDEN,
                "seatLimitReached",
                "No seat of the type %s is free (%,d in use), and nobody can wait for one. Free a seat, or ask for more of them; then send this again."
                        .formatted(pool.type(), pool.used()));
    }
}
