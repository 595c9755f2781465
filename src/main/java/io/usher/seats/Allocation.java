package io.usher.seats;

import io.usher.seats.Movement.Kind;
import io.usher.seats.SeatPool.Room;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which seats are taken, freed and handed on, over pools that are all locked.
 * Nobody passes a queue, and nobody who holds a seat loses it to a move: he keeps it until the one he wants is free.
 * When it is done, no pool has a free seat and somebody who waits for it or holds one beyond the quantity.
 */
final class Allocation {

    private final Map<String, SeatPool> pools = new LinkedHashMap<>();
    private final BiFunction<Line, String, Optional<SeatClaim>> first;
    private final Set<SeatClaim> own = new HashSet<>();
    private final Instant now;
    private final List<Movement> movements = new ArrayList<>();
    private final Map<String, Alertness> watches = new LinkedHashMap<>();

    /** @param first gives the first of a type's line as it is at that moment, locked */
    Allocation(List<SeatPool> pools, BiFunction<Line, String, Optional<SeatClaim>> first, Instant now) {
        for (SeatPool pool : pools) {
            this.pools.put(pool.type(), pool);
            watches.put(pool.type(), new Alertness(pool));
        }
        this.first = first;
        this.now = now;
    }

    /**
     * Before anything is moved: a refusal leaves all as it was. A rule refuses nobody: whom it moves waits, even for a pool
     * that refuses others, since he who put somebody into a group did not ask for a seat.
     *
     * @throws io.usher.platform.Problem {@code seatLimitReached} when the pool has no room and refuses
     */
    void requireAdmitted(SeatClaim claim, @Nullable SeatWish wish) {
        if (wish != null
                && wish.source() != SeatWish.Source.GROUP_RULE
                && !wish.type().equals(claim.now().held())) {
            SeatPool pool = pool(wish.type());
            if (!admits(pool) && pool.rejects()) {
                throw SeatProblems.limitReached(pool);
            }
        }
    }

    /**
     * Lets somebody have what he is to have. Who is to have the same type as before stays where he is; a seat that comes to
     * him now comes by his own change.
     *
     * @param wish null when he is to have no seat
     * @param mayRefuse a full pool that refuses others refuses him, in place of letting him wait
     */
    void decide(SeatClaim claim, @Nullable SeatWish wish, boolean mayRefuse) {
        own.add(claim);
        if (Objects.equals(wish == null ? null : wish.type(), claim.now().wanted())) {
            claim.want(wish);
            return;
        }
        if (mayRefuse) {
            requireAdmitted(claim, wish);
        }
        settle(claim, wish);
    }

    /** @param wish null when the person is to have no seat */
    void settle(SeatClaim claim, @Nullable SeatWish wish) {
        own.add(claim);
        if (claim.now().waits()) {
            leaveQueue(claim);
        }
        claim.want(wish);
        if (wish == null) {
            free(claim);
        } else if (!wish.type().equals(claim.now().held())) {
            SeatPool pool = pool(wish.type());
            if (admits(pool)) {
                assign(claim, pool);
            } else {
                atLimit(claim, pool);
            }
        }
    }

    private void atLimit(SeatClaim claim, SeatPool pool) {
        pool.queue();
        claim.queue(now);
        move(Kind.QUEUED, pool, claim);
        if (!claim.now().holds()) {
            meanwhile(pool).ifPresent(other -> assign(claim, other));
        }
    }

    /** The first pool along the fallbacks that has a seat for somebody who waits for one of this. */
    private Optional<SeatPool> meanwhile(SeatPool full) {
        SeatPool other = full;
        while (other.onLimit() instanceof LimitPolicy.Fallback fallback) {
            other = pool(fallback.type());
            if (admits(other)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /**
     * Hands free seats to those who hold one beyond the quantity, then to those who wait, then to those who hold none while
     * they wait for another; returns whom it moved, but for those whose change it is.
     */
    List<SeatClaim> promote() {
        List<SeatClaim> promoted = new ArrayList<>();
        for (Optional<SeatPool> pool = poolToServe(); pool.isPresent(); pool = poolToServe()) {
            promoted.add(pool.get().canConfirm(now) ? confirm(pool.get()) : promote(pool.get()));
        }
        pools.values().forEach(pool -> promoted.addAll(seatMeanwhile(pool)));
        promoted.removeIf(own::contains);
        return promoted;
    }

    private Optional<SeatPool> poolToServe() {
        return pools.values().stream()
                .filter(pool -> pool.canConfirm(now) || (pool.waiting() > 0 && pool.room(now) != Room.NONE))
                .min(Comparator.comparing(SeatPool::type));
    }

    private SeatClaim confirm(SeatPool pool) {
        SeatClaim claim = first(Line.GRACE, pool);
        pool.confirm();
        claim.confirm();
        move(Kind.CONFIRMED, pool, claim);
        return claim;
    }

    private SeatClaim promote(SeatPool pool) {
        SeatClaim claim = first(Line.QUEUE, pool);
        leaveQueue(claim);
        assign(claim, pool);
        return claim;
    }

    private SeatClaim first(Line line, SeatPool pool) {
        return first.apply(line, pool.type())
                .orElseThrow(() -> new IllegalStateException("A pool counts people who are not there"));
    }

    private List<SeatClaim> seatMeanwhile(SeatPool full) {
        List<SeatClaim> seated = new ArrayList<>();
        for (Optional<SeatPool> other = meanwhile(full);
                full.waiting() > 0 && other.isPresent();
                other = meanwhile(full)) {
            Optional<SeatClaim> claim = first.apply(Line.UNSEATED, full.type());
            if (claim.isEmpty()) {
                break;
            }
            assign(claim.get(), other.get());
            seated.add(claim.get());
        }
        return seated;
    }

    private boolean admits(SeatPool pool) {
        return pool.waiting() == 0 && pool.room(now) != Room.NONE;
    }

    private void assign(SeatClaim claim, SeatPool pool) {
        free(claim);
        boolean beyond = pool.room(now) == Room.BEYOND;
        if (beyond) {
            pool.takeBeyond(now);
        } else {
            pool.take();
        }
        claim.hold(pool.type(), now, beyond);
        move(beyond ? Kind.GRANTED : Kind.ASSIGNED, pool, claim);
    }

    private void free(SeatClaim claim) {
        String held = claim.now().held();
        if (held != null) {
            SeatPool pool = pool(held);
            if (claim.now().beyond()) {
                pool.giveBackBeyond();
            } else {
                pool.giveBack();
            }
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

    /** Changes a contract; a quantity that changes is a movement of its own. */
    void agree(String type, PoolTerms terms) {
        SeatPool pool = pool(type);
        boolean resized = !Objects.equals(pool.quantity(), terms.quantity());
        requireNoCircle(pool, terms);
        pool.agree(terms);
        if (resized) {
            movements.add(new Movement(
                    Kind.RESIZED, type, null, null, null, pool.quantity(), pool.used(), pool.over(), pool.waiting()));
        }
    }

    private void requireNoCircle(SeatPool changed, PoolTerms wanted) {
        LimitPolicy policy = wanted.onLimit();
        while (policy instanceof LimitPolicy.Fallback fallback) {
            if (fallback.type().equals(changed.type())) {
                throw SeatProblems.circle(changed.type());
            }
            policy = pool(fallback.type()).onLimit();
        }
    }

    private void move(Kind kind, SeatPool pool, SeatClaim claim) {
        movements.add(new Movement(
                kind,
                pool.type(),
                claim.user(),
                claim.now().source(),
                claim.now().group(),
                pool.quantity(),
                pool.used(),
                pool.over(),
                pool.waiting()));
    }

    private SeatPool pool(String type) {
        SeatPool pool = pools.get(type);
        if (pool == null) {
            throw SeatProblems.unknownType(pools.keySet());
        }
        return pool;
    }

    /** What it did, with these people's claims; asked once, at its end. */
    Settlement settlement(List<SeatClaim> own, List<SeatClaim> promoted) {
        List<PoolAlert> alerts = new ArrayList<>();
        watches.forEach((type, watch) -> alerts.addAll(watch.after(pool(type))));
        return new Settlement(now, own, promoted, movements, List.copyOf(pools.values()), alerts);
    }
}
