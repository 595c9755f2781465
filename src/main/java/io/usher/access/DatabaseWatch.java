package io.usher.access;

import io.usher.platform.Problem;
import io.usher.platform.Sql;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Knows whether the database does its part, and says so in the log: one line when it stops, one when it does again.
 * A line for each of the thousands of calls in between would hide both.
 */
@ApplicationScoped
public class DatabaseWatch {

    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
    /** So long must nothing fail until it counts as well again: a flickering database does not make the log flicker. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final Time time;
    private final Map<String, Integer> failures = new TreeMap<>();
    private Instant first = Instant.EPOCH;
    private Instant last = Instant.EPOCH;
    private volatile boolean troubled;
    private volatile boolean lost;

    DatabaseWatch(Time time) {
        this.time = time;
    }

    /** Notes a failure of the database and makes of it what the caller is told. */
    public Problem failed(Throwable failure) {
        note(failure);
        return AccessProblems.databaseAway(failure);
    }

    synchronized void note(Throwable failure) {
        String state = String.valueOf(Sql.state(failure));
        lost |= Sql.isLost(failure);
        last = time.now();
        failures.merge(state, 1, Integer::sum);
        if (!troubled) {
            troubled = true;
            first = last;
            LOG.warnf(
                    "The database does not do its part (SQLState %s). Callers are told to come again (503);"
                            + " the next line about it says how it ended.",
                    state);
        }
    }

    /** Notes that the database has done what it was asked for. */
    void succeeded() {
        lost = false;
        if (troubled) {
            settle(time.now());
        }
    }

    private synchronized void settle(Instant now) {
        if (troubled && now.isAfter(last.plus(QUIET))) {
            LOG.infof(
                    "The database does its part again. It failed for %d s; calls that were sent away, by SQLState: %s",
                    Duration.between(first, last).toSeconds() + 1, failures);
            troubled = false;
            failures.clear();
        }
    }

    /** True from the loss of a connection until the next success: waiting in front of the database is then in vain. */
    boolean isLost() {
        return lost;
    }
}
