package io.usher.seats;

import java.time.Instant;
import java.util.List;

/**
 * What a change did to seats, decided and locked but not yet written.
 *
 * @param at when it was decided, with the pools locked
 * @param own the claims of the people who were changed
 * @param promoted who got a seat by it, in order
 */
public record Settlement(
        Instant at,
        List<SeatClaim> own,
        List<SeatClaim> promoted,
        List<Movement> movements,
        List<SeatPool> pools,
        List<PoolAlert> alerts) {}
