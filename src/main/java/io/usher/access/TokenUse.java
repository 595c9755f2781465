package io.usher.access;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.usher.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When each token was last used: kept in memory and written once a minute, so that no request pays for it. */
@ApplicationScoped
class TokenUse {

    private final Map<Caller.Connector, Instant> unwritten = new ConcurrentHashMap<>();
    private final EntityManager database;
    private final DatabaseWatch watch;

    TokenUse(EntityManager database, DatabaseWatch watch) {
        this.database = database;
        this.watch = watch;
    }

    void note(Caller.Connector caller, Instant at) {
        unwritten.put(caller, at);
    }

    /** Without the database nothing is lost: what is not written now is written in the next minute. */
    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void write() {
        try {
            Map.copyOf(unwritten).forEach(this::write);
        } catch (RuntimeException failure) {
            if (!Sql.isAway(failure)) {
                throw failure;
            }
            watch.note(failure);
        }
    }

    private void write(Caller.Connector caller, Instant at) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "SELECT 1 FROM note_token_use(:tenant, :token, :at)", Integer.class)
                        .setParameter("tenant", caller.tenant())
                        .setParameter("token", caller.token())
                        .setParameter("at", at)
                        .getResultList());
        // A use noted meanwhile has another time and stays for the next minute.
        unwritten.remove(caller, at);
    }
}
