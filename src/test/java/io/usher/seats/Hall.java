package io.usher.seats;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's seats held in memory, changed by {@link Allocation} as the tables are: one change after the other. */
final class Hall {

    final Map<String, SeatPool> pools = new LinkedHashMap<>();
    final Map<UUID, SeatClaim.State> claims = new HashMap<>();
    private Instant now = Instant.EPOCH;

    Hall() {
        UUID tenant = new UUID(0, 0);
        SeatTypes.ALL.forEach(type -> pools.put(type, new SeatPool(new SeatPool.Key(tenant, type), 0, 0, 0)));
    }

    /** Returns who was promoted by it, in order. */
    List<UUID> settle(UUID user, @Nullable String type) {
        SeatClaim own = claim(user);
        Allocation allocation = allocation(user);
        allocation.settle(own, type == null ? null : new SeatWish(type, SeatWish.Source.REQUESTED));
        claims.put(user, own.now());
        return promote(allocation);
    }

    List<UUID> resize(String type, @Nullable Integer quantity) {
        Allocation allocation = allocation(null);
        allocation.resize(type, quantity);
        return promote(allocation);
    }

    private List<UUID> promote(Allocation allocation) {
        List<UUID> promoted = new ArrayList<>();
        for (SeatClaim claim : allocation.promote()) {
            claims.put(claim.user(), claim.now());
            promoted.add(claim.user());
        }
        return promoted;
    }

    private Allocation allocation(@Nullable UUID changed) {
        now = now.plusSeconds(1);
        Set<UUID> served = new HashSet<>();
        if (changed != null) {
            served.add(changed);
        }
        return new Allocation(List.copyOf(pools.values()), type -> next(type, served), now);
    }

    private Optional<SeatClaim> next(String type, Set<UUID> served) {
        Optional<UUID> first =
                queue(type).stream().filter(user -> !served.contains(user)).findFirst();
        first.ifPresent(served::add);
        return first.map(this::claim);
    }

    private SeatClaim claim(UUID user) {
        return new SeatClaim(user, claims.getOrDefault(user, SeatClaim.State.NONE), Instant.EPOCH, 0);
    }

    /** Who waits for a type, first come first. */
    List<UUID> queue(String type) {
        return claims.entrySet().stream()
                .filter(claim ->
                        claim.getValue().waits() && type.equals(claim.getValue().wanted()))
                .sorted(Comparator.comparing((Map.Entry<UUID, SeatClaim.State> claim) -> waitingSince(claim.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Instant waitingSince(SeatClaim.State state) {
        Instant since = state.waitingSince();
        return since == null ? Instant.MAX : since;
    }

    String status(UUID user) {
        return claim(user).now().status();
    }

    @Nullable
    String held(UUID user) {
        return claim(user).now().held();
    }
}
