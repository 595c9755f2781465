package io.usher.endurance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks at a tenant's pool every 10 ms while others race for it. Each look is one statement, so one moment. */
final class Sampler implements AutoCloseable {

    private static final long EVERY_MILLIS = 10;

    private final Observer observer;
    private final Object tenant;
    private final Thread thread = new Thread(this::look, "sampler");
    private final List<String> contradictions = new CopyOnWriteArrayList<>();
    private final AtomicInteger samples = new AtomicInteger();
    private volatile boolean closed;

    /** @param tenant its id */
    Sampler(Observer observer, Object tenant) {
        this.observer = observer;
        this.tenant = tenant;
        thread.start();
    }

    private void look() {
        while (!closed) {
            contradictions.addAll(observer.texts("""
                    SELECT format('%s of %s used, %s held; %s waiting, %s queued', used, quantity, held, waiting, queued)
                    FROM seat_pool p
                    CROSS JOIN LATERAL (
                        SELECT count(*) FILTER (WHERE held_type = p.type) AS held,
                               count(*) FILTER (WHERE wanted_type = p.type AND waiting_since IS NOT NULL) AS queued
                        FROM seat_claim c WHERE c.tenant_id = p.tenant_id) claims
                    WHERE p.tenant_id = ? AND (used > quantity OR used <> held OR waiting <> queued
                                               OR (used < quantity AND waiting > 0))""", tenant));
            samples.incrementAndGet();
            Program.pause(EVERY_MILLIS);
        }
    }

    /** What was seen that must never be so. */
    List<String> contradictions() {
        return contradictions;
    }

    int samples() {
        return samples.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        observer.close();
    }
}
