package io.usher.lifecycle;

import io.usher.access.CurrentCall;
import io.usher.directory.Memberships;
import io.usher.directory.Users;
import io.usher.lifecycle.WorkList.Kind;
import io.usher.platform.Time;
import io.usher.seats.Seats;
import io.usher.seats.Seats.Settled;
import io.usher.seats.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides anew which seats people are to have, after what decides it was changed: at once, or through the work list when they
 * are many, so that nobody else waits for them.
 */
@ApplicationScoped
class SeatReview {

    /** More people than this are settled in batches. */
    static final int AT_ONCE = 500;

    private final CurrentCall current;
    private final Users users;
    private final Memberships memberships;
    private final Seats seats;
    private final WorkList work;
    private final Time time;

    SeatReview(CurrentCall current, Users users, Memberships memberships, Seats seats, WorkList work, Time time) {
        this.current = current;
        this.users = users;
        this.memberships = memberships;
        this.seats = seats;
        this.work = work;
        this.time = time;
    }

    /**
     * Locks people whose seats may move, and the pools, before a claim of theirs is locked: whoever hands on a seat has the
     * pools already when he comes to claims. Not for many, who are settled later and must not keep others from the pools.
     */
    void lock(List<UUID> people) {
        if (people.size() <= AT_ONCE) {
            memberships.lockPeople(tenant(), people);
            seats.lock(tenant());
        }
    }

    /** Of people whose rows are locked. */
    Settlement ofLocked(List<UUID> people) {
        return seats.settleAll(tenant(), current.tenant().seatSettingsVersion(), asking(people));
    }

    /** What these people's resources ask for. */
    List<Settled> asking(List<UUID> people) {
        return users.asking(tenant(), people).stream()
                .map(each -> new Settled(
                        each.id(),
                        each.active(),
                        SeatRequests.read(each.carriers(), current.tenant().seatSettings())))
                .toList();
    }

    /** Of these people, in the order of their ids. */
    Settlement of(List<UUID> people) {
        memberships.lockPeople(tenant(), people);
        return ofLocked(people);
    }

    /** @return null when they are many: then they stand on the work list, under the record of the change */
    @Nullable
    Settlement ofMembers(UUID group, UUID record) {
        List<UUID> people = memberships.effectiveAfter(tenant(), group, null, AT_ONCE + 1);
        if (people.size() <= AT_ONCE) {
            return of(people);
        }
        later(Kind.MEMBERS, group.toString(), memberships.countEffective(tenant(), group), record);
        return null;
    }

    /** @return as {@link #ofMembers} */
    @Nullable
    Settlement ofEverybody(UUID record) {
        List<UUID> people = users.activeAfter(tenant(), null, AT_ONCE + 1);
        if (people.size() <= AT_ONCE) {
            return of(people);
        }
        later(Kind.EVERYBODY, null, users.countActive(tenant()), record);
        return null;
    }

    /** Of people whose rows are locked; as {@link #ofMembers}. */
    @Nullable
    Settlement ofChanged(List<UUID> people, UUID record) {
        if (people.size() <= AT_ONCE) {
            return ofLocked(people);
        }
        work.add(tenant(), people, record);
        return null;
    }

    private void later(Kind kind, @Nullable String subject, int total, UUID record) {
        work.add(tenant(), kind, subject, time.now(), total, record);
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
