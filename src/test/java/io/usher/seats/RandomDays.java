package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.platform.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People come, go and change their minds and contracts change, at random; after each step the rules of the house hold. */
final class RandomDays {

    private static final int PEOPLE = 25;

    private final Random random;
    private final long seed;
    private final Hall hall = new Hall();
    /** Kept apart from the hall: who stands in which line, as one who only watches would write it down. */
    private final Map<String, List<UUID>> lines = new LinkedHashMap<>();

    RandomDays(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        Hall.TYPES.forEach(type -> lines.put(type, new ArrayList<>()));
    }

    void live(int steps) {
        for (int step = 0; step < steps; step++) {
            Map<UUID, SeatClaim.State> before = new HashMap<>(hall.claims);
            Map<String, Integer> usedBefore = new HashMap<>();
            hall.pools.forEach((type, pool) -> usedBefore.put(type, pool.used()));
            UUID changed = null;
            switch (random.nextInt(20)) {
                case 0 -> resize();
                case 1 -> changePolicy();
                case 2 -> hall.wait(Duration.ofDays(random.nextInt(10)));
                default -> changed = settle();
            }
            String when = "seed " + seed + ", step " + step;
            holds(before, changed, when);
            neverMoreThanSold(usedBefore, when);
        }
    }

    private void resize() {
        Integer quantity = random.nextInt(20) == 0 ? null : random.nextInt(PEOPLE / 2);
        leaveLines(hall.resize(type(), quantity), null);
    }

    private void changePolicy() {
        LimitPolicy policy = switch (random.nextInt(4)) {
            case 0 -> new LimitPolicy.Fallback(type());
            case 1 -> new LimitPolicy.Overage(1 + random.nextInt(4), 1 + random.nextInt(20), random.nextBoolean());
            case 2 -> new LimitPolicy.Reject();
            default -> new LimitPolicy.Waitlist();
        };
        try {
            leaveLines(hall.onLimit(type(), policy), null);
        } catch (Problem circle) {
            assertThat(circle.code()).isEqualTo("invalidFallback");
        }
    }

    private UUID settle() {
        UUID user = new UUID(0, random.nextInt(PEOPLE));
        String wish = random.nextInt(4) == 0 ? null : type();
        SeatClaim.State before = hall.claims.getOrDefault(user, SeatClaim.State.NONE);
        // As the caller does: who is to have what he was to have does not come before the allocator.
        if (!Objects.equals(before.wanted(), wish)) {
            try {
                leaveLines(hall.settle(user, wish), user);
            } catch (Problem refused) {
                assertThat(refused.code()).isEqualTo("seatLimitReached");
                return user;
            }
            if (hall.claims.getOrDefault(user, SeatClaim.State.NONE).waits()) {
                lines.getOrDefault(String.valueOf(wish), List.of()).add(user);
            }
        }
        return user;
    }

    private void leaveLines(List<UUID> promoted, @Nullable UUID changed) {
        for (UUID user : promoted) {
            // Who got another seat meanwhile stays in his line; who holds one beyond the quantity was in none.
            List<UUID> line = lines.values().stream()
                    .filter(each -> each.contains(user))
                    .findFirst()
                    .orElse(List.of());
            if (line.isEmpty()
                    || hall.claims.getOrDefault(user, SeatClaim.State.NONE).waits()) {
                continue;
            }
            List<UUID> ahead = new ArrayList<>(line.subList(0, line.indexOf(user)));
            ahead.remove(changed);
            assertThat(ahead).as("people whom %s passed", user).isEmpty();
            line.remove(user);
        }
        lines.values().forEach(line -> line.remove(changed));
    }

    private String type() {
        return Hall.TYPES.get(random.nextInt(Hall.TYPES.size()));
    }

    private void holds(Map<UUID, SeatClaim.State> before, @Nullable UUID changed, String when) {
        for (SeatPool pool : hall.pools.values()) {
            long holders = hall.claims.values().stream()
                    .filter(claim -> pool.type().equals(claim.held()))
                    .count();
            assertThat((long) pool.used())
                    .as("%s: used of %s", when, pool.type())
                    .isEqualTo(holders);
            assertThat(hall.queue(pool.type()))
                    .as("%s: the line for %s", when, pool.type())
                    .isEqualTo(lines.get(pool.type()))
                    .hasSize(pool.waiting());
            assertThat(pool.over())
                    .as("%s: beyond %s", when, pool.type())
                    .isEqualTo(hall.line(Line.GRACE, pool.type()).size());
            assertThat(pool.canConfirm(hall.now()))
                    .as("%s: a free seat and one beyond the quantity of %s", when, pool.type())
                    .isFalse();
            assertThat(pool.terms().onLimit() instanceof LimitPolicy.Fallback fallback
                            && hall.pool(fallback.type()).waiting() == 0
                            && hall.pool(fallback.type()).room(hall.now()) != SeatPool.Room.NONE
                            && !hall.line(Line.UNSEATED, pool.type()).isEmpty())
                    .as("%s: somebody without a seat while one of the fallback of %s is free", when, pool.type())
                    .isFalse();
            assertThat(pool.room(hall.now()) != SeatPool.Room.NONE && pool.waiting() > 0)
                    .as("%s: room and a line for %s", when, pool.type())
                    .isFalse();
        }
        before.forEach((user, was) -> {
            SeatClaim.State is = hall.claims.getOrDefault(user, SeatClaim.State.NONE);
            if (was.holds() && is.wanted() != null) {
                assertThat(is.holds()).as("%s: %s still has a seat", when, user).isTrue();
            }
            if (was.holds() && !user.equals(changed)) {
                assertThat(is.held())
                        .as("%s: the seat of %s is his old one or the one he waited for", when, user)
                        .isIn(was.held(), was.waits() ? was.wanted() : was.held());
            }
        });
    }

    private void neverMoreThanSold(Map<String, Integer> before, String when) {
        hall.pools.forEach((type, pool) -> {
            PoolTerms terms = pool.terms();
            int beyond = terms.onLimit() instanceof LimitPolicy.Overage overage ? overage.seats() : 0;
            if (terms.quantity() != null && pool.used() > before.getOrDefault(type, 0)) {
                assertThat(pool.used())
                        .as("%s: %s sold beyond what was agreed", when, type)
                        .isLessThanOrEqualTo(terms.quantity() + beyond);
            }
        });
    }
}
