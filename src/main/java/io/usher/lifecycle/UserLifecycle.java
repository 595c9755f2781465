package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.CurrentCall.OpenedTenant;
import io.usher.access.TenantTransaction;
import io.usher.audit.Changes;
import io.usher.audit.Entry;
import io.usher.audit.Entry.PersonKey;
import io.usher.audit.PersonKeys;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.DirectoryState;
import io.usher.directory.Groups;
import io.usher.directory.Memberships;
import io.usher.directory.Origin;
import io.usher.directory.SeatCarriers;
import io.usher.directory.User;
import io.usher.directory.UserContent;
import io.usher.directory.Users;
import io.usher.events.Event;
import io.usher.gate.Gate;
import io.usher.gate.Reason;
import io.usher.platform.Ids;
import io.usher.platform.Limits;
import io.usher.platform.Time;
import io.usher.seats.Asked;
import io.usher.seats.Pin;
import io.usher.seats.SeatClaim;
import io.usher.seats.SeatProblems;
import io.usher.seats.Seats;
import io.usher.seats.Seats.Settled;
import io.usher.seats.Settlement;
import io.usher.tenants.SeatSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Joiners, movers and leavers. */
@ApplicationScoped
@TenantTransaction
public class UserLifecycle {

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final CurrentCall current;
    private final Managing managing;
    private final Users users;
    private final Groups groups;
    private final Memberships memberships;
    private final Seats seats;
    private final PersonKeys keys;
    private final Chronicle chronicle;
    private final WorkList work;
    private final Time time;

    UserLifecycle(
            CurrentCall current,
            Managing managing,
            Users users,
            Groups groups,
            Memberships memberships,
            Seats seats,
            PersonKeys keys,
            Chronicle chronicle,
            WorkList work,
            Time time) {
        this.current = current;
        this.managing = managing;
        this.users = users;
        this.groups = groups;
        this.memberships = memberships;
        this.seats = seats;
        this.keys = keys;
        this.chronicle = chronicle;
        this.work = work;
        this.time = time;
    }

    /**
     * A person joins: he gets a seat, or a place in the queue for one.
     *
     * @return the version he has now
     */
    public long create(UUID id, Origin origin, UserContent content) {
        UUID tenant = tenant().id();
        Asked asked = SeatRequests.demand(content.seatCarriers(), tenant().seatSettings());
        User user = users.add(tenant, id, managing.connectionId(), origin, content, time.now());
        Settlement settlement = settle(user, asked);
        PersonKey key = keys.make(tenant, user.id());
        ObjectNode changes = Changes.between(NOTHING, user.document());
        tell("user.created", user, key, changes, DirectoryState.DELETED, NOTHING.deepCopy(), settlement);
        return user.version();
    }

    /**
     * A person is changed, in whatever way the edit says; an edit that changes nothing changes nothing.
     *
     * @param expectedVersion true for the versions that the caller has seen
     * @param edit from the document as it is to the content that is wanted; runs on the locked row
     * @return the version he has now
     */
    public long update(UUID id, LongPredicate expectedVersion, Function<ObjectNode, UserContent> edit) {
        UUID tenant = tenant().id();
        User user = users.lock(tenant, id);
        expect(expectedVersion, user);
        boolean adopted = managing.take(user.connectionId(), connection -> users.manage(user, connection));
        ObjectNode before = user.document();
        DirectoryState directoryBefore = user.directory();
        SeatCarriers carriersBefore = user.seatCarriers();
        UserContent content = edit.apply(before.deepCopy());
        Asked asked = asked(carriersBefore, content.seatCarriers());
        if (!users.change(tenant, user, content, time.now()) && !adopted) {
            return user.version();
        }
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        if (adopted) {
            effects.put("adoptedBy", String.valueOf(managing.connectionId()));
        }
        // Before the seat: the rules of his groups count again, or no longer.
        if (directoryBefore != user.directory()) {
            moveMemberships(user, effects);
        }
        Settlement settlement = settle(user, asked);
        ObjectNode changes = Changes.between(before, user.document());
        tell(action(directoryBefore, user.directory()), user, key(user), changes, directoryBefore, effects, settlement);
        return user.version();
    }

    /**
     * An administrator chooses somebody's seat type, which comes before everything else, or takes his choice back.
     *
     * @param pin empty for none
     */
    public void pin(UUID id, Optional<Pin> pin) {
        UUID tenant = tenant().id();
        User user = users.lock(tenant, id);
        if (pin.isPresent()) {
            requirePinnable(pin.get());
        }
        Asked asked = SeatRequests.read(user.seatCarriers(), tenant().seatSettings());
        Settlement settlement =
                seats.pin(tenant, tenant().seatSettingsVersion(), new Settled(id, user.active(), asked), pin);
        SeatClaim claim = settlement.own().get(0);
        Pin before = claim.pinBefore();
        if (Objects.equals(before, claim.pin())) {
            return;
        }
        ObjectNode changes = Changes.between(shown(before), shown(claim.pin()));
        String action = claim.pin() == null ? "user.unpinned" : "user.pinned";
        UUID record = tell(action, user, key(user), changes, user.directory(), NOTHING.deepCopy(), settlement);
        if (claim.pin() != null && claim.pin().until() != null) {
            work.add(tenant, WorkList.Kind.PIN, id.toString(), claim.pin().until(), 1, record);
        }
    }

    private void requirePinnable(Pin pin) {
        if (!tenant().seatSettings().sells(pin.type())) {
            throw SeatProblems.unknownType(tenant().seatSettings().names());
        }
        if (!pin.holdsAt(time.now())) {
            throw SeatProblems.badPin(Limits.REASON);
        }
    }

    private static ObjectNode shown(@Nullable Pin pin) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        if (pin != null) {
            shown.putObject("pin")
                    .put("seatType", pin.type())
                    .put("reason", pin.reason())
                    .put("until", Objects.toString(pin.until(), null));
        }
        return shown;
    }

    /** A person leaves for good: his seat is free, his memberships end, his names may be used again. */
    public void delete(UUID id, LongPredicate expectedVersion) {
        UUID tenant = tenant().id();
        Instant now = time.now();
        groups.lockOf(tenant, id);
        User user = users.lock(tenant, id);
        expect(expectedVersion, user);
        managing.take(user.connectionId(), connection -> users.manage(user, connection));
        DirectoryState directoryBefore = user.directory();
        users.delete(tenant, user, now);
        groups.touchOf(tenant, id, now);
        memberships.end(tenant, id);
        Settlement settlement = settle(user, Asked.NOTHING);
        ObjectNode effects = JsonNodeFactory.instance.objectNode().put("memberships", "ended");
        ObjectNode changes = Changes.between(user.document(), NOTHING);
        tell("user.deleted", user, key(user), changes, directoryBefore, effects, settlement);
    }

    private static void expect(LongPredicate expected, User user) {
        if (!expected.test(user.version())) {
            throw DirectoryProblems.wrongVersion();
        }
    }

    /** What was stored before is not refused: settings may have changed since, and the caller changes something else. */
    private Asked asked(SeatCarriers before, SeatCarriers after) {
        SeatSettings settings = tenant().seatSettings();
        return before.equals(after) ? SeatRequests.read(after, settings) : SeatRequests.demand(after, settings);
    }

    private Settlement settle(User user, Asked asked) {
        return seats.settle(
                tenant().id(), tenant().seatSettingsVersion(), new Settled(user.id(), user.active(), asked));
    }

    private void moveMemberships(User user, ObjectNode effects) {
        if (user.active()) {
            memberships.restore(tenant().id(), user.id());
            effects.put("memberships", "restored");
        } else {
            memberships.makeDormant(tenant().id(), user.id(), time.now());
            effects.put("memberships", "dormant");
        }
    }

    private static String action(DirectoryState before, DirectoryState after) {
        if (before == after) {
            return "user.updated";
        }
        return after == DirectoryState.ACTIVE ? "user.reactivated" : "user.deactivated";
    }

    private static @Nullable PersonKey key(User user) {
        byte[] sealed = user.recordKey();
        return sealed == null ? null : new PersonKey(user.id(), sealed);
    }

    private UUID tell(
            String action,
            User user,
            @Nullable PersonKey key,
            ObjectNode changes,
            DirectoryState directoryBefore,
            ObjectNode effects,
            Settlement settlement) {
        SeatClaim claim = settlement.own().get(0);
        Reason reasonBefore = reason(directoryBefore, user, claim.before());
        Reason reason = reason(user.directory(), user, claim.now());
        if (reasonBefore != reason) {
            claim.signInChanged(settlement.at());
            effects.putObject("signIn").put("before", reasonBefore.code()).put("after", reason.code());
        }
        if (claim.moved()) {
            effects.set("seat", chronicle.seat(claim));
        }
        long stateVersion = claim.nextStateVersion();
        Entry entry = new Entry(
                Ids.next(),
                action,
                "User",
                user.id().toString(),
                key == null ? null : changes,
                key,
                effects,
                null,
                List.of(new Entry.Subject(user.id(), stateVersion)));
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.putObject("signIn").put("allowed", reason.allows()).put("reason", reason.code());
        payload.set("seat", chronicle.now(claim.now()));
        changes.fieldNames().forEachRemaining(payload.withArray("changed")::add);
        chronicle.tell(
                entry, List.of(new Event(action, user.id(), null, stateVersion, entry.id(), payload)), settlement);
        return entry.id();
    }

    private Reason reason(DirectoryState directory, User user, SeatClaim.State seat) {
        return Gate.decide(
                tenant().suspendedAt() != null,
                tenant().provisioning(),
                new Gate.Person(directory, user.holds(), seat.holds(), seat.waits()));
    }

    private OpenedTenant tenant() {
        return current.tenant();
    }
}
