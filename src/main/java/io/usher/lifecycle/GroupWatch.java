package io.usher.lifecycle;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.usher.access.Call;
import io.usher.access.Caller;
import io.usher.access.CurrentCall;
import io.usher.events.EventFeed;
import io.usher.platform.Ids;
import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;
import io.usher.platform.Sql;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * Reads the feed of events, like anybody else, for groups that may have become mixed, and has them looked at; so no change waits
 * for it. Migration V016 says why nothing is lost, and nothing told twice.
 */
@ApplicationScoped
class GroupWatch {

    private static final Logger LOG = Logger.getLogger(GroupWatch.class);
    private static final String EVERY = "${usher.mixed-groups.every:5s}";
    /** Events whose groups are noted at one go. */
    private static final int EVENTS = 200;

    private static final int GROUPS_AT_ONCE = 100;

    private final Session session;
    private final MixedGroups mixed;
    private final CurrentCall current;
    private final Time time;
    private int events = EVENTS;

    GroupWatch(Session session, MixedGroups mixed, CurrentCall current, Time time) {
        this.session = session;
        this.mixed = mixed;
        this.current = current;
        this.time = time;
    }

    private record Due(UUID tenant, UUID group) {}

    @Scheduled(every = EVERY, delayed = EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void watch() {
        try {
            follow();
            List<Due> due;
            do {
                due = QuarkusTransaction.requiringNew().call(this::due);
            } while (due.stream().filter(this::look).count() > 0);
        } catch (RuntimeException failure) {
            if (!Sql.isAway(failure)) {
                throw failure;
            }
            LOG.debugf("Groups wait for the database: SQLState %s", Sql.state(failure));
        }
    }

    /** People in very many groups can make a batch too large for its statement; then it is halved, down to one event. */
    private void follow() {
        int wanted = events;
        events = Math.max(1, wanted / 2);
        repeat(() -> EventFeed.number(session));
        repeat(() -> session.createNativeQuery("SELECT watch_groups(:most)", Integer.class)
                .setParameter("most", wanted)
                .getSingleResult());
        events = EVENTS;
    }

    private static void repeat(IntSupplier batch) {
        while (QuarkusTransaction.requiringNew().call(batch::getAsInt) > 0) {
            LOG.trace("There may be more events");
        }
    }

    private List<Due> due() {
        return session
                .createNativeQuery(
                        "SELECT tenant_id, group_id FROM group_queue WHERE due_at <= :now ORDER BY due_at, group_id",
                        Object[].class)
                .setParameter("now", time.now())
                .setMaxResults(GROUPS_AT_ONCE)
                .getResultList()
                .stream()
                .map(row -> new Due((UUID) row[0], (UUID) row[1]))
                .toList();
    }

    /** What fails is tried again later, so that it keeps nothing else from being done. False when nothing was done. */
    private boolean look(Due due) {
        try {
            current.begin(new Call(
                    new Caller.Usher(due.tenant()),
                    Ids.next().toString(),
                    time.now(),
                    "WATCH",
                    "/groups/" + due.group(),
                    null,
                    null,
                    Map.of()));
            return mixed.look(due.group());
        } catch (RuntimeException failure) {
            if (failure instanceof Problem problem && problem.kind() == Kind.UNAVAILABLE) {
                LOG.debugf("Group %s waits: %s", due.group(), problem.code());
            } else {
                LOG.errorf(failure, "Group %s of tenant %s is looked at again in a minute", due.group(), due.tenant());
            }
            QuarkusTransaction.requiringNew().run(() -> postpone(due, time.now().plusSeconds(60)));
            return false;
        }
    }

    private void postpone(Due due, Instant until) {
        session.createNativeMutationQuery(
                        "UPDATE group_queue SET due_at = :until WHERE tenant_id = :tenant AND group_id = :group")
                .setParameter("until", until)
                .setParameter("tenant", due.tenant())
                .setParameter("group", due.group())
                .executeUpdate();
    }
}
