package io.usher.seats;

import io.usher.platform.Time;
import io.usher.seats.SeatWish.Ruled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
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

    /**
     * What an administrator chooses for somebody.
     *
     * @param pinned null when the pin that he has stays, an empty text for none, else the type of another one
     */
    private record Choice(@Nullable String pinned, Consumer<SeatClaim> change) {

        static final Choice NONE = new Choice(null, claim -> {});
    }

    /** What is decided anew about people's seats, and for whom. */
    private record Decision(SeatClaim claim, @Nullable SeatWish wish) {}

    /**
     * Gives a person the seat he is to have, or frees it, and hands on what became free.
     *
     * @param settings the version that the change was opened with
     * @throws io.usher.platform.Problem {@code seatLimitReached} when he is refused one
     */
    public Settlement settle(UUID tenant, int settings, Settled person) {
        return settle(tenant, settings, List.of(person), Choice.NONE, true);
    }

    /** As {@link #settle(UUID, int, Settled)} for people whom a change of groups or settings concerns; refuses nobody. */
    public Settlement settleAll(UUID tenant, int settings, List<Settled> people) {
        return settle(tenant, settings, people, Choice.NONE, false);
    }

    /** As {@link #settle(UUID, int, Settled)}, with another pin from now on, or with none. */
    public Settlement pin(UUID tenant, int settings, Settled person, Optional<Pin> pin) {
        String pinned = pin.map(Pin::type).orElse("");
        return settle(
                tenant, settings, List.of(person), new Choice(pinned, claim -> claim.pin(pin.orElse(null))), true);
    }

    /** As {@link #settle(UUID, int, Settled)}, with another priority in queues from now on. */
    public Settlement prioritise(UUID tenant, int settings, Settled person, int priority) {
        return settle(tenant, settings, List.of(person), new Choice(null, claim -> claim.prioritise(priority)), true);
    }

    private Settlement settle(UUID tenant, int settings, List<Settled> people, Choice choice, boolean mayRefuse) {
        SeatLocks locks =
                session.doReturningWork(sql -> SeatLocks.take(sql, tenant, people, choice.pinned(), time.now()));
        if (locks.settingsVersion() != settings) {
            throw SeatProblems.settingsChanged();
        }
        Instant now = now(locks.pools());
        List<Decision> decisions = new ArrayList<>();
        for (Settled person : people) {
            SeatClaim claim = locks.claim(person.user(), now);
            choice.change().accept(claim);
            SeatWish wish = wish(person, claim, locks.ruled(person.user()), locks.defaultType(), now);
            decisions.add(new Decision(claim, wish));
        }
        List<SeatClaim> own = decisions.stream().map(Decision::claim).toList();
        if (locks.pools().isEmpty()) {
            // The types they are to have are those they were to have: nothing moves.
            decisions.forEach(decision -> decision.claim.want(decision.wish));
            return new Settlement(now, own, List.of(), List.of(), List.of(), List.of());
        }
        Lines lines = new Lines(session, tenant, own, locks.queues());
        Allocation allocation = new Allocation(locks.pools(), lines::first, now);
        decisions.forEach(decision -> allocation.decide(decision.claim, decision.wish, mayRefuse));
        List<SeatClaim> promoted = allocation.promote();
        return allocation.settlement(own, promoted);
    }

    /**
     * The seat that somebody is to have, or null.
     *
     * @param ruled what his groups say
     */
    static @Nullable SeatWish wish(Settled person, SeatClaim claim, Ruled ruled, String defaultType, Instant now) {
        if (!person.active()) {
            return null;
        }
        Pin pin = claim.pin();
        return SeatWish.of(pin != null && pin.holdsAt(now) ? pin.type() : null, person.asked(), ruled, defaultType);
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
        PoolTerms before = terms(pools, type);
        PoolTerms after = change.apply(before);
        Lines lines = new Lines(session, tenant, List.of(), List.of());
        Allocation allocation = new Allocation(pools, lines::first, now);
        allocation.agree(type, after);
        List<SeatClaim> promoted = allocation.promote();
        return new Agreed(before, after, allocation.settlement(List.of(), promoted));
    }

    /** @throws io.usher.platform.Problem when the type is not sold */
    static PoolTerms terms(List<SeatPool> pools, String type) {
        return pools.stream()
                .filter(pool -> pool.type().equals(type))
                .findFirst()
                .orElseThrow(() -> SeatProblems.unknownType(
                        pools.stream().map(SeatPool::type).toList()))
                .terms();
    }

    /** Hands on what a contract that has just come into force gives. */
    public Settlement promote(UUID tenant) {
        List<SeatPool> pools = lockPools(tenant);
        Instant now = now(pools);
        Lines lines = new Lines(session, tenant, List.of(), List.of());
        Allocation allocation = new Allocation(pools, lines::first, now);
        List<SeatClaim> promoted = allocation.promote();
        return allocation.settlement(List.of(), promoted);
    }

    /** A picture of the seats as they are, to try a change on; the transaction has to read one moment. */
    public SeatPreview preview(UUID tenant, String defaultType) {
        List<SeatPool> pools = pools(tenant, "");
        return new SeatPreview(session, tenant, pools, defaultType, now(pools));
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
        return pools(tenant, " FOR UPDATE");
    }

    private List<SeatPool> pools(UUID tenant, String lock) {
        List<SeatPool> pools = session.createNativeQuery(
                        "SELECT p.* FROM seat_pool p WHERE p.tenant_id = :tenant ORDER BY p.type" + lock,
                        SeatPool.class)
                .setParameter("tenant", tenant)
                .getResultList();
        pools.forEach(session::detach);
        return pools;
    }
}
