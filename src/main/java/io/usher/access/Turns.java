package io.usher.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may be in the database at once. A tenant's identity provider gets an eighth of the connections; its further calls wait
 * here, in order, where they hold neither a connection nor a lock. So one tenant cannot take the database away from the
 * others, and its calls do not spend their statement's two seconds queueing for each other's seat pool.
 */
@ApplicationScoped
class Turns {

    private static final int SHARE = 8;
    private static final long PATIENCE_SECONDS = 8;
    /** Of the 200 threads that serve; the others answer what needs no database. */
    private static final int PRESENT = 160;

    private static final int PRESENT_OF_TENANT = 110;

    /** Connections for the program's own work. */
    private static final int OWN = 2;

    private final DatabaseWatch watch;
    private final int share;
    private final Semaphore connections;
    private final Semaphore places = new Semaphore(PRESENT);
    private final Map<UUID, Line> lines = new ConcurrentHashMap<>();

    Turns(DatabaseWatch watch, @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections) {
        this.watch = watch;
        this.share = Math.max(1, connections / SHARE);
        this.connections = new Semaphore(Math.max(1, connections - OWN), true);
    }

    /** One tenant's calls: those that have their turn, and those that wait for it. */
    private static final class Line {

        private final Semaphore turns;
        private final Semaphore places = new Semaphore(PRESENT_OF_TENANT);

        Line(int turns) {
            this.turns = new Semaphore(turns, true);
        }

        int present() {
            return PRESENT_OF_TENANT - places.availablePermits();
        }
    }

    /** @throws io.usher.platform.Problem when too many wait already, or the turn does not come in time */
    <T> T inTurn(Caller caller, Callable<T> work) throws Exception {
        if (!places.tryAcquire()) {
            throw AccessProblems.busy();
        }
        try {
            return caller instanceof Caller.Connector connector
                    ? inLine(connector.tenant(), work)
                    : turn(connections, work);
        } finally {
            places.release();
        }
    }

    private <T> T inLine(UUID tenant, Callable<T> work) throws Exception {
        Line line = enter(tenant);
        try {
            return turn(line.turns, () -> turn(connections, work));
        } finally {
            leave(tenant);
        }
    }

    private <T> T turn(Semaphore turns, Callable<T> work) throws Exception {
        await(turns);
        try {
            return work.call();
        } finally {
            turns.release();
        }
    }

    private void await(Semaphore turns) throws InterruptedException {
        if (turns.tryAcquire()) {
            return;
        }
        if (watch.isLost()) {
            throw AccessProblems.databaseAway(null);
        }
        if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw AccessProblems.busy();
        }
        if (watch.isLost()) {
            turns.release();
            throw AccessProblems.databaseAway(null);
        }
    }

    /** How many of a tenant's calls have their turn or wait for it. */
    int present(UUID tenant) {
        Line line = lines.get(tenant);
        return line == null ? 0 : line.present();
    }

    private Line enter(UUID tenant) {
        return lines.compute(tenant, (id, known) -> {
            Line line = known == null ? new Line(share) : known;
            if (!line.places.tryAcquire()) {
                throw AccessProblems.busy();
            }
            return line;
        });
    }

    private void leave(UUID tenant) {
        lines.computeIfPresent(tenant, (id, line) -> {
            line.places.release();
            return line.present() == 0 ? null : line;
        });
    }
}
