package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.audit.AuditLog;
import io.usher.audit.Entry;
import io.usher.directory.UniqueValues;
import io.usher.events.AlertMail;
import io.usher.events.Event;
import io.usher.events.Outbox;
import io.usher.platform.Ids;
import io.usher.platform.Writes;
import io.usher.seats.PoolAlert;
import io.usher.seats.SeatClaim;
import io.usher.seats.SeatWrites;
import io.usher.seats.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Tells a change to everybody who must know of it, and sends it off: seats and ledger, the log, the outbox. */
@ApplicationScoped
class Chronicle {

    private final CurrentCall current;
    private final SeatWrites seats;
    private final AuditLog log;
    private final Outbox outbox;
    private final AlertMail mail;
    private final UniqueValues unique;
    private final Writes writes;

    Chronicle(
            CurrentCall current,
            SeatWrites seats,
            AuditLog log,
            Outbox outbox,
            AlertMail mail,
            UniqueValues unique,
            Writes writes) {
        this.current = current;
        this.seats = seats;
        this.log = log;
        this.outbox = outbox;
        this.mail = mail;
        this.unique = unique;
        this.writes = writes;
    }

    /** A record and its event. */
    record Told(Entry entry, Event event) {}

    /** The last step of every change. */
    void tell(Entry entry, List<Event> events, @Nullable Settlement settlement) {
        tell(entry, events, List.of(), settlement);
    }

    /** As {@link #tell(Entry, List, Settlement)}, with what is to be told by itself too. */
    void tell(Entry entry, List<Event> events, List<Told> following, @Nullable Settlement settlement) {
        tell(entry, events, following, settlement, List.of());
    }

    /**
     * As {@link #tell}, for a change of groups or settings: whose seat it moves has a record and an event of his own.
     *
     * @param settlement null when no seat is decided by now
     */
    void tellMoving(Entry entry, List<Event> events, @Nullable Settlement settlement) {
        List<SeatClaim> moved = settlement == null
                ? List.of()
                : settlement.own().stream().filter(SeatClaim::moved).toList();
        tell(entry, events, List.of(), settlement, moved);
    }

    private void tell(
            Entry entry,
            List<Event> events,
            List<Told> following,
            @Nullable Settlement settlement,
            Collection<SeatClaim> moved) {
        log.append(entry);
        events.forEach(event -> outbox.add(tenant(), event));
        following.forEach(told -> {
            log.append(told.entry());
            outbox.add(tenant(), told.event());
        });
        if (settlement != null) {
            moved.forEach(claim -> tellMoved("seat.changed", claim, settlement, entry));
            // So has who got a seat by somebody else's change.
            new LinkedHashSet<>(settlement.promoted())
                    .forEach(claim -> tellMoved("seat.assigned", claim, settlement, entry));
            settlement.alerts().forEach(alert -> alarm(event(alert, entry)));
            seats.write(tenant(), settlement, entry.action(), entry.id());
        }
        send();
    }

    /** Something that people should hear of, beside the application. */
    void tellAlert(Entry entry, Event event) {
        log.append(entry);
        alarm(event);
        send();
    }

    private void alarm(Event event) {
        mail.add(tenant(), outbox.add(tenant(), event), event);
    }

    private static Event event(PoolAlert alert, Entry cause) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("type", alert.type())
                .put("quantity", alert.quantity())
                .put("used", alert.used())
                .put("waitlisted", alert.waiting());
        if (alert.threshold() != null) {
            payload.put("threshold", alert.threshold());
        }
        return new Event("seatPool." + alert.kind().word(), null, null, null, cause.id(), payload);
    }

    /** Sends what was added so far; a change does so early when its next step reads what it has written. */
    void send() {
        try {
            writes.flush();
        } catch (ConstraintViolationException violation) {
            throw unique.refusal(violation);
        }
    }

    private void tellMoved(String action, SeatClaim claim, Settlement settlement, Entry cause) {
        long stateVersion = claim.nextStateVersion();
        // Who moves from one seat to another could sign in before, and still can.
        if (claim.before().holds() != claim.now().holds()) {
            claim.signInChanged(settlement.at());
        }
        UUID record = Ids.next();
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        effects.set("seat", seat(claim));
        log.append(new Entry(
                record,
                action,
                "User",
                claim.user().toString(),
                null,
                null,
                effects,
                cause.id(),
                List.of(new Entry.Subject(claim.user(), stateVersion))));
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.set("seat", now(claim.now()));
        outbox.add(tenant(), new Event(action, claim.user(), null, stateVersion, record, payload));
    }

    /** {@code {"before": …, "after": …}} */
    ObjectNode seat(SeatClaim claim) {
        ObjectNode seat = JsonNodeFactory.instance.objectNode();
        seat.set("before", now(claim.before()));
        seat.set("after", now(claim.now()));
        return seat;
    }

    /** {@code {"status", "type", "capabilities", "waitingFor", "appRole"}}, without what there is not. */
    ObjectNode now(SeatClaim.State state) {
        ObjectNode seat = JsonNodeFactory.instance.objectNode().put("status", state.status());
        if (state.held() != null) {
            seat.put("type", state.held());
            ArrayNode capabilities = seat.putArray("capabilities");
            current.tenant().seatSettings().capabilities(state.held()).forEach(capabilities::add);
        }
        if (state.waits()) {
            seat.put("waitingFor", state.wanted());
        }
        if (state.wanted() != null) {
            seat.put("source", state.source()).put("appRole", state.admin() ? "admin" : "user");
        }
        return seat;
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
