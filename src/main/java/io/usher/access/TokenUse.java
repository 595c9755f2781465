package io.usher.access;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
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

    TokenUse(EntityManager database) {
        this.database = database;
    }

    void note(Caller.Connector caller, Instant at) {
        unwritten.put(caller, at);
    }

    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void write() {
        for (Map.Entry<Caller.Connector, Instant> use : Map.copyOf(unwritten).entrySet()) {
            QuarkusTransaction.requiringNew()
                    .run(() -> database.createNativeQuery(
                                    "SELECT 1 FROM note_token_use(:tenant, :token, :at)", Integer.class)
                            .setParameter("tenant", use.getKey().tenant())
                            .setParameter("token", use.getKey().token())
                            .setParameter("at", use.getValue())
                            .getResultList());
            // A use noted meanwhile has another time and stays for the next minute.
            unwritten.remove(use.getKey(), use.getValue());
        }
    }
}
