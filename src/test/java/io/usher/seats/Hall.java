package io.usher.seats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A tenant's seats held in memory, changed by {@link Allocation} as the tables are: one change after the other. */
final class Hall {

    static final List<String> TYPES = List.of("full", "partner", "learning");

    final Map<String, SeatPool> pools = new LinkedHashMap<>();
    final Map<UUID, SeatClaim.State> claims = new HashMap<>();
    private Instant now = Instant.EPOCH;

    Hall() {
        UUID tenant = new UUID(0, 0);
        TYPES.forEach(type -> pools.put(type, new SeatPool(new SeatPool.Key(tenant, type), TYPES.indexOf(type))));
    }

    /** Returns who was promoted by it, in order. */
    List<UUID> settle(UUID user, @Nullable String type) {
        SeatClaim own = claim(user);
        Allocation allocation = allocation(own);
        SeatWish wish = type == null ? null : new SeatWish(type, SeatWish.Source.REQUESTED, null, false);
        allocation.requireAdmitted(own, wish);
        allocation.settle(own, wish);
        List<UUID> promoted = promote(allocation);
        claims.put(user, own.now());
        return promoted;
    }

    List<UUID> resize(String type, @Nullable Integer quantity) {
        return agree(type, terms -> terms.withQuantity(quantity));
    }

    List<UUID> onLimit(String type, LimitPolicy policy) {
        return agree(type, terms -> new PoolTerms(terms.quantity(), policy, terms.price(), terms.validity()));
    }

    private List<UUID> agree(String type, UnaryOperator<PoolTerms> change) {
        Allocation allocation = allocation(null);
        allocation.agree(type, change.apply(pool(type).terms()));
        return promote(allocation);
    }

    SeatPool pool(String type) {
        return Objects.requireNonNull(pools.get(type));
    }

    void wait(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    private List<UUID> promote(Allocation allocation) {
        List<UUID> promoted = new ArrayList<>();
        for (SeatClaim claim : allocation.promote()) {
            claims.put(claim.user(), claim.now());
            promoted.add(claim.user());
        }
        return promoted;
    }

    private Allocation allocation(@Nullable SeatClaim own) {
        now = now.plusSeconds(1);
        Map<UUID, SeatClaim> known = new HashMap<>();
        claims.keySet().forEach(user -> known.put(user, claim(user)));
        if (own != null) {
            known.put(own.user(), own);
        }
        return new Allocation(List.copyOf(pools.values()), (line, type) -> first(known.values(), line, type), now);
    }

    private static Optional<SeatClaim> first(Collection<SeatClaim> people, Line line, String type) {
        return people.stream().filter(claim -> line.holds(claim.now(), type)).min(Comparator.comparing(line::place));
    }

    private SeatClaim claim(UUID user) {
        return new SeatClaim(
                user, claims.getOrDefault(user, SeatClaim.State.NONE), null, SeatClaim.PRIORITY, Instant.EPOCH, 0);
    }

    /** Who waits for a type, first come first. */
    List<UUID> queue(String type) {
        return line(Line.QUEUE, type);
    }

    List<UUID> line(Line line, String type) {
        return claims.keySet().stream()
                .map(this::claim)
                .filter(claim -> line.holds(claim.now(), type))
                .sorted(Comparator.comparing(line::place))
                .map(SeatClaim::user)
                .toList();
    }

    String status(UUID user) {
        return claim(user).now().status();
    }

    @Nullable
    String held(UUID user) {
        return claim(user).now().held();
    }
}
