package io.usher.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.platform.Problem;
import io.usher.platform.Time;
import io.usher.testing.TestTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However a transaction ended, the next caller's connection knows of no tenant. */
@QuarkusTest
@Tag("T90")
class PooledConnectionTest {

    private static final long CHECKS = Long.getLong("usher.pool.checks", 3000);
    private static final long SEED = 20_261_124;
    private static final int THREADS = 8;

    @Inject
    TokenVerifier verifier;

    @Inject
    Work work;

    @Inject
    CurrentCall current;

    @Inject
    Time time;

    @Inject
    Checkpoint checkpoint;

    /** How a transaction may end. */
    private enum End {
        SUCCESS,
        FAILURE,
        REFUSAL,
        FAILED_STATEMENT,
        TIMEOUT,
        LOST_CONNECTION
    }

    @Test
    void a_connection_taken_from_the_pool_again_knows_of_no_tenant() throws InterruptedException {
        List<Caller> callers = IntStream.range(0, 3)
                .<Caller>mapToObj(n -> verifier.verify(TestTenant.create().token("okta")))
                .toList();
        Map<End, AtomicInteger> ends = new ConcurrentHashMap<>();
        checkpoint.open();
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(n -> new Thread(() -> run(callers, new Random(SEED + n), ends)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        checkpoint.close();
        print("Asked %d connections taken from the pool (seed %d) after %s: %d knew of a tenant"
                .formatted(checkpoint.checks.get(), SEED, ends, checkpoint.leaks.get()));
        assertThat(checkpoint.checks.get()).isGreaterThanOrEqualTo(CHECKS);
        assertThat(checkpoint.leaks.get()).isZero();
        assertThat(ends.keySet()).containsExactlyInAnyOrder(End.values());
    }

    private void run(List<Caller> callers, Random random, Map<End, AtomicInteger> ends) {
        for (long n = 0; n < CHECKS && checkpoint.checks.get() < CHECKS; n++) {
            End end = draw(random);
            Caller caller = callers.get(random.nextInt(callers.size()));
            var request = Arc.container().requestContext();
            request.activate();
            try {
                current.begin(new Call(caller, "r", time.now(), "GET", "/", null, null, Map.of()));
                work.endIn(end, caller);
            } catch (Problem | IllegalStateException | jakarta.persistence.PersistenceException expected) {
                // which way it ends is what is tried here
            } finally {
                request.terminate();
            }
            ends.computeIfAbsent(end, e -> new AtomicInteger()).incrementAndGet();
        }
    }

    /** What takes a while to fail is drawn less often. */
    private static End draw(Random random) {
        int lot = random.nextInt(1000);
        if (lot < 10) {
            return End.TIMEOUT;
        }
        if (lot < 20) {
            return End.LOST_CONNECTION;
        }
        return End.values()[random.nextInt(4)];
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }

    /** A change that ends as it is told to, after it has seen that it is in its tenant. */
    @ApplicationScoped
    static class Work {

        @Inject
        EntityManager database;

        @TenantTransaction
        void endIn(End end, Caller caller) {
            Object tenant = ask("SELECT current_setting('app.tenant', true)");
            assertThat(tenant).isEqualTo(((Caller.Connector) caller).tenant().toString());
            switch (end) {
                case SUCCESS -> ask("SELECT 'done'");
                case FAILURE -> throw new IllegalStateException("told to fail");
                case REFUSAL -> throw AccessProblems.noSuchToken();
                case FAILED_STATEMENT -> ask("SELECT 'not a number'::int::text");
                case TIMEOUT -> {
                    ask("SELECT set_config('statement_timeout', '5', true)");
                    ask("SELECT pg_sleep(1)::text");
                }
                case LOST_CONNECTION -> ask("SELECT pg_terminate_backend(pg_backend_pid())::text");
            }
        }

        private Object ask(String sql) {
            return database.createNativeQuery(sql, String.class).getSingleResult();
        }
    }

    /** Asks each connection that leaves the pool, while the test runs. */
    @Singleton
    static class Checkpoint implements AgroalPoolInterceptor {

        final AtomicLong checks = new AtomicLong();
        final AtomicLong leaks = new AtomicLong();
        private volatile boolean open;

        void open() {
            open = true;
        }

        void close() {
            open = false;
        }

        @Override
        public void onConnectionAcquire(Connection connection) {
            if (!open) {
                return;
            }
            try (var sql = connection.createStatement();
                    var row = sql.executeQuery("SELECT current_setting('app.tenant', true)")) {
                row.next();
                String tenant = row.getString(1);
                if (tenant != null && !tenant.isEmpty()) {
                    leaks.incrementAndGet();
                }
                checks.incrementAndGet();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
