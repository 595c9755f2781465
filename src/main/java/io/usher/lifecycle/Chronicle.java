package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.audit.AuditLog;
import io.usher.audit.Entry;
import io.usher.directory.UniqueValues;
import io.usher.events.Event;
import io.usher.events.Outbox;
import io.usher.platform.Ids;
import io.usher.platform.Writes;
import io.usher.seats.SeatClaim;
import io.usher.seats.Seats;
import io.usher.seats.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Tells a change to everybody who must know of it, and sends it off: seats and ledger, the log, the outbox. */
@ApplicationScoped
class Chronicle {

    private final CurrentCall current;
    private final Seats seats;
    private final AuditLog log;
    private final Outbox outbox;
    private final UniqueValues unique;
    private final Writes writes;

    Chronicle(CurrentCall current, Seats seats, AuditLog log, Outbox outbox, UniqueValues unique, Writes writes) {
        this.current = current;
        this.seats = seats;
        this.log = log;
        this.outbox = outbox;
        this.unique = unique;
        this.writes = writes;
    }

    /** The last step of every change. */
    void tell(Entry entry, List<Event> events, @Nullable Settlement settlement) {
        log.append(entry);
        events.forEach(event -> outbox.add(tenant(), event));
        if (settlement != null) {
            tellPromoted(settlement, entry);
            seats.write(tenant(), settlement, entry.action(), entry.id());
        }
        try {
            writes.flush();
        } catch (ConstraintViolationException violation) {
            throw unique.refusal(violation);
        }
    }

    /** Who got a seat by somebody else's change has a record and an event of his own. */
    private void tellPromoted(Settlement settlement, Entry cause) {
        Set<SeatClaim> promoted = new LinkedHashSet<>(settlement.promoted());
        for (SeatClaim claim : promoted) {
            long stateVersion = claim.nextStateVersion();
            // Who moves from one seat to another could sign in before, and still can.
            if (!claim.before().holds()) {
                claim.signInChanged(settlement.at());
            }
            UUID record = Ids.next();
            ObjectNode effects = JsonNodeFactory.instance.objectNode();
            effects.set("seat", seat(claim));
            log.append(new Entry(
                    record,
                    "seat.assigned",
                    "User",
                    claim.user().toString(),
                    null,
                    null,
                    effects,
                    cause.id(),
                    List.of(new Entry.Subject(claim.user(), stateVersion))));
            ObjectNode payload = JsonNodeFactory.instance.objectNode();
            payload.set("seat", now(claim.now()));
            outbox.add(tenant(), new Event("seat.assigned", claim.user(), null, stateVersion, record, payload));
        }
    }

    /** {@code {"before": {"status", "type"}, "after": …}} */
    static ObjectNode seat(SeatClaim claim) {
        ObjectNode seat = JsonNodeFactory.instance.objectNode();
        seat.set("before", now(claim.before()));
        seat.set("after", now(claim.now()));
        return seat;
    }

    static ObjectNode now(SeatClaim.State state) {
        ObjectNode seat = JsonNodeFactory.instance.objectNode().put("status", state.status());
        if (state.held() != null) {
            seat.put("type", state.held());
        }
        if (state.waits()) {
            seat.put("waitingFor", state.wanted());
        }
        return seat;
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
