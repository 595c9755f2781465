package io.usher.seats;

import io.usher.seats.SeatWish.Ruled;
import io.usher.seats.Seats.Settled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * What a change would do to seats: the same rule, over a picture of a tenant's seats in memory. It locks nothing, so nobody
 * waits for it, and writes nothing. The transaction has to read one moment, or the picture contradicts itself.
 */
public final class SeatPreview {

    private final Session session;
    private final UUID tenant;
    private final String defaultType;
    private final Instant now;
    private final List<SeatPool> pools;
    private final Map<String, Figures> figuresBefore = new HashMap<>();
    private final PicturedLines lines = new PicturedLines();
    private final Map<UUID, SeatClaim> claims = new HashMap<>();

    /**
     * @param pools not managed by the session
     * @param defaultType what people get who ask for nothing
     */
    SeatPreview(Session session, UUID tenant, List<SeatPool> pools, String defaultType, Instant now) {
        this.session = session;
        this.tenant = tenant;
        this.pools = pools;
        this.defaultType = defaultType;
        this.now = now;
        pools.forEach(pool -> figuresBefore.put(pool.type(), Figures.of(pool)));
        session.doWork(this::readLines);
    }

    /**
     * A pool at one moment.
     *
     * @param quantity null for unlimited
     * @param used those beyond the quantity included
     * @param over how many are beyond it
     */
    public record Figures(@Nullable Integer quantity, int used, int over, int waitlisted) {

        private static Figures of(SeatPool pool) {
            return new Figures(pool.quantity(), pool.used(), pool.over(), pool.waiting());
        }
    }

    /** A pool before the change and after it. */
    public record PoolDifference(String type, Figures before, Figures after) {}

    /** Another contract. */
    public void agree(String type, UnaryOperator<PoolTerms> change) {
        Allocation allocation = new Allocation(pools, lines::first, now);
        allocation.agree(type, change.apply(Seats.terms(pools, type)));
        lines.add(allocation.promote());
    }

    /**
     * Decides anew about people, as {@link Seats#settleAll} does; refuses nobody.
     *
     * @param people in the order in which they are settled
     * @param batch so many of them at a time
     */
    public void settleAll(List<Settled> people, int batch) {
        Map<UUID, Ruled> ruled = session.doReturningWork(connection -> readClaims(connection, people));
        for (int from = 0; from < people.size(); from += batch) {
            settle(people.subList(from, Math.min(from + batch, people.size())), ruled);
        }
    }

    private void settle(List<Settled> people, Map<UUID, Ruled> ruled) {
        Allocation allocation = new Allocation(pools, lines::first, now);
        List<SeatClaim> own = new ArrayList<>();
        for (Settled person : people) {
            SeatClaim claim = claims.computeIfAbsent(person.user(), user -> SeatClaim.first(user, now));
            Ruled says = Objects.requireNonNullElse(ruled.get(person.user()), Ruled.NOTHING);
            allocation.decide(claim, Seats.wish(person, claim, says, defaultType, now), false);
            own.add(claim);
        }
        lines.add(own);
        lines.add(allocation.promote());
    }

    /** Everybody with another seat, place in a line or role than before: first who waits, as he does, then by id. */
    public List<SeatClaim> moved() {
        return claims.values().stream()
                .filter(SeatClaim::moved)
                .sorted(Comparator.comparing(
                                (SeatClaim claim) -> claim.now().waits() ? Line.QUEUE.place(claim) : null,
                                Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(claim -> claim.user().toString()))
                .toList();
    }

    public List<PoolDifference> pools() {
        return pools.stream()
                .map(pool -> new PoolDifference(
                        pool.type(), Objects.requireNonNull(figuresBefore.get(pool.type())), Figures.of(pool)))
                .toList();
    }

    private void readLines(Connection connection) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("""
                SELECT c.* FROM seat_claim c WHERE c.tenant_id = ? AND c.wanted_type IS NOT NULL AND c.waiting_since IS NOT NULL
                UNION
                SELECT c.* FROM seat_claim c WHERE c.tenant_id = ? AND c.held_type IS NOT NULL AND c.grace_since IS NOT NULL""")) {
            sql.setObject(1, tenant);
            sql.setObject(2, tenant);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    SeatClaim claim = SeatClaim.read(row);
                    claims.put(claim.user(), claim);
                }
            }
        }
        lines.add(claims.values());
    }

    /** Who stands in a line is known already, perhaps moved by what came before. */
    private Map<UUID, Ruled> readClaims(Connection connection, List<Settled> people) throws SQLException {
        Map<UUID, Ruled> ruled = new HashMap<>();
        try (PreparedStatement sql = connection.prepareStatement("""
                SELECT c.*, r.gives AS rule_type, r.in_group AS ruling_group, r.makes_admin AS rule_admin
                FROM unnest(?) AS named (id)
                JOIN seat_claim c ON c.tenant_id = ? AND c.user_id = named.id
                CROSS JOIN LATERAL rule_of(c.tenant_id, c.user_id) r""")) {
            sql.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", people.stream().map(Settled::user).toArray()));
            sql.setObject(2, tenant);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    SeatClaim claim = SeatClaim.read(row);
                    claims.putIfAbsent(claim.user(), claim);
                    ruled.put(claim.user(), Ruled.read(row));
                }
            }
        }
        return ruled;
    }
}
