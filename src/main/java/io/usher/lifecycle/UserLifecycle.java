package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.CurrentCall.OpenedTenant;
import io.usher.access.TenantTransaction;
import io.usher.audit.Changes;
import io.usher.audit.Entry.PersonKey;
import io.usher.audit.PersonKeys;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.DirectoryState;
import io.usher.directory.DormantMemberships;
import io.usher.directory.DormantMemberships.Woken;
import io.usher.directory.Groups;
import io.usher.directory.Memberships;
import io.usher.directory.Origin;
import io.usher.directory.SeatCarriers;
import io.usher.directory.User;
import io.usher.directory.UserContent;
import io.usher.directory.Users;
import io.usher.directory.Users.Inherited;
import io.usher.lifecycle.UserStory.Before;
import io.usher.lifecycle.UserStory.Change;
import io.usher.platform.Time;
import io.usher.seats.Asked;
import io.usher.seats.Seats;
import io.usher.seats.Seats.Settled;
import io.usher.seats.Settlement;
import io.usher.tenants.SeatSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongPredicate;

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
    private final DormantMemberships dormant;
    private final Seats seats;
    private final PersonKeys keys;
    private final UserStory story;
    private final Time time;

    UserLifecycle(
            CurrentCall current,
            Managing managing,
            Users users,
            Groups groups,
            Memberships memberships,
            DormantMemberships dormant,
            Seats seats,
            PersonKeys keys,
            UserStory story,
            Time time) {
        this.current = current;
        this.managing = managing;
        this.users = users;
        this.groups = groups;
        this.memberships = memberships;
        this.dormant = dormant;
        this.seats = seats;
        this.keys = keys;
        this.story = story;
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
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        inherit(user, effects);
        Settlement settlement = settle(user, asked);
        PersonKey key = keys.make(tenant, user.id());
        ObjectNode changes = Changes.between(NOTHING, user.document());
        story.tell(user, key, new Change("user.created", changes, Before.NOBODY, effects), settlement);
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
        Before stateBefore = Before.of(user);
        SeatCarriers carriersBefore = user.seatCarriers();
        User.Names namesBefore = user.names();
        UserContent content = edit.apply(before.deepCopy());
        Asked asked = asked(carriersBefore, content.seatCarriers());
        if (!users.change(tenant, user, content, time.now()) && !adopted) {
            return user.version();
        }
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        if (adopted) {
            effects.put("adoptedBy", String.valueOf(managing.connectionId()));
        }
        if (!user.names().equals(namesBefore)) {
            inherit(user, effects);
        }
        change(user, before, stateBefore, asked, effects);
        return user.version();
    }

    /**
     * An administrator lets in or out somebody whom no identity provider manages.
     *
     * @throws io.usher.platform.Problem when a connection manages him: its next word would undo it
     */
    public void activate(UUID id, boolean active) {
        User user = users.lock(tenant().id(), id);
        managing.requireUnmanaged(user.connectionId());
        ObjectNode before = user.document().deepCopy();
        Before stateBefore = Before.of(user);
        if (users.activate(user, active, time.now())) {
            Asked asked = SeatRequests.read(user.seatCarriers(), tenant().seatSettings());
            change(user, before, stateBefore, asked, JsonNodeFactory.instance.objectNode());
        }
    }

    private void change(User user, ObjectNode before, Before stateBefore, Asked asked, ObjectNode effects) {
        DirectoryState directoryBefore = stateBefore.directory();
        // Before the seat: the rules of his groups count again, or no longer.
        if (directoryBefore != user.directory()) {
            moveMemberships(user, effects);
        }
        Settlement settlement = settle(user, asked);
        ObjectNode changes = Changes.between(before, user.document());
        story.tell(
                user, new Change(action(directoryBefore, user.directory()), changes, stateBefore, effects), settlement);
    }

    /** A person leaves for good: his seat is free, his memberships end, his names may be used again. */
    public void delete(UUID id, LongPredicate expectedVersion) {
        UUID tenant = tenant().id();
        Instant now = time.now();
        groups.lockOf(tenant, id);
        User user = users.lock(tenant, id);
        expect(expectedVersion, user);
        managing.take(user.connectionId(), connection -> users.manage(user, connection));
        Before before = Before.of(user);
        users.delete(tenant, user, now);
        groups.touchOf(tenant, id, now);
        memberships.end(tenant, id);
        Settlement settlement = settle(user, Asked.NOTHING);
        ObjectNode effects = JsonNodeFactory.instance.objectNode().put("memberships", "ended");
        ObjectNode changes = Changes.between(user.document(), NOTHING);
        story.tell(user, new Change("user.deleted", changes, before, effects), settlement);
    }

    private void inherit(User user, ObjectNode effects) {
        Inherited inherited = users.inherit(tenant().id(), user);
        if (!inherited.holds().isEmpty()) {
            ObjectNode told = effects.putObject(UserStory.HOLDS_INHERITED);
            inherited.holds().forEach(told.putArray("holds")::add);
            inherited.from().forEach(id -> told.withArrayProperty("from").add(id.toString()));
        }
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
            Woken woken = dormant.wake(tenant().id(), user.id(), time.now());
            UserStory.groups(effects, "restored", woken.restored());
            UserStory.groups(effects, "askedAbout", woken.dormant());
        } else {
            dormant.fallAsleep(tenant().id(), user.id(), time.now());
            effects.put("memberships", "dormant");
        }
    }

    private static String action(DirectoryState before, DirectoryState after) {
        if (before == after) {
            return "user.updated";
        }
        return after == DirectoryState.ACTIVE ? "user.reactivated" : "user.deactivated";
    }

    private OpenedTenant tenant() {
        return current.tenant();
    }
}
