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
import io.usher.directory.User;
import io.usher.directory.UserContent;
import io.usher.directory.Users;
import io.usher.events.Event;
import io.usher.gate.Gate;
import io.usher.gate.Reason;
import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.usher.seats.SeatClaim;
import io.usher.seats.SeatTypes;
import io.usher.seats.SeatWish;
import io.usher.seats.Seats;
import io.usher.seats.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
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
            Time time) {
        this.current = current;
        this.managing = managing;
        this.users = users;
        this.groups = groups;
        this.memberships = memberships;
        this.seats = seats;
        this.keys = keys;
        this.chronicle = chronicle;
        this.time = time;
    }

    /**
     * A person joins: he gets a seat, or a place in the queue for one.
     *
     * @return the version he has now
     */
    public long create(UUID id, Origin origin, UserContent content) {
        UUID tenant = tenant().id();
        SeatWish wish = wish(content);
        User user = users.add(tenant, id, managing.connectionId(), origin, content, time.now());
        Settlement settlement = seats.settle(tenant, user.id(), wish);
        PersonKey key = keys.make(tenant, user.id());
        tell("user.created", user, key, NOTHING, DirectoryState.DELETED, NOTHING.deepCopy(), settlement);
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
        UserContent content = edit.apply(before.deepCopy());
        SeatWish wish = wish(content);
        if (!users.change(tenant, user, content, time.now()) && !adopted) {
            return user.version();
        }
        Settlement settlement = seats.settle(tenant, id, wish);
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        if (adopted) {
            effects.put("adoptedBy", String.valueOf(managing.connectionId()));
        }
        if (directoryBefore != user.directory()) {
            moveMemberships(user, effects);
        }
        tell(action(directoryBefore, user.directory()), user, key(user), before, directoryBefore, effects, settlement);
        return user.version();
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
        Settlement settlement = seats.settle(tenant, id, null);
        ObjectNode effects = JsonNodeFactory.instance.objectNode().put("memberships", "ended");
        tell("user.deleted", user, key(user), user.document(), directoryBefore, effects, settlement);
    }

    private static void expect(LongPredicate expected, User user) {
        if (!expected.test(user.version())) {
            throw DirectoryProblems.wrongVersion();
        }
    }

    /** Whoever is not active is to have no seat; else what is asked for, else the tenant's default. */
    private @Nullable SeatWish wish(UserContent content) {
        String requested = content.requestedSeatType();
        if (requested != null) {
            SeatTypes.checked(requested);
        }
        if (!content.active()) {
            return null;
        }
        return requested == null
                ? new SeatWish(tenant().defaultSeatType(), SeatWish.Source.TENANT_DEFAULT)
                : new SeatWish(requested, SeatWish.Source.REQUESTED);
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

    private void tell(
            String action,
            User user,
            @Nullable PersonKey key,
            ObjectNode before,
            DirectoryState directoryBefore,
            ObjectNode effects,
            Settlement settlement) {
        SeatClaim claim = java.util.Objects.requireNonNull(settlement.own());
        Reason reasonBefore = reason(directoryBefore, user, claim.before());
        Reason reason = reason(user.directory(), user, claim.now());
        if (reasonBefore != reason) {
            claim.signInChanged(settlement.at());
            effects.putObject("signIn").put("before", reasonBefore.code()).put("after", reason.code());
        }
        if (claim.moved()) {
            effects.set("seat", Chronicle.seat(claim));
        }
        long stateVersion = claim.nextStateVersion();
        ObjectNode changes =
                Changes.between(before, user.directory() == DirectoryState.DELETED ? NOTHING : user.document());
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
        payload.set("seat", Chronicle.now(claim.now()));
        changes.fieldNames().forEachRemaining(payload.withArray("changed")::add);
        chronicle.tell(
                entry, List.of(new Event(action, user.id(), null, stateVersion, entry.id(), payload)), settlement);
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
