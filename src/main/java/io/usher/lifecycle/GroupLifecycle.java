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
import io.usher.directory.Groups;
import io.usher.directory.MembersChange;
import io.usher.directory.Memberships;
import io.usher.directory.Memberships.Candidate;
import io.usher.directory.Memberships.Outcome;
import io.usher.directory.Origin;
import io.usher.events.Event;
import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.usher.seats.Seats;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongPredicate;

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
    private final Seats seats;
    private final Chronicle chronicle;
    private final Time time;

    GroupLifecycle(
            CurrentCall current,
            Managing managing,
            Groups groups,
            Memberships memberships,
            Seats seats,
            Chronicle chronicle,
            Time time) {
        this.current = current;
        this.managing = managing;
        this.groups = groups;
        this.memberships = memberships;
        this.seats = seats;
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

    private static void expect(LongPredicate expected, Group group) {
        if (!expected.test(group.version())) {
            throw DirectoryProblems.wrongVersion();
        }
    }

    private Outcome change(Group group, MembersChange members) {
        if (members.isEmpty()) {
            return NOBODY;
        }
        Outcome outcome = memberships.change(tenant(), group.id(), members, time.now());
        boolean provisioned = managing.connectionId() != null;
        if (provisioned && outcome.everybody().stream().anyMatch(Candidate::protectedAccount)) {
            throw DirectoryProblems.protectedAccount();
        }
        return outcome;
    }

    private void tell(
            String action, Group group, ObjectNode before, ObjectNode after, ObjectNode effects, Outcome outcome) {
        UUID record = Ids.next();
        List<Entry.Subject> subjects = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        ObjectNode changes = Changes.between(before, after);
        members("joined", outcome.joined(), group, record, effects, subjects, events);
        members("left", outcome.left(), group, record, effects, subjects, events);
        members("restored", outcome.woken(), group, record, effects, subjects, events);
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        changes.fieldNames().forEachRemaining(payload.withArray("changed")::add);
        events.add(new Event(action, null, group.id(), null, record, payload));
        Entry entry = new Entry(record, action, "Group", group.id().toString(), changes, null, effects, null, subjects);
        chronicle.tell(entry, events, null);
    }

    private void members(
            String what,
            List<Candidate> people,
            Group group,
            UUID record,
            ObjectNode effects,
            List<Entry.Subject> subjects,
            List<Event> events) {
        if (people.isEmpty()) {
            return;
        }
        ArrayNode ids = effects.withObjectProperty("members").putArray(what);
        for (Candidate person : people) {
            long stateVersion = person.stateVersion() + 1;
            ids.add(person.id().toString());
            subjects.add(new Entry.Subject(person.id(), stateVersion));
            seats.writeStateVersion(tenant(), person.id(), stateVersion);
            ObjectNode payload = JsonNodeFactory.instance.objectNode().put("membership", what);
            events.add(new Event("membership." + what, person.id(), group.id(), stateVersion, record, payload));
        }
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
