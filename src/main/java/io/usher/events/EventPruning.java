package io.usher.events;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.usher.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.function.IntSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Removes events that have become old, read or not. Replicas that come to it at the same time take turns, batch by batch.
 * Only what has its place in the feed can go; where nobody reads, nobody else would give it one.
 */
@ApplicationScoped
class EventPruning {

    private static final Logger LOG = Logger.getLogger(EventPruning.class);
    private static final int BATCH = 2_000;

    private final EntityManager database;
    private final int retentionDays;

    EventPruning(
            EntityManager database,
            @ConfigProperty(name = "usher.events.retention-days", defaultValue = "30") int retentionDays) {
        this.database = database;
        this.retentionDays = retentionDays;
    }

    /** Without the database nothing is lost: what does not go now goes in an hour. */
    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void prune() {
        try {
            repeat(EventFeed.BATCH, () -> EventFeed.number(database));
            repeat(BATCH, this::pruneBatch);
        } catch (RuntimeException failure) {
            if (!Sql.isAway(failure)) {
                throw failure;
            }
            LOG.debugf("Old events stay for another hour: SQLState %s", Sql.state(failure));
        }
    }

    /** Each batch is a transaction of its own, so that readers and the other replicas come in between. */
    private static void repeat(int batch, IntSupplier work) {
        while (QuarkusTransaction.requiringNew().call(work::getAsInt) == batch) {
            LOG.debugf("%d events done, and there are more", batch);
        }
    }

    private int pruneBatch() {
        return (Integer) database.createNativeQuery("SELECT prune_events(:days, :most)", Integer.class)
                .setParameter("days", retentionDays)
                .setParameter("most", BATCH)
                .getSingleResult();
    }
}
