package io.usher.lifecycle;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.usher.access.Call;
import io.usher.access.Caller;
import io.usher.access.CurrentCall;
import io.usher.lifecycle.WorkList.Due;
import io.usher.platform.Ids;
import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;
import io.usher.platform.Sql;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/** Does what stands on the work list, batch by batch and in turns, as long as there is something to do. */
@ApplicationScoped
class Worker {

    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final String EVERY = "${usher.work.every:1s}";
    private static final int AT_ONCE = 20;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

    private final WorkList list;
    private final SeatWork seats;
    private final CurrentCall current;
    private final Time time;

    Worker(WorkList list, SeatWork seats, CurrentCall current, Time time) {
        this.list = list;
        this.seats = seats;
        this.current = current;
        this.time = time;
    }

    @Scheduled(every = EVERY, delayed = EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void work() {
        try {
            boolean more;
            do {
                more = round();
            } while (more);
        } catch (RuntimeException failure) {
            if (!Sql.isAway(failure)) {
                throw failure;
            }
            LOG.debugf("Work waits for the database: SQLState %s", Sql.state(failure));
        }
    }

    /** One batch of each item that is due; false when nothing was done. */
    private boolean round() {
        boolean done = false;
        for (Due due : QuarkusTransaction.requiringNew().call(() -> list.due(AT_ONCE))) {
            done |= batch(due);
        }
        return done;
    }

    /** What fails is tried again later, so that it keeps nothing else from being done. */
    private boolean batch(Due due) {
        try {
            current.begin(new Call(
                    new Caller.Usher(due.tenant()),
                    Ids.next().toString(),
                    time.now(),
                    "WORK",
                    "/work/" + due.work(),
                    null,
                    null,
                    Map.of()));
            return seats.batch(due.work());
        } catch (RuntimeException failure) {
            if (failure instanceof Problem problem && problem.kind() == Kind.UNAVAILABLE) {
                LOG.debugf("Work %s waits: %s", due.work(), problem.code());
                return false;
            }
            LOG.errorf(failure, "Work %s of tenant %s failed and is tried again in a minute", due.work(), due.tenant());
            QuarkusTransaction.requiringNew()
                    .run(() -> list.postpone(due, time.now().plus(PAUSE_AFTER_FAILURE)));
            return false;
        }
    }
}
