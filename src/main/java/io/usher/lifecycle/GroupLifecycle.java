package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.audit.Changes;
import io.usher.audit.Entry;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.Group;
import io.usher.directory.GroupContent;
import io.usher.directory.GroupPolicy;
import io.usher.directory.Groups;
import io.usher.directory.MembersChange;
import io.usher.directory.Memberships;
import io.usher.directory.Memberships.Candidate;
import io.usher.directory.Memberships.Outcome;
import io.usher.directory.Origin;
import io.usher.events.Event;
import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.usher.seats.SeatClaim;
import io.usher.seats.SeatWrites;
import io.usher.seats.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Groups come, change, and go; their members change by a delta, however many there are. */
@ApplicationScoped
@TenantTransaction
public class GroupLifecycle {

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final Outcome NOBODY = new Outcome(List.of(), List.of(), List.of());

    private final CurrentCall current;
    private final Managing managing;
    private final Groups groups;
    private final Memberships memberships;
    private final SeatWrites seats;
    private final SeatReview review;
    private final Chronicle chronicle;
    private final Time time;

    GroupLifecycle(
            CurrentCall current,
            Managing managing,
            Groups groups,
            Memberships memberships,
            SeatWrites seats,
            SeatReview review,
            Chronicle chronicle,
            Time time) {
        this.current = current;
        this.managing = managing;
        this.groups = groups;
        this.memberships = memberships;
        this.seats = seats;
        this.review = review;
        this.chronicle = chronicle;
        this.time = time;
    }

    /** What an edit makes of a group. */
    public record Edited(GroupContent content, MembersChange members) {}

    /** @return the version it has now */
    public long create(UUID id, Origin origin, Edited wanted) {
        Group group = groups.add(tenant(), id, managing.connectionId(), origin, wanted.content(), time.now());
        Outcome outcome = change(group, wanted.members());
        tell("group.created", group, NOTHING, group.document(), NOTHING.deepCopy(), outcome);
        return group.version();
    }

    /**
     * A group or its members are changed; an edit that changes nothing changes nothing.
     *
     * @param expectedVersion true for the versions that the caller has seen
     * @param edit from the document as it is, without members; runs on the locked row
     * @return the version it has now
     */
    public long update(UUID id, LongPredicate expectedVersion, Function<ObjectNode, Edited> edit) {
        Group group = groups.lock(tenant(), id);
        expect(expectedVersion, group);
        boolean adopted = managing.take(group.connectionId(), connection -> groups.manage(group, connection));
        ObjectNode before = group.document();
        Edited wanted = edit.apply(before.deepCopy());
        Outcome outcome = change(group, wanted.members());
        boolean changed = groups.change(group, wanted.content());
        if (!changed && !adopted && outcome.isEmpty()) {
            return group.version();
        }
        groups.touch(group, time.now());
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        if (adopted) {
            effects.put("adoptedBy", String.valueOf(managing.connectionId()));
        }
        tell("group.updated", group, before, group.document(), effects, outcome);
        return group.version();
    }

    public void delete(UUID id, LongPredicate expectedVersion) {
        Instant now = time.now();
        Group group = groups.lock(tenant(), id);
        expect(expectedVersion, group);
        managing.take(group.connectionId(), connection -> groups.manage(group, connection));
        Outcome outcome = change(group, new MembersChange(Set.of(), Set.of(), true));
        groups.delete(group, now);
        tell("group.deleted", group, group.document(), NOTHING, NOTHING.deepCopy(), outcome);
    }

    /**
     * An administrator says another thing of a group; its members have the seats that they are to have by then, or soon after
     * when they are many.
     */
    public Group govern(UUID id, UnaryOperator<GroupPolicy> change) {
        Group group = groups.lock(tenant(), id);
        GroupPolicy before = group.policy();
        GroupPolicy after = change.apply(before);
        if (after.equals(before)) {
            return group;
        }
        groups.govern(group, after);
        UUID record = Ids.next();
        Settlement settlement = Objects.equals(before.rule(), after.rule()) ? null : review.ofMembers(id, record);
        ObjectNode changes = Changes.between(settings(before), settings(after));
        Entry entry = new Entry(
                record, "group.governed", "Group", id.toString(), changes, null, NOTHING.deepCopy(), null, List.of());
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        changes.fieldNames().forEachRemaining(payload.withArray("changed")::add);
        List<Event> events = List.of(new Event("group.governed", null, id, null, record, payload));
        chronicle.tellMoving(entry, events, settlement);
        return group;
    }

    private static ObjectNode settings(GroupPolicy policy) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode().put("privileged", policy.privileged());
        GroupPolicy.Rule rule = policy.rule();
        if (rule != null) {
            ObjectNode gives = settings.putObject("seatRule").put("priority", rule.priority());
            gives.put(rule.admin() ? "appRole" : "seatType", rule.admin() ? "admin" : rule.seatType());
        }
        if (policy.allowedSeatTypes() != null) {
            policy.allowedSeatTypes().forEach(settings.putArray("allowedSeatTypes")::add);
        }
        return settings;
    }

    private static void expect(LongPredicate expected, Group group) {
        if (!expected.test(group.version())) {
            throw DirectoryProblems.wrongVersion();
        }
    }

    private Outcome change(Group group, MembersChange members) {
        if (members.isEmpty()) {
            return NOBODY;
        }
        List<UUID> named = memberships.named(tenant(), group.id(), members);
        if (group.policy().rule() != null) {
            review.lock(named);
        }
        Outcome outcome = memberships.change(tenant(), group.id(), members, named, time.now());
        boolean provisioned = managing.connectionId() != null;
        if (provisioned && outcome.everybody().stream().anyMatch(Candidate::protectedAccount)) {
            throw DirectoryProblems.protectedAccount();
        }
        return outcome;
    }

    private void tell(
            String action, Group group, ObjectNode before, ObjectNode after, ObjectNode effects, Outcome outcome) {
        UUID record = Ids.next();
        Settlement settlement = group.policy().rule() == null ? null : resettle(outcome, record);
        Map<UUID, SeatClaim> settled = new HashMap<>();
        if (settlement != null) {
            settlement.own().forEach(claim -> settled.put(claim.user(), claim));
        }
        Told told = new Told(group, record, effects, new ArrayList<>(), new ArrayList<>());
        ObjectNode changes = Changes.between(before, after);
        told.events.add(new Event(action, null, group.id(), null, record, JsonNodeFactory.instance.objectNode()));
        changes.fieldNames().forEachRemaining(told.events.get(0).payload().withArray("changed")::add);
        members("joined", outcome.joined(), told, settled);
        members("left", outcome.left(), told, settled);
        members("restored", outcome.woken(), told, settled);
        Entry entry =
                new Entry(record, action, "Group", group.id().toString(), changes, null, effects, null, told.subjects);
        chronicle.tellMoving(entry, told.events, settlement);
    }

    /** What is told of a change of members. */
    private record Told(
            Group group, UUID record, ObjectNode effects, List<Entry.Subject> subjects, List<Event> events) {}

    /** The group has a rule, and these come under it or from under it. */
    private @Nullable Settlement resettle(Outcome outcome, UUID record) {
        List<UUID> people = outcome.everybody().stream()
                .filter(Candidate::active)
                .map(Candidate::id)
                .sorted(Comparator.comparing(UUID::toString))
                .toList();
        if (people.isEmpty()) {
            return null;
        }
        // The rule is asked who its members are.
        chronicle.send();
        return review.ofChanged(people, record);
    }

    private void members(String what, List<Candidate> people, Told told, Map<UUID, SeatClaim> settled) {
        if (people.isEmpty()) {
            return;
        }
        ArrayNode ids = told.effects.withObjectProperty("members").putArray(what);
        for (Candidate person : people) {
            long stateVersion = count(person, settled.get(person.id()));
            ids.add(person.id().toString());
            told.subjects.add(new Entry.Subject(person.id(), stateVersion));
            ObjectNode payload = JsonNodeFactory.instance.objectNode().put("membership", what);
            told.events.add(
                    new Event("membership." + what, person.id(), told.group.id(), stateVersion, told.record, payload));
        }
    }

    /** @param claim that will be written with its seat, or null when no seat is decided */
    private long count(Candidate person, @Nullable SeatClaim claim) {
        if (claim != null) {
            return claim.nextStateVersion();
        }
        long stateVersion = person.stateVersion() + 1;
        seats.writeStateVersion(tenant(), person.id(), stateVersion);
        return stateVersion;
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
