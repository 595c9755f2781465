package io.usher.seats;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Sql;
import io.usher.platform.Time;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
                                         sign_in_since, state_version)
            SELECT tenant_id, user_id, wanted_type, source, held_type, assigned_at, waiting_since,
                   sign_in_since, state_version
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, user_id uuid, wanted_type text, source text,
                held_type text, assigned_at timestamptz, waiting_since timestamptz, sign_in_since timestamptz,
                state_version bigint)
            ON CONFLICT (tenant_id, user_id) DO UPDATE SET
                wanted_type = excluded.wanted_type, source = excluded.source, held_type = excluded.held_type,
                assigned_at = excluded.assigned_at, waiting_since = excluded.waiting_since,
                sign_in_since = excluded.sign_in_since, state_version = excluded.state_version""");

    /** An upsert finds each row by its key, and no plan made for small tables compares a thousand rows with all claims. */
    private static final Write COUNT = new Write("count_claims", """
            INSERT INTO seat_claim (tenant_id, user_id, sign_in_since, state_version)
            SELECT tenant_id, user_id, now(), state_version
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, user_id uuid, state_version bigint)
            ON CONFLICT (tenant_id, user_id) DO UPDATE SET state_version = excluded.state_version""");

    private static final Write POOLS = new Write("write_pools", """
            UPDATE seat_pool p SET quantity = r.quantity, used = r.used, waiting = r.waiting
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, type text, quantity integer, used integer, waiting integer)
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

    /** What {@code lock_seats} answered. */
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
        Queue queue = new Queue(tenant, user, locked.queues);
        Allocation allocation = new Allocation(locked.pools, queue::next, now);
        allocation.settle(own, wish);
        List<SeatClaim> promoted = allocation.promote();
        return new Settlement(now, own, promoted, allocation.movements(), allocation.pools());
    }

    /**
     * What a resizing did.
     *
     * @param before the quantity as it was, null for unlimited
     */
    public record Resized(@Nullable Integer before, Settlement settlement) {}

    /** Changes how many seats of a type there are; who waited and now fits gets one, nobody loses one. */
    public Resized resize(UUID tenant, String type, @Nullable Integer quantity) {
        List<SeatPool> pools = session.createNativeQuery(
                        "SELECT p.* FROM seat_pool p WHERE p.tenant_id = :tenant ORDER BY p.type FOR UPDATE",
                        SeatPool.class)
                .setParameter("tenant", tenant)
                .getResultList();
        pools.forEach(session::detach);
        Instant now = time.now();
        Integer before = pools.stream()
                .filter(pool -> pool.type().equals(type))
                .findFirst()
                .map(SeatPool::quantity)
                .orElse(null);
        Queue queue = new Queue(tenant, null, List.of());
        Allocation allocation = new Allocation(pools, queue::next, now);
        allocation.resize(SeatTypes.checked(type), quantity);
        List<SeatClaim> promoted = allocation.promote();
        return new Resized(before, new Settlement(now, null, promoted, allocation.movements(), allocation.pools()));
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
        for (SeatPool pool : settlement.pools()) {
            writes.row(POOLS)
                    .put("tenant_id", tenant.toString())
                    .put("type", pool.type())
                    .put("quantity", pool.quantity())
                    .put("used", pool.used())
                    .put("waiting", pool.waiting());
        }
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
                .put("sign_in_since", claim.signInSince().toString())
                .put("state_version", claim.stateVersion());
    }

    private static Locked lock(Connection connection, UUID tenant, UUID user, @Nullable String wanted)
            throws SQLException {
        List<SeatPool> pools = new ArrayList<>();
        List<SeatClaim> queues = new ArrayList<>();
        SeatClaim own = null;
        try (PreparedStatement sql = connection.prepareStatement("SELECT * FROM lock_seats(?, ?, ?)")) {
            sql.setObject(1, tenant);
            sql.setObject(2, user);
            sql.setString(3, wanted);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    switch (row.getString("kind")) {
                        case "pool" -> pools.add(pool(tenant, row));
                        case "own" -> own = claim(row);
                        default -> queues.add(claim(row));
                    }
                }
            }
        }
        return new Locked(pools, own, queues);
    }

    private static SeatPool pool(UUID tenant, ResultSet row) throws SQLException {
        return new SeatPool(
                new SeatPool.Key(tenant, row.getString("type")),
                row.getObject("quantity", Integer.class),
                row.getInt("used"),
                row.getInt("waiting"));
    }

    private static SeatClaim claim(ResultSet row) throws SQLException {
        return new SeatClaim(
                row.getObject("user_id", UUID.class),
                new SeatClaim.State(
                        row.getString("wanted_type"),
                        row.getString("source"),
                        row.getString("held_type"),
                        Sql.instant(row.getTimestamp("assigned_at")),
                        Sql.instant(row.getTimestamp("waiting_since"))),
                row.getTimestamp("sign_in_since").toInstant(),
                row.getLong("state_version"));
    }

    /** The queues behind locked pools: first those that came with the locks, then as many more as are asked for. */
    private final class Queue {

        private static final int AT_ONCE = 100;
        private static final Comparator<SeatClaim> IN_ORDER = Comparator.comparing(
                        (SeatClaim claim) -> Objects.requireNonNull(claim.now().waitingSince()))
                .thenComparing(claim -> claim.user().toString());
        private final UUID tenant;
        private final Map<String, Deque<SeatClaim>> loaded = new HashMap<>();
        private final Set<UUID> served = new HashSet<>();

        Queue(UUID tenant, @Nullable UUID notHim, List<SeatClaim> first) {
            this.tenant = tenant;
            if (notHim != null) {
                served.add(notHim);
            }
            first.forEach(
                    claim -> loaded.computeIfAbsent(String.valueOf(claim.now().wanted()), type -> new ArrayDeque<>())
                            .add(claim));
        }

        Optional<SeatClaim> next(String type) {
            Deque<SeatClaim> queue = loaded.computeIfAbsent(type, t -> new ArrayDeque<>());
            if (queue.isEmpty()) {
                queue.addAll(load(type));
            }
            Optional<SeatClaim> claim = Optional.ofNullable(queue.poll());
            claim.ifPresent(found -> served.add(found.user()));
            return claim;
        }

        private List<SeatClaim> load(String type) {
            return session.doReturningWork(connection -> {
                List<SeatClaim> claims = new ArrayList<>();
                try (PreparedStatement sql = connection.prepareStatement("""
                        SELECT c.* FROM seat_claim c
                        WHERE c.tenant_id = ? AND c.user_id IN (
                            SELECT q.user_id FROM seat_claim q
                            WHERE q.tenant_id = c.tenant_id AND q.wanted_type = ? AND q.waiting_since IS NOT NULL
                              AND q.user_id <> ALL (?)
                            ORDER BY q.waiting_since, q.user_id LIMIT ?)
                        ORDER BY c.user_id FOR UPDATE""")) {
                    sql.setObject(1, tenant);
                    sql.setString(2, type);
                    sql.setArray(3, connection.createArrayOf("uuid", served.toArray()));
                    sql.setInt(4, AT_ONCE);
                    try (ResultSet row = sql.executeQuery()) {
                        while (row.next()) {
                            claims.add(claim(row));
                        }
                    }
                }
                // Locked by id, as everybody locks claims; served in the order of the queue.
                claims.sort(IN_ORDER);
                return claims;
            });
        }
    }
}
