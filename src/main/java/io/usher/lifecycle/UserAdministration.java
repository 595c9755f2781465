package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.CurrentCall.OpenedTenant;
import io.usher.access.TenantTransaction;
import io.usher.audit.Changes;
import io.usher.directory.DormantMemberships;
import io.usher.directory.DormantMemberships.Woken;
import io.usher.directory.Hold;
import io.usher.directory.User;
import io.usher.directory.Users;
import io.usher.lifecycle.UserStory.Before;
import io.usher.lifecycle.UserStory.Change;
import io.usher.platform.Limits;
import io.usher.platform.Time;
import io.usher.seats.Asked;
import io.usher.seats.Pin;
import io.usher.seats.SeatClaim;
import io.usher.seats.SeatProblems;
import io.usher.seats.Seats;
import io.usher.seats.Seats.Settled;
import io.usher.seats.Settlement;
import io.usher.tenants.Connection;
import io.usher.tenants.Connections;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What administrators do to a person beside his identity provider: pin his seat type, hold him, hand him over. */
@ApplicationScoped
@TenantTransaction
public class UserAdministration {

    private final CurrentCall current;
    private final Users users;
    private final DormantMemberships dormant;
    private final Connections connections;
    private final Seats seats;
    private final UserStory story;
    private final WorkList work;
    private final Time time;

    UserAdministration(
            CurrentCall current,
            Users users,
            DormantMemberships dormant,
            Connections connections,
            Seats seats,
            UserStory story,
            WorkList work,
            Time time) {
        this.current = current;
        this.users = users;
        this.dormant = dormant;
        this.connections = connections;
        this.seats = seats;
        this.story = story;
        this.work = work;
        this.time = time;
    }

    /**
     * Chooses somebody's seat type, which comes before everything else, or takes the choice back.
     *
     * @param pin empty for none
     */
    public void pin(UUID id, Optional<Pin> pin) {
        User user = users.lock(tenant().id(), id);
        if (pin.isPresent()) {
            requirePinnable(pin.get());
        }
        Settlement settlement = seats.pin(tenant().id(), tenant().seatSettingsVersion(), settled(user), pin);
        SeatClaim claim = settlement.own().get(0);
        Pin before = claim.pinBefore();
        if (Objects.equals(before, claim.pin())) {
            return;
        }
        String action = claim.pin() == null ? "user.unpinned" : "user.pinned";
        UUID record = tell(action, user, shown(before), shown(claim.pin()), Before.of(user), settlement);
        if (claim.pin() != null && claim.pin().until() != null) {
            work.add(
                    tenant().id(), WorkList.Kind.PIN, id.toString(), claim.pin().until(), 1, record);
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

    /**
     * Lets somebody come before others in every queue, or behind them; who has a seat keeps it.
     *
     * @param priority the lowest comes first
     */
    public void prioritise(UUID id, int priority) {
        User user = users.lock(tenant().id(), id);
        Settlement settlement =
                seats.prioritise(tenant().id(), tenant().seatSettingsVersion(), settled(user), priority);
        int before = settlement.own().get(0).priorityBefore();
        if (before != priority) {
            tell("user.prioritised", user, shown(before), shown(priority), Before.of(user), settlement);
        }
    }

    private static ObjectNode shown(int priority) {
        return JsonNodeFactory.instance.objectNode().put("waitlistPriority", priority);
    }

    /** Puts a hold on somebody, whatever his identity provider says; he keeps his seat. */
    public void hold(UUID id, Hold hold, String reason) {
        hold(id, hold, true, reason);
    }

    /** Lets somebody go; of a deleted person, so that nobody inherits it any more. */
    public void release(UUID id, Hold hold) {
        hold(id, hold, false, null);
    }

    private void hold(UUID id, Hold hold, boolean put, @Nullable String reason) {
        User user = put ? users.lock(tenant().id(), id) : users.lockEver(tenant().id(), id);
        Before before = Before.of(user);
        if (!users.hold(user, hold, put)) {
            return;
        }
        ObjectNode after = JsonNodeFactory.instance.objectNode();
        after.putObject("hold").put("kind", hold.word()).put("put", put).put("reason", reason);
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        tell(put ? "user.held" : "user.released", user, nothing, after, before, settle(user));
    }

    /**
     * Answers everything that is asked about somebody who is back.
     *
     * @param restore groups in which he counts again, with the seat that their rules give; in the others he stays dormant
     */
    public void answer(UUID id, Set<UUID> restore) {
        User user = users.lock(tenant().id(), id);
        Before before = Before.of(user);
        Woken woken = dormant.answer(tenant().id(), id, restore);
        List<UUID> asked = new ArrayList<>(woken.restored());
        asked.addAll(woken.dormant());
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        UserStory.groups(question, "askedAbout", asked);
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        UserStory.groups(effects, "restored", woken.restored());
        UserStory.groups(effects, "leftDormant", woken.dormant());
        ObjectNode changes = Changes.between(question, effects.deepCopy());
        story.tell(user, new Change("user.reactivationAnswered", changes, before, effects), settle(user));
    }

    /**
     * Lets another connection manage somebody from now on, or none.
     *
     * @param connection null for none
     */
    public void handOver(UUID id, @Nullable UUID connection) {
        User user = users.lock(tenant().id(), id);
        UUID from = user.connectionId();
        Connection to = connection == null ? null : connections.require(tenant().id(), connection);
        if (Objects.equals(from, connection)) {
            return;
        }
        users.handOver(user, connection);
        tell(
                "user.handedOver",
                user,
                managed(from),
                managed(to == null ? null : to.id()),
                Before.of(user),
                settle(user));
    }

    private static ObjectNode managed(@Nullable UUID connection) {
        ObjectNode managed = JsonNodeFactory.instance.objectNode();
        return connection == null ? managed : managed.put("connection", connection.toString());
    }

    private Settlement settle(User user) {
        return seats.settle(tenant().id(), tenant().seatSettingsVersion(), settled(user));
    }

    private Settled settled(User user) {
        Asked asked = SeatRequests.read(user.seatCarriers(), tenant().seatSettings());
        return new Settled(user.id(), user.active(), asked);
    }

    private UUID tell(
            String action, User user, ObjectNode before, ObjectNode after, Before stateBefore, Settlement settlement) {
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        return story.tell(user, new Change(action, Changes.between(before, after), stateBefore, effects), settlement);
    }

    private OpenedTenant tenant() {
        return current.tenant();
    }
}
