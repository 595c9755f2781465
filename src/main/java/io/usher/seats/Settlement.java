package io.usher.seats;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change did to seats, decided and locked but not yet written.
 *
 * @param at when it was decided, with the pools locked
 * @param own the claim of the person who was changed, or null when a pool was
 * @param promoted who got a seat by it, in order
 */
public record Settlement(
        Instant at,
        @Nullable SeatClaim own,
        List<SeatClaim> promoted,
        List<Movement> movements,
        List<SeatPool> pools) {}
