package io.usher.seats;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.usher.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How full the pools are, for the metrics: {@code usher_seat_pool_quantity} (absent where unlimited), {@code _used} and
 * {@code _waiting}, by tenant and seat type. Read now and then, so that no scrape and no request pays for it.
 */
@ApplicationScoped
class SeatPoolGauges {

    private static final Logger LOG = Logger.getLogger(SeatPoolGauges.class);
    /** A time series each: of more pools than this only those with the longest queues are shown. */
    private static final int MOST = 1_000;

    private static final String EVERY = "${usher.seat-pool-metrics.every:30s}";

    private final EntityManager database;
    private final MultiGauge quantity;
    private final MultiGauge used;
    private final MultiGauge waiting;

    SeatPoolGauges(EntityManager database, MeterRegistry meters) {
        this.database = database;
        this.quantity = MultiGauge.builder("usher.seat.pool.quantity")
                .description("Seats that the pool has; absent where it is unlimited")
                .register(meters);
        this.used = MultiGauge.builder("usher.seat.pool.used")
                .description("Seats that are held")
                .register(meters);
        this.waiting = MultiGauge.builder("usher.seat.pool.waiting")
                .description("People who wait for a seat")
                .register(meters);
    }

    private record Figures(
            String tenant, String type, @Nullable Number quantity, Number used, Number waiting) {}

    @Scheduled(every = EVERY, delayed = EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        try {
            List<Figures> pools = QuarkusTransaction.requiringNew().call(this::read);
            show(quantity, pools, Figures::quantity);
            show(used, pools, Figures::used);
            show(waiting, pools, Figures::waiting);
        } catch (RuntimeException failure) {
            if (!Sql.isAway(failure)) {
                throw failure;
            }
            LOG.debugf("The figures of the seat pools stay as they were: SQLState %s", Sql.state(failure));
        }
    }

    private List<Figures> read() {
        List<Figures> pools = new ArrayList<>();
        List<?> rows = database.createNativeQuery(
                        "SELECT tenant, type, quantity, used, waiting FROM seat_pool_figures()"
                                + " ORDER BY waiting DESC, used DESC, tenant, type LIMIT :most",
                        Object[].class)
                .setParameter("most", MOST)
                .getResultList();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            pools.add(new Figures(
                    (String) columns[0], (String) columns[1], (Number) columns[2], (Number) columns[3], (Number)
                            columns[4]));
        }
        return pools;
    }

    private static void show(MultiGauge gauge, List<Figures> pools, Function<Figures, @Nullable Number> figure) {
        gauge.register(
                pools.stream()
                        .filter(pool -> figure.apply(pool) != null)
                        .map(pool -> Row.of(
                                Tags.of("tenant", pool.tenant(), "type", pool.type()),
                                Objects.requireNonNull(figure.apply(pool))))
                        .toList(),
                true);
    }
}
