package io.usher.seats;

import org.jspecify.annotations.Nullable;

/**
 * Something about a pool that somebody should hear of, once.
 *
 * @param threshold that its use has reached, in percent of the quantity, or null when it is about something else
 */
public record PoolAlert(
        Kind kind,
        String type,
        @Nullable Integer threshold,
        @Nullable Integer quantity,
        int used,
        int waiting) {

    public enum Kind {
        /** So much of the quantity is used; told again after use was 2 points lower. */
        THRESHOLD_REACHED("thresholdReached"),
        /** Somebody waits where nobody did. */
        WAITLIST_STARTED("waitlistStarted"),
        /** A seat beyond the quantity was given where there was none. */
        OVERAGE_STARTED("overageStarted"),
        /** None is beyond it any more. */
        OVERAGE_ENDED("overageEnded");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
