package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.audit.Entry;
import io.usher.audit.Entry.PersonKey;
import io.usher.directory.DirectoryState;
import io.usher.directory.User;
import io.usher.events.Event;
import io.usher.gate.Gate;
import io.usher.gate.Reason;
import io.usher.leavers.ContentHandover;
import io.usher.leavers.ContentHandovers;
import io.usher.lifecycle.Chronicle.Told;
import io.usher.platform.Ids;
import io.usher.seats.SeatClaim;
import io.usher.seats.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells what became of one person: a record that shows what it did to his seat and his sign-in, and an event. */
@ApplicationScoped
class UserStory {

    static final String HOLDS_INHERITED = "holdsInherited";

    private static final String GROUPS = "groups";

    /** In effects and events. */
    static final String HANDOVER = "contentHandover";

    private final CurrentCall current;
    private final ContentHandovers handovers;
    private final Chronicle chronicle;

    UserStory(CurrentCall current, ContentHandovers handovers, Chronicle chronicle) {
        this.current = current;
        this.handovers = handovers;
        this.chronicle = chronicle;
    }

    /** What the gate went by before the change, beside his seat. */
    record Before(DirectoryState directory, Set<String> holds) {

        static final Before NOBODY = new Before(DirectoryState.DELETED, Set.of());

        static Before of(User user) {
            return new Before(user.directory(), user.holds());
        }
    }

    /**
     * @param action of the record, and type of the event
     * @param changes as {@code Changes} makes them; what they hold is his
     * @param effects to which those on his seat and sign-in are added
     */
    record Change(String action, ObjectNode changes, Before before, ObjectNode effects) {}

    /** Adds to the effects what became of his memberships in some groups; nothing when it is none. */
    static void groups(ObjectNode effects, String what, List<UUID> groups) {
        if (!groups.isEmpty()) {
            ArrayNode ids = effects.withObjectProperty(GROUPS).putArray(what);
            groups.forEach(group -> ids.add(group.toString()));
        }
    }

    /** @return id of the record */
    UUID tell(User user, Change change, Settlement settlement) {
        return tell(user, key(user), change, settlement);
    }

    /** @param key under which his values are recorded, or null when it was destroyed: then none are */
    UUID tell(User user, @Nullable PersonKey key, Change change, Settlement settlement) {
        SeatClaim claim = settlement.own().get(0);
        Told told = told(user, key, change, settlement, claim, null);
        chronicle.tell(told.entry(), List.of(told.event()), alarms(change, claim, told.entry()), settlement);
        return told.entry().id();
    }

    /**
     * Of one among many whom a change concerns.
     *
     * @param cause record of that change
     */
    Told of(User user, Change change, Settlement settlement, UUID cause) {
        SeatClaim claim = settlement.own().stream()
                .filter(own -> own.user().equals(user.id()))
                .findFirst()
                .orElseThrow();
        return told(user, key(user), change, settlement, claim, cause);
    }

    private static @Nullable PersonKey key(User user) {
        byte[] sealed = user.recordKey();
        return sealed == null ? null : new PersonKey(user.id(), sealed);
    }

    private Told told(
            User user,
            @Nullable PersonKey key,
            Change change,
            Settlement settlement,
            SeatClaim claim,
            @Nullable UUID cause) {
        Reason before = reason(change.before, claim.before());
        Reason reason = reason(Before.of(user), claim.now());
        if (before != reason) {
            claim.signInChanged(settlement.at());
            change.effects.putObject("signIn").put("before", before.code()).put("after", reason.code());
        }
        if (claim.moved()) {
            change.effects.set("seat", chronicle.seat(claim));
        }
        UUID record = Ids.next();
        handOver(user.id(), change, user.directory(), claim, record, settlement.at());
        long stateVersion = claim.nextStateVersion();
        Entry entry = new Entry(
                record,
                change.action,
                "User",
                user.id().toString(),
                key == null ? null : change.changes,
                key,
                change.effects,
                cause,
                List.of(new Entry.Subject(user.id(), stateVersion)));
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.putObject("signIn").put("allowed", reason.allows()).put("reason", reason.code());
        payload.set("seat", chronicle.now(claim.now()));
        if (change.effects.has(HANDOVER)) {
            payload.set(HANDOVER, change.effects.get(HANDOVER));
        }
        change.changes.fieldNames().forEachRemaining(payload.withArray("changed")::add);
        if (change.effects.has(GROUPS)) {
            payload.set(GROUPS, change.effects.get(GROUPS));
        }
        return new Told(entry, new Event(change.action, user.id(), null, stateVersion, entry.id(), payload));
    }

    /** Somebody may have been deleted and made anew to be rid of his holds: that is told by itself too. */
    private static List<Told> alarms(Change change, SeatClaim claim, Entry cause) {
        if (!(change.effects.get(HOLDS_INHERITED) instanceof ObjectNode inherited)) {
            return List.of();
        }
        UUID record = Ids.next();
        long stateVersion = claim.nextStateVersion();
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        effects.set(HOLDS_INHERITED, inherited);
        String action = "user." + HOLDS_INHERITED;
        Entry.Subject subject = new Entry.Subject(claim.user(), stateVersion);
        return List.of(new Told(
                new Entry(
                        record,
                        action,
                        "User",
                        claim.user().toString(),
                        null,
                        null,
                        effects,
                        cause.id(),
                        List.of(subject)),
                new Event(action, claim.user(), null, stateVersion, record, inherited)));
    }

    /**
     * Who had a seat leaves content behind, and has it again when he comes back. Who came back and left again without a seat
     * still has what nobody was given.
     */
    private void handOver(
            UUID user, Change change, DirectoryState directory, SeatClaim claim, UUID record, Instant at) {
        UUID tenant = current.tenant().id();
        DirectoryState before = change.before.directory();
        if (before == DirectoryState.INACTIVE && directory == DirectoryState.ACTIVE) {
            handovers.cancel(tenant, user, record, at);
        } else if (before == DirectoryState.ACTIVE
                && directory != DirectoryState.ACTIVE
                && (claim.before().holds()
                        || handovers
                                .latest(tenant, user)
                                .filter(ContentHandover::cancelled)
                                .isPresent())) {
            handovers.open(tenant, user, record, at);
            change.effects.putObject(HANDOVER).put("status", ContentHandover.OPEN);
        }
    }

    private Reason reason(Before state, SeatClaim.State seat) {
        return Gate.decide(
                current.tenant().suspendedAt() != null,
                current.tenant().provisioning(),
                new Gate.Person(state.directory, state.holds, seat.holds(), seat.waits()));
    }
}
