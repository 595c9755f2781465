package io.usher.seats;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Time;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The one allocator: every door's change of a person passes {@link #settle}.
 * It locks in one order (all pools of the tenant by type, then claims; the caller already holds the users row), decides with
 * {@link Allocation}, and leaves what is to be written to the change's one statement.
 */
@ApplicationScoped
public class Seats {

    private static final Write CLAIMS = new Write("write_claims", """
            INSERT INTO seat_claim AS c (tenant_id, user_id, wanted_type, source, held_type, assigned_at, waiting_since,
                                         grace_since, sign_in_since, state_version)
            SELECT tenant_id, user_id, wanted_type, source, held_type, assigned_at, waiting_since, grace_since,
                   sign_in_since, state_version
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, user_id uuid, wanted_type text, source text,
                held_type text, assigned_at timestamptz, waiting_since timestamptz, grace_since timestamptz,
                sign_in_since timestamptz, state_version bigint)
            ON CONFLICT (tenant_id, user_id) DO UPDATE SET
                wanted_type = excluded.wanted_type, source = excluded.source, held_type = excluded.held_type,
                assigned_at = excluded.assigned_at, waiting_since = excluded.waiting_since,
                grace_since = excluded.grace_since, sign_in_since = excluded.sign_in_since,
                state_version = excluded.state_version""");

    /** An upsert finds each row by its key, and no plan made for small tables compares a thousand rows with all claims. */
    private static final Write COUNT = new Write("count_claims", """
            INSERT INTO seat_claim (tenant_id, user_id, sign_in_since, state_version)
            SELECT tenant_id, user_id, now(), state_version
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, user_id uuid, state_version bigint)
            ON CONFLICT (tenant_id, user_id) DO UPDATE SET state_version = excluded.state_version""");

    private static final Write POOLS = new Write("write_pools", """
            UPDATE seat_pool p SET quantity = r.quantity, used = r.used, waiting = r.waiting, over = r.over,
                over_since = r.over_since, on_limit = r.on_limit, fallback_type = r.fallback_type,
                overage_seats = r.overage_seats, overage_days = r.overage_days, overage_rejects = r.overage_rejects,
                price_amount = r.price_amount, price_currency = r.price_currency
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, type text, quantity integer, used integer,
                waiting integer, over integer, over_since timestamptz, on_limit text, fallback_type text,
                overage_seats integer, overage_days integer, overage_rejects boolean, price_amount bigint,
                price_currency text)
            WHERE p.tenant_id = r.tenant_id AND p.type = r.type""");

    private static final Write LEDGER = new Write("write_ledger", """
            INSERT INTO seat_ledger (tenant_id, at, type, movement, user_id, cause, record_id, quantity, used_after,
                                     waiting_after)
            SELECT tenant_id, at, type, movement, user_id, cause, record_id, quantity, used_after, waiting_after
            FROM jsonb_to_recordset(:rows) AS r(n integer, tenant_id uuid, at timestamptz, type text, movement text,
                user_id uuid, cause text, record_id uuid, quantity integer, used_after integer, waiting_after integer)
            ORDER BY n""");

    private final Session session;
    private final Writes writes;
    private final Time time;

    Seats(Session session, Writes writes, Time time) {
        this.session = session;
        this.writes = writes;
        this.time = time;
    }

    /** What {@code lock_seats_of} answered. */
    private record Locked(List<SeatPool> pools, @Nullable SeatClaim own, List<SeatClaim> queues) {}

    /**
     * Gives a person the seat he is to have, or frees it, and hands on what became free.
     *
     * @param wish null when he is to have none
     */
    public Settlement settle(UUID tenant, UUID user, @Nullable SeatWish wish) {
        Locked locked = session.doReturningWork(sql -> lock(sql, tenant, user, wish == null ? null : wish.type()));
        // Only now, with the pools locked: the order of a queue is the order in which its people came to be locked.
        Instant now = time.now();
        SeatClaim own = locked.own == null ? SeatClaim.first(user, now) : locked.own;
        if (locked.pools.isEmpty()) {
            // The type he is to have is the one he was to have: nothing moves.
            own.want(wish);
            return new Settlement(now, own, List.of(), List.of(), List.of());
        }
        List<SeatClaim> claims = new ArrayList<>(locked.queues);
        claims.add(own);
        Lines lines = new Lines(session, tenant, claims);
        Allocation allocation = new Allocation(locked.pools, lines::first, now);
        allocation.settle(own, wish);
        List<SeatClaim> promoted = allocation.promote();
        return new Settlement(now, own, promoted, allocation.movements(), allocation.pools());
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
        List<SeatPool> pools = session.createNativeQuery(
                        "SELECT p.* FROM seat_pool p WHERE p.tenant_id = :tenant ORDER BY p.type FOR UPDATE",
                        SeatPool.class)
                .setParameter("tenant", tenant)
                .getResultList();
        pools.forEach(session::detach);
        Instant now = time.now();
        PoolTerms before = pools.stream()
                .filter(pool -> pool.type().equals(type))
                .findFirst()
                .orElseThrow(SeatProblems::unknownType)
                .terms();
        PoolTerms after = change.apply(before);
        Lines lines = new Lines(session, tenant, List.of());
        Allocation allocation = new Allocation(pools, lines::first, now);
        allocation.agree(type, after);
        List<SeatClaim> promoted = allocation.promote();
        return new Agreed(
                before, after, new Settlement(now, null, promoted, allocation.movements(), allocation.pools()));
    }

    /** Adds claims, pools and ledger to what the change writes. */
    public void write(UUID tenant, Settlement settlement, String cause, UUID record) {
        if (settlement.own() != null) {
            write(tenant, settlement.own());
        }
        Set<UUID> written = new HashSet<>();
        for (SeatClaim claim : settlement.promoted()) {
            if (written.add(claim.user())) {
                write(tenant, claim);
            }
        }
        settlement.pools().forEach(pool -> write(tenant, pool));
        int n = 0;
        for (Movement movement : settlement.movements()) {
            writes.row(LEDGER)
                    .put("n", n++)
                    .put("tenant_id", tenant.toString())
                    .put("at", settlement.at().toString())
                    .put("type", movement.type())
                    .put("movement", movement.kind().word())
                    .put("user_id", Objects.toString(movement.user(), null))
                    .put("cause", cause)
                    .put("record_id", record.toString())
                    .put("quantity", movement.quantity())
                    .put("used_after", movement.usedAfter())
                    .put("waiting_after", movement.waitingAfter());
        }
    }

    /** A change that moves no seat still counts in the order of the person's changes; his claim is locked. */
    public void writeStateVersion(UUID tenant, UUID user, long stateVersion) {
        writes.row(COUNT)
                .put("tenant_id", tenant.toString())
                .put("user_id", user.toString())
                .put("state_version", stateVersion);
    }

    private void write(UUID tenant, SeatPool pool) {
        PoolTerms terms = pool.terms();
        ObjectNode row = writes.row(POOLS);
        row.put("tenant_id", tenant.toString())
                .put("type", pool.type())
                .put("quantity", terms.quantity())
                .put("used", pool.used())
                .put("waiting", pool.waiting())
                .put("over", pool.over())
                .put("over_since", Objects.toString(pool.overSince(), null))
                .put("on_limit", terms.onLimit().word());
        if (terms.onLimit() instanceof LimitPolicy.Fallback fallback) {
            row.put("fallback_type", fallback.type());
        }
        if (terms.onLimit() instanceof LimitPolicy.Overage overage) {
            row.put("overage_seats", overage.seats())
                    .put("overage_days", overage.days())
                    .put("overage_rejects", overage.thenRejects());
        }
        if (terms.price() != null) {
            row.put("price_amount", terms.price().amount())
                    .put("price_currency", terms.price().currency());
        }
    }

    private void write(UUID tenant, SeatClaim claim) {
        SeatClaim.State state = claim.now();
        ObjectNode row = writes.row(CLAIMS);
        row.put("tenant_id", tenant.toString())
                .put("user_id", claim.user().toString())
                .put("wanted_type", state.wanted())
                .put("source", state.source())
                .put("held_type", state.held())
                .put("assigned_at", Objects.toString(state.assignedAt(), null))
                .put("waiting_since", Objects.toString(state.waitingSince(), null))
                .put("grace_since", Objects.toString(state.graceSince(), null))
                .put("sign_in_since", claim.signInSince().toString())
                .put("state_version", claim.stateVersion());
    }

    private static Locked lock(Connection connection, UUID tenant, UUID user, @Nullable String wanted)
            throws SQLException {
        List<SeatPool> pools = new ArrayList<>();
        List<SeatClaim> queues = new ArrayList<>();
        SeatClaim own = null;
        try (PreparedStatement sql =
                connection.prepareStatement("SELECT l.kind, (l.pool).*, (l.claim).* FROM lock_seats_of(?, ?, ?) l")) {
            sql.setObject(1, tenant);
            sql.setObject(2, user);
            sql.setString(3, wanted);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    switch (row.getString("kind")) {
                        case "pool" -> pools.add(SeatPool.read(tenant, row));
                        case "own" -> own = SeatClaim.read(row);
                        default -> queues.add(SeatClaim.read(row));
                    }
                }
            }
        }
        return new Locked(pools, own, queues);
    }
}
