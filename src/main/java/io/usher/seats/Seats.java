package io.usher.seats;

import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The one allocator: every door's change of a person passes {@link #settle}.
 * It locks in one order (all pools of the tenant by type, then claims; the caller already holds the users row), decides with
 * {@link Allocation}, and leaves the writing to {@link SeatWrites}.
 */
@ApplicationScoped
public class Seats {

    private final Session session;
    private final Time time;

    Seats(Session session, Time time) {
        this.session = session;
        this.time = time;
    }

    /**
     * Somebody whose users row is locked.
     *
     * @param active who is not, is to have no seat
     */
    public record Settled(UUID user, boolean active, Asked asked) {}

    /** Another choice of the administrator, or none any more. */
    private record NewPin(@Nullable Pin pin) {

        String type() {
            return pin == null ? "" : pin.type();
        }
    }

    /** What is decided anew about people's seats, and for whom. */
    private record Decision(SeatClaim claim, @Nullable SeatWish wish) {

        boolean moves() {
            return !Objects.equals(
                    wish == null ? null : wish.type(), claim.now().wanted());
        }
    }

    /**
     * Gives a person the seat he is to have, or frees it, and hands on what became free.
     *
     * @param settings the version that the change was opened with
     * @throws io.usher.platform.Problem {@code seatLimitReached} when he is refused one
     */
    public Settlement settle(UUID tenant, int settings, Settled person) {
        return settle(tenant, settings, List.of(person), null, true);
    }

    /** As {@link #settle(UUID, int, Settled)} for people whom a change of groups or settings concerns; refuses nobody. */
    public Settlement settleAll(UUID tenant, int settings, List<Settled> people) {
        return settle(tenant, settings, people, null, false);
    }

    /** As {@link #settle(UUID, int, Settled)}, with another pin from now on, or with none. */
    public Settlement pin(UUID tenant, int settings, Settled person, Optional<Pin> pin) {
        return settle(tenant, settings, List.of(person), new NewPin(pin.orElse(null)), true);
    }

    private Settlement settle(
            UUID tenant, int settings, List<Settled> people, @Nullable NewPin pin, boolean mayRefuse) {
        SeatLocks locks = session.doReturningWork(
                sql -> SeatLocks.take(sql, tenant, people, pin == null ? null : pin.type(), time.now()));
        if (locks.settingsVersion() != settings) {
            throw SeatProblems.settingsChanged();
        }
        Instant now = now(locks.pools());
        List<Decision> decisions = new ArrayList<>();
        for (Settled person : people) {
            SeatClaim claim = locks.claim(person.user(), now);
            if (pin != null) {
                claim.pin(pin.pin);
            }
            decisions.add(new Decision(claim, wish(person, claim, locks, now)));
        }
        List<SeatClaim> own = decisions.stream().map(Decision::claim).toList();
        if (locks.pools().isEmpty()) {
            // The types they are to have are those they were to have: nothing moves.
            decisions.forEach(decision -> decision.claim.want(decision.wish));
            return new Settlement(now, own, List.of(), List.of(), List.of(), List.of());
        }
        List<SeatClaim> claims = new ArrayList<>(locks.queues());
        claims.addAll(own);
        Lines lines = new Lines(session, tenant, claims);
        Allocation allocation = new Allocation(locks.pools(), lines::first, now);
        for (Decision decision : decisions) {
            if (!decision.moves()) {
                allocation.keep(decision.claim, decision.wish);
                continue;
            }
            if (mayRefuse) {
                allocation.requireAdmitted(decision.claim, decision.wish);
            }
            allocation.settle(decision.claim, decision.wish);
        }
        List<SeatClaim> promoted = allocation.promote();
        return allocation.settlement(own, promoted);
    }

    private static @Nullable SeatWish wish(Settled person, SeatClaim claim, SeatLocks locks, Instant now) {
        if (!person.active()) {
            return null;
        }
        Pin pin = claim.pin();
        return SeatWish.of(
                pin != null && pin.holdsAt(now) ? pin.type() : null,
                person.asked(),
                locks.ruled(person.user()),
                locks.defaultType());
    }

    /**
     * What a changed contract did.
     *
     * @param before the terms as they were
     */
    public record Agreed(PoolTerms before, PoolTerms after, Settlement settlement) {}

    /**
     * Changes the terms of a pool; who waited and now fits gets a seat, nobody loses one.
     *
     * @param change from the terms as they are, with the pools locked
     */
    public Agreed agree(UUID tenant, String type, UnaryOperator<PoolTerms> change) {
        List<SeatPool> pools = lockPools(tenant);
        Instant now = now(pools);
        PoolTerms before = pools.stream()
                .filter(pool -> pool.type().equals(type))
                .findFirst()
                .orElseThrow(() -> SeatProblems.unknownType(
                        pools.stream().map(SeatPool::type).toList()))
                .terms();
        PoolTerms after = change.apply(before);
        Lines lines = new Lines(session, tenant, List.of());
        Allocation allocation = new Allocation(pools, lines::first, now);
        allocation.agree(type, after);
        List<SeatClaim> promoted = allocation.promote();
        return new Agreed(before, after, allocation.settlement(List.of(), promoted));
    }

    /** Hands on what a contract that has just come into force gives. */
    public Settlement promote(UUID tenant) {
        List<SeatPool> pools = lockPools(tenant);
        Instant now = now(pools);
        Lines lines = new Lines(session, tenant, List.of());
        Allocation allocation = new Allocation(pools, lines::first, now);
        List<SeatClaim> promoted = allocation.promote();
        return allocation.settlement(List.of(), promoted);
    }

    /**
     * Only with the pools locked: the order of a queue is the order in which its people came to be locked. Nothing happens
     * before what has happened, even when the clock of another program was ahead of this one's.
     */
    private Instant now(List<SeatPool> pools) {
        return pools.stream()
                .map(SeatPool::movedAt)
                .filter(Objects::nonNull)
                .reduce(time.now(), (latest, moved) -> moved.isAfter(latest) ? moved : latest);
    }

    /** Locks all pools, for a change that is about to lock claims and may move seats. */
    public void lock(UUID tenant) {
        lockPools(tenant);
    }

    private List<SeatPool> lockPools(UUID tenant) {
        List<SeatPool> pools = session.createNativeQuery(
                        "SELECT p.* FROM seat_pool p WHERE p.tenant_id = :tenant ORDER BY p.type FOR UPDATE",
                        SeatPool.class)
                .setParameter("tenant", tenant)
                .getResultList();
        pools.forEach(session::detach);
        return pools;
    }
}
