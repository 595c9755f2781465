package io.usher.access;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.concurrent.Callable;

/** What only one of the programs that start together may do. */
@ApplicationScoped
class StartLock {

    private static final int PATIENCE_SECONDS = 60;
    private static final long PAUSE_MILLIS = 100;

    private final EntityManager database;

    StartLock(EntityManager database) {
        this.database = database;
    }

    /** Does the work in a transaction, when no other program does. */
    <T> T alone(String name, Callable<T> work) {
        return QuarkusTransaction.requiringNew().timeout(PATIENCE_SECONDS).call(() -> {
            // Asked again and again: a statement that waits would end by the timeouts that are made for requests.
            while (!take(name)) {
                Thread.sleep(PAUSE_MILLIS);
            }
            return work.call();
        });
    }

    private boolean take(String name) {
        return (boolean) database.createNativeQuery("SELECT pg_try_advisory_xact_lock(hashtext(:name))", Boolean.class)
                .setParameter("name", name)
                .getSingleResult();
    }
}
