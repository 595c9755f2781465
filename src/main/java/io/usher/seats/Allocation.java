package io.usher.seats;

import io.usher.seats.Movement.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which seats are taken, freed and handed on, over pools that are all locked.
 * Nobody passes a queue, and nobody who holds a seat loses it to a move: he keeps it until the one he wants is free.
 * When it is done, no pool has both a free seat and somebody waiting.
 */
final class Allocation {

    private final Map<String, SeatPool> pools = new LinkedHashMap<>();
    private final Function<String, Optional<SeatClaim>> nextInQueue;
    private final Instant now;
    private final List<Movement> movements = new ArrayList<>();

    /** @param nextInQueue gives the first of a type's queue, locked, and the one behind him when asked again */
    Allocation(List<SeatPool> pools, Function<String, Optional<SeatClaim>> nextInQueue, Instant now) {
        pools.forEach(pool -> this.pools.put(pool.type(), pool));
        this.nextInQueue = nextInQueue;
        this.now = now;
    }

    /** @param wish null when the person is to have no seat */
    void settle(SeatClaim claim, @Nullable SeatWish wish) {
        if (claim.now().waits()) {
            leaveQueue(claim);
        }
        claim.want(wish);
        if (wish == null) {
            free(claim);
        } else if (!wish.type().equals(claim.now().held())) {
            SeatPool pool = pool(wish.type());
            if (pool.hasRoom() && pool.waiting() == 0) {
                assign(claim, pool);
            } else {
                pool.queue();
                claim.queue(now);
                move(Kind.QUEUED, pool, claim);
            }
        }
    }

    /** Hands free seats to those who wait; returns who got one. */
    List<SeatClaim> promote() {
        List<SeatClaim> promoted = new ArrayList<>();
        for (Optional<SeatPool> pool = poolToServe(); pool.isPresent(); pool = poolToServe()) {
            SeatClaim claim = nextInQueue
                    .apply(pool.get().type())
                    .orElseThrow(
                            () -> new IllegalStateException("A pool counts people in its queue who are not there"));
            leaveQueue(claim);
            assign(claim, pool.get());
            promoted.add(claim);
        }
        return promoted;
    }

    private Optional<SeatPool> poolToServe() {
        return pools.values().stream()
                .filter(pool -> pool.hasRoom() && pool.waiting() > 0)
                .min(Comparator.comparing(SeatPool::type));
    }

    private void assign(SeatClaim claim, SeatPool pool) {
        free(claim);
        pool.take();
        claim.hold(pool.type(), now);
        move(Kind.ASSIGNED, pool, claim);
    }

    private void free(SeatClaim claim) {
        String held = claim.now().held();
        if (held != null) {
            SeatPool pool = pool(held);
            pool.giveBack();
            claim.letGo();
            move(Kind.FREED, pool, claim);
        }
    }

    private void leaveQueue(SeatClaim claim) {
        SeatPool pool = pool(String.valueOf(claim.now().wanted()));
        pool.unqueue();
        claim.leaveQueue();
        move(Kind.LEFT_QUEUE, pool, claim);
    }

    void resize(String type, @Nullable Integer quantity) {
        SeatPool pool = pool(type);
        if (Objects.equals(pool.quantity(), quantity)) {
            return;
        }
        pool.resize(quantity);
        movements.add(new Movement(Kind.RESIZED, type, null, quantity, pool.used(), pool.waiting()));
    }

    private void move(Kind kind, SeatPool pool, SeatClaim claim) {
        movements.add(new Movement(kind, pool.type(), claim.user(), pool.quantity(), pool.used(), pool.waiting()));
    }

    private SeatPool pool(String type) {
        SeatPool pool = pools.get(type);
        if (pool == null) {
            throw SeatProblems.unknownType();
        }
        return pool;
    }

    List<Movement> movements() {
        return movements;
    }

    List<SeatPool> pools() {
        return List.copyOf(pools.values());
    }
}
