package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.directory.User;
import io.usher.directory.Users;
import io.usher.leavers.ContentHandover;
import io.usher.leavers.ContentHandovers;
import io.usher.leavers.LeaverProblems;
import io.usher.lifecycle.UserStory.Before;
import io.usher.lifecycle.UserStory.Change;
import io.usher.platform.Time;
import io.usher.seats.Asked;
import io.usher.seats.Seats;
import io.usher.seats.Seats.Settled;
import io.usher.seats.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The application says to whom it gave what a leaver has left. */
@ApplicationScoped
@TenantTransaction
public class ContentHandoverLifecycle {

    private final CurrentCall current;
    private final Users users;
    private final Seats seats;
    private final ContentHandovers handovers;
    private final UserStory story;
    private final Time time;

    ContentHandoverLifecycle(
            CurrentCall current, Users users, Seats seats, ContentHandovers handovers, UserStory story, Time time) {
        this.current = current;
        this.users = users;
        this.seats = seats;
        this.handovers = handovers;
        this.story = story;
        this.time = time;
    }

    /**
     * Confirms the hand-over of somebody's content; saying the same again changes nothing.
     *
     * @param given who got it, or null: the one whom his managers or the tenant's default make his successor now
     * @return as it stands then
     * @throws io.usher.platform.Problem when there is none to confirm, or nobody to have got it
     */
    public ContentHandover confirm(UUID id, @Nullable UUID given) {
        User user = users.lockEver(tenant(), id);
        ContentHandover latest = handovers.latest(tenant(), id).orElseThrow(LeaverProblems::noHandover);
        if (latest.cancelled()) {
            throw LeaverProblems.cameBack();
        }
        if (latest.confirmed()) {
            if (given != null && !given.equals(latest.successor())) {
                throw LeaverProblems.confirmedOtherwise();
            }
            return latest;
        }
        UUID successor = given == null ? latest.successor() : given;
        if (successor == null) {
            throw LeaverProblems.nobodySucceeds();
        }
        if (given != null && (given.equals(id) || !users.knows(tenant(), given))) {
            throw LeaverProblems.badSuccessor("successor");
        }
        String foundBy = given == null ? latest.foundBy() : ContentHandover.BY_APPLICATION;
        UUID record = tell(user, successor, foundBy);
        handovers.confirm(tenant(), latest.record(), record, successor, foundBy, time.now());
        return handovers.latest(tenant(), id).orElseThrow(LeaverProblems::noHandover);
    }

    private UUID tell(User user, UUID successor, @Nullable String foundBy) {
        Settlement settlement = seats.settle(
                tenant(), current.tenant().seatSettingsVersion(), new Settled(user.id(), user.active(), Asked.NOTHING));
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        effects.putObject(UserStory.HANDOVER)
                .put("status", ContentHandover.CONFIRMED)
                .put("successor", successor.toString())
                .put("foundBy", foundBy);
        return story.tell(user, new Change("contentHandover.confirmed", nothing, Before.of(user), effects), settlement);
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
