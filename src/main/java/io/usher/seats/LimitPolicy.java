package io.usher.seats;

/** What a pool does with somebody for whom it has no seat. Who holds one keeps it under every policy. */
public sealed interface LimitPolicy {

    /** He waits for one. */
    record Waitlist() implements LimitPolicy {}

    /**
     * He waits for one, and holds one of another type meanwhile.
     *
     * @param type whose own policy holds when that pool has no seat either
     */
    record Fallback(String type) implements LimitPolicy {}

    /**
     * He gets one beyond the quantity.
     *
     * @param seats how many more there are at most
     * @param days how long after the first of them another is given
     * @param thenRejects what comes after both: he is refused, or he waits
     */
    record Overage(int seats, int days, boolean thenRejects) implements LimitPolicy {}

    /** He is refused, and nothing of the change is done. */
    record Reject() implements LimitPolicy {}

    /** As the API and the table spell it. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
}
