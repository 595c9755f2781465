package io.usher.seats;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What a change writes of seats, added to its one statement: claims, pools and the ledger. */
@ApplicationScoped
public class SeatWrites {

    private static final Write CLAIMS = new Write("write_claims", """
            INSERT INTO seat_claim AS c (tenant_id, user_id, wanted_type, source, rule_group, app_role, held_type, assigned_at,
                                         waiting_since, grace_since, pinned_type, pinned_until, pin_reason, priority, sign_in_since,
                                         state_version)
            SELECT tenant_id, user_id, wanted_type, source, rule_group, app_role, held_type, assigned_at, waiting_since,
                   grace_since, pinned_type, pinned_until, pin_reason, priority, sign_in_since, state_version
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, user_id uuid, wanted_type text, source text,
                rule_group uuid, app_role text, held_type text, assigned_at timestamptz, waiting_since timestamptz,
                grace_since timestamptz, pinned_type text, pinned_until timestamptz, pin_reason text,
                priority integer, sign_in_since timestamptz, state_version bigint)
            ON CONFLICT (tenant_id, user_id) DO UPDATE SET
                wanted_type = excluded.wanted_type, source = excluded.source, rule_group = excluded.rule_group,
                app_role = excluded.app_role, held_type = excluded.held_type,
                assigned_at = excluded.assigned_at, waiting_since = excluded.waiting_since,
                grace_since = excluded.grace_since, pinned_type = excluded.pinned_type,
                pinned_until = excluded.pinned_until, pin_reason = excluded.pin_reason,
                priority = excluded.priority, sign_in_since = excluded.sign_in_since,
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
                price_amount = r.price_amount, price_currency = r.price_currency,
                valid_from = r.valid_from, valid_until = r.valid_until, moved_at = r.moved_at,
                alerted = r.alerted
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, type text, quantity integer, used integer,
                waiting integer, over integer, over_since timestamptz, on_limit text, fallback_type text,
                overage_seats integer, overage_days integer, overage_rejects boolean, price_amount bigint,
                price_currency text, valid_from timestamptz, valid_until timestamptz,
                moved_at timestamptz, alerted integer)
            WHERE p.tenant_id = r.tenant_id AND p.type = r.type""");

    private static final Write LEDGER = new Write("write_ledger", """
            INSERT INTO seat_ledger (tenant_id, at, type, movement, user_id, source, rule_group, cause, record_id, quantity,
                                     used_after, over_after, waiting_after)
            SELECT tenant_id, at, type, movement, user_id, source, rule_group, cause, record_id, quantity, used_after,
                   over_after, waiting_after
            FROM jsonb_to_recordset(:rows) AS r(n integer, tenant_id uuid, at timestamptz, type text, movement text,
                user_id uuid, source text, rule_group uuid, cause text, record_id uuid, quantity integer,
                used_after integer, over_after integer, waiting_after integer)
            ORDER BY n""");

    private final Writes writes;

    SeatWrites(Writes writes) {
        this.writes = writes;
    }

    /** Adds claims, pools and ledger to what the change writes. */
    public void write(UUID tenant, Settlement settlement, String cause, UUID record) {
        settlement.own().forEach(claim -> write(tenant, claim));
        Set<UUID> written = new HashSet<>();
        for (SeatClaim claim : settlement.promoted()) {
            if (written.add(claim.user())) {
                write(tenant, claim);
            }
        }
        settlement.pools().forEach(pool -> write(tenant, pool, settlement.at()));
        int n = 0;
        for (Movement movement : settlement.movements()) {
            writes.row(LEDGER)
                    .put("n", n++)
                    .put("tenant_id", tenant.toString())
                    .put("at", settlement.at().toString())
                    .put("type", movement.type())
                    .put("movement", movement.kind().word())
                    .put("user_id", Objects.toString(movement.user(), null))
                    .put("source", movement.source())
                    .put("rule_group", Objects.toString(movement.group(), null))
                    .put("cause", cause)
                    .put("record_id", record.toString())
                    .put("quantity", movement.quantity())
                    .put("used_after", movement.usedAfter())
                    .put("over_after", movement.overAfter())
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

    private void write(UUID tenant, SeatPool pool, Instant at) {
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
        row.put("moved_at", at.toString())
                .put("alerted", pool.alerted())
                .put("valid_from", Objects.toString(terms.validity().from(), null))
                .put("valid_until", Objects.toString(terms.validity().until(), null));
    }

    private void write(UUID tenant, SeatClaim claim) {
        SeatClaim.State state = claim.now();
        ObjectNode row = writes.row(CLAIMS);
        row.put("tenant_id", tenant.toString())
                .put("user_id", claim.user().toString())
                .put("wanted_type", state.wanted())
                .put("source", state.source())
                .put("rule_group", Objects.toString(state.group(), null))
                .put("app_role", state.admin() ? "admin" : "user")
                .put("held_type", state.held())
                .put("assigned_at", Objects.toString(state.assignedAt(), null))
                .put("waiting_since", Objects.toString(state.waitingSince(), null))
                .put("grace_since", Objects.toString(state.graceSince(), null))
                .put("priority", claim.priority())
                .put("sign_in_since", claim.signInSince().toString())
                .put("state_version", claim.stateVersion());
        Pin pin = claim.pin();
        if (pin != null) {
            row.put("pinned_type", pin.type())
                    .put("pinned_until", Objects.toString(pin.until(), null))
                    .put("pin_reason", pin.reason());
        }
    }
}
