package io.usher.seats;

/**
 * The seat that a person is to have.
 *
 * @param source what chose the type
 */
public record SeatWish(String type, Source source) {

    /** What may choose a person's seat type, first that applies. */
    public enum Source {
        REQUESTED("requestedSeatType"),
        TENANT_DEFAULT("tenantDefault");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
