package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.audit.Entry;
import io.usher.directory.Memberships;
import io.usher.directory.Users;
import io.usher.lifecycle.WorkList.Item;
import io.usher.platform.Ids;
import io.usher.seats.SeatClaim;
import io.usher.seats.SeatWrites;
import io.usher.seats.Seats;
import io.usher.seats.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Seats that are decided later: one batch of the work list, in one transaction of the tenant. */
@ApplicationScoped
@TenantTransaction
class SeatWork {

    /** So few that whoever waits for the pools meanwhile does not notice. */
    static final int BATCH = 100;

    private final CurrentCall current;
    private final WorkList work;
    private final SeatReview review;
    private final HandOver handOver;
    private final Users users;
    private final Memberships memberships;
    private final Seats seats;
    private final SeatWrites seatWrites;
    private final Chronicle chronicle;

    SeatWork(
            CurrentCall current,
            WorkList work,
            SeatReview review,
            HandOver handOver,
            Users users,
            Memberships memberships,
            Seats seats,
            SeatWrites seatWrites,
            Chronicle chronicle) {
        this.current = current;
        this.work = work;
        this.review = review;
        this.handOver = handOver;
        this.users = users;
        this.memberships = memberships;
        this.seats = seats;
        this.seatWrites = seatWrites;
        this.chronicle = chronicle;
    }

    /** False when it was done before, or another program is at it. */
    boolean batch(UUID id) {
        Optional<Item> taken = work.take(current.tenant().id(), id);
        taken.ifPresent(this::batch);
        return taken.isPresent();
    }

    private void batch(Item item) {
        if (item.kind() == WorkList.Kind.POOL) {
            tell(item, seats.promote(current.tenant().id()));
            work.finish(item);
            return;
        }
        if (item.kind() == WorkList.Kind.HANDOVER) {
            handOver.batch(item);
            return;
        }
        List<UUID> people = next(item);
        if (!people.isEmpty()) {
            tell(item, review.of(people));
        }
        if (people.size() < BATCH) {
            work.finish(item);
        } else {
            work.advance(item, people.get(people.size() - 1), people.size());
        }
    }

    private List<UUID> next(Item item) {
        UUID tenant = current.tenant().id();
        return switch (item.kind()) {
            case PEOPLE -> work.peopleAfter(item, item.lastId(), BATCH);
            case MEMBERS ->
                memberships.effectiveAfter(
                        tenant, UUID.fromString(String.valueOf(item.subject())), item.lastId(), BATCH);
            case EVERYBODY -> users.activeAfter(tenant, item.lastId(), BATCH);
            case PIN -> List.of(UUID.fromString(String.valueOf(item.subject())));
            case POOL, HANDOVER -> List.of();
        };
    }

    /** A batch that moves nobody leaves no record. */
    private void tell(Item item, Settlement settlement) {
        UUID record = Ids.next();
        if (settlement.own().stream().noneMatch(SeatClaim::moved)
                && settlement.promoted().isEmpty()) {
            seatWrites.write(current.tenant().id(), settlement, item.kind().word(), record);
            chronicle.send();
            return;
        }
        ObjectNode effects = JsonNodeFactory.instance
                .objectNode()
                .put("people", settlement.own().size());
        chronicle.tellMoving(
                new Entry(
                        record,
                        "seats.reviewed",
                        "Work",
                        item.id().toString(),
                        null,
                        null,
                        effects,
                        item.record(),
                        List.of()),
                List.of(),
                settlement);
    }
}
