package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.audit.Changes;
import io.usher.audit.Entry;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.Groups;
import io.usher.directory.ManagedPeople;
import io.usher.directory.ManagedPeople.Candidate;
import io.usher.directory.ManagedPeople.Count;
import io.usher.directory.ManagedPeople.Selection;
import io.usher.directory.User;
import io.usher.directory.Users;
import io.usher.lifecycle.Chronicle.Told;
import io.usher.lifecycle.UserStory.Before;
import io.usher.lifecycle.UserStory.Change;
import io.usher.lifecycle.WorkList.Item;
import io.usher.platform.Ids;
import io.usher.platform.Limits;
import io.usher.platform.Time;
import io.usher.seats.Settlement;
import io.usher.tenants.Connections;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Another connection takes over whom one manages, as when a company changes its identity provider; or one adopts those whom
 * none manages. Nobody's seat moves. Who cannot be taken over stays where he is, and is named.
 */
@ApplicationScoped
@TenantTransaction
public class HandOver {

    private final CurrentCall current;
    private final Connections connections;
    private final ManagedPeople managed;
    private final Users users;
    private final Groups groups;
    private final SeatReview review;
    private final WorkList work;
    private final UserStory story;
    private final Chronicle chronicle;
    private final Time time;

    HandOver(
            CurrentCall current,
            Connections connections,
            ManagedPeople managed,
            Users users,
            Groups groups,
            SeatReview review,
            WorkList work,
            UserStory story,
            Chronicle chronicle,
            Time time) {
        this.current = current;
        this.connections = connections;
        this.managed = managed;
        this.users = users;
        this.groups = groups;
        this.review = review;
        this.work = work;
        this.story = story;
        this.chronicle = chronicle;
        this.time = time;
    }

    /** What {@link #handOver} would do now. */
    public Count preview(Selection selection) {
        require(selection);
        return managed.count(tenant(), selection, Limits.PREVIEW_MOVES);
    }

    /**
     * At most 500 people are handed over when this returns; of more, the batches of the work list are.
     *
     * @return what it did or will do
     */
    public Count handOver(Selection selection) {
        Count count = preview(selection);
        if (count.wanted() == count.kept()) {
            return count;
        }
        UUID record = Ids.next();
        ObjectNode effects = JsonNodeFactory.instance
                .objectNode()
                .put("people", count.wanted() - count.kept())
                .put("kept", count.kept());
        UUID connection = selection.to() == null ? selection.from() : selection.to();
        Entry entry = new Entry(
                record,
                "connection.handedOver",
                "Connection",
                Objects.toString(connection),
                Changes.between(connection(selection.from()), connection(selection.to())),
                null,
                effects,
                null,
                List.of());
        if (count.wanted() <= SeatReview.AT_ONCE) {
            List<Candidate> all = managed.after(tenant(), selection, null, SeatReview.AT_ONCE);
            tell(entry, selection, all);
        } else {
            work.add(tenant(), WorkList.Kind.HANDOVER, written(selection), time.now(), count.wanted(), record);
            chronicle.tell(entry, List.of(), null);
        }
        return count;
    }

    /** A batch of the work list; how it goes on, the list is told. One that hands over nobody leaves no record. */
    void batch(Item item) {
        Selection selection = read(String.valueOf(item.subject()));
        List<Candidate> batch = managed.after(tenant(), selection, item.lastId(), SeatWork.BATCH);
        int people = (int)
                batch.stream().filter(candidate -> candidate.why() == null).count();
        if (people > 0) {
            ObjectNode effects =
                    JsonNodeFactory.instance.objectNode().put("people", people).put("kept", batch.size() - people);
            String id = item.id().toString();
            Entry entry = new Entry(
                    Ids.next(), "people.handedOver", "Work", id, null, null, effects, item.record(), List.of());
            tell(entry, selection, batch);
        }
        if (batch.size() < SeatWork.BATCH) {
            work.finish(item);
        } else {
            work.advance(item, batch.get(batch.size() - 1).user(), batch.size());
        }
    }

    /** Hands over those who can be, each with a record of his own under this one. */
    private void tell(Entry entry, Selection selection, List<Candidate> candidates) {
        List<UUID> ids = candidates.stream()
                .filter(candidate -> candidate.why() == null)
                .map(Candidate::user)
                .toList();
        List<User> people = users.handOver(tenant(), ids, selection.from(), selection.to());
        Settlement settlement = review.ofLocked(people.stream().map(User::id).toList());
        ObjectNode changes = Changes.between(connection(selection.from()), connection(selection.to()));
        List<Told> told = new ArrayList<>();
        for (User user : people) {
            Change change = new Change(
                    "user.handedOver", changes.deepCopy(), Before.of(user), JsonNodeFactory.instance.objectNode());
            told.add(story.of(user, change, settlement, entry.id()));
        }
        chronicle.tell(entry, List.of(), told, settlement);
    }

    private void require(Selection selection) {
        if (Objects.equals(selection.from(), selection.to())) {
            throw DirectoryProblems.sameConnection();
        }
        for (UUID connection : new UUID[] {selection.from(), selection.to()}) {
            if (connection != null) {
                connections.require(tenant(), connection);
            }
        }
        if (selection.group() != null) {
            groups.find(tenant(), selection.group());
        }
    }

    private static ObjectNode connection(@Nullable UUID id) {
        ObjectNode connection = JsonNodeFactory.instance.objectNode();
        return id == null ? connection : connection.put("connection", id.toString());
    }

    private static String written(Selection selection) {
        return selection.from() + " " + selection.to() + " " + selection.group();
    }

    private static Selection read(String subject) {
        String[] ids = subject.split(" ", -1);
        return new Selection(id(ids[0]), id(ids[1]), id(ids[2]));
    }

    private static @Nullable UUID id(String text) {
        return text.equals("null") ? null : UUID.fromString(text);
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
