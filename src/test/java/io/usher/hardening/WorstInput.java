package io.usher.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Looks for the input that costs most: begins anywhere, changes a little, keeps what costs more, and begins anew now and then.
 * Only the time of the own thread on the processor counts.
 *
 * @param <T> what the input is made from
 */
public final class WorstInput<T> {

    private static final Logger LOG = Logger.getLogger(WorstInput.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** What no input may cost; ten times what it should, since the machine that builds may be slow or busy. */
    private static final long LIMIT_NANOS = 500_000_000;

    private static final int CLIMB = 40;

    private final Supplier<T> fresh;
    private final UnaryOperator<T> changed;
    private final Function<T, Runnable> work;

    /**
     * @param fresh any input to begin with
     * @param changed the input with a small change
     * @param work prepares, uncounted, what is then counted; a refusal is caught inside
     */
    public WorstInput(Supplier<T> fresh, UnaryOperator<T> changed, Function<T, Runnable> work) {
        this.fresh = fresh;
        this.changed = changed;
        this.work = work;
    }

    /** Searches in so many steps, in the long form in many times as many, prints the worst and fails beyond the limit. */
    public void search(String kind, int shortForm) {
        int steps = shortForm * Integer.getInteger("usher.worst.times", 1);
        T worst = fresh.get();
        long most = 0;
        T here = worst;
        long height = 0;
        for (int step = 0; step < steps; step++) {
            T next = step % CLIMB == 0 ? fresh.get() : changed.apply(here);
            Runnable prepared = work.apply(next);
            long nanos = Math.min(cost(prepared), cost(prepared));
            if (step % CLIMB == 0 || nanos >= height) {
                here = next;
                height = nanos;
            }
            if (height > most) {
                worst = here;
                most = height;
            }
        }
        // Once more, now that everything is compiled and the luck of one measurement is gone.
        Runnable prepared = work.apply(worst);
        for (int again = 0; again < 5; again++) {
            most = Math.min(most, cost(prepared));
        }
        String shown = worst.toString();
        LOG.infof(
                "worst %s of %,d: %.2f ms of CPU: %s",
                kind, steps, most / 1e6, shown.length() > 300 ? shown.substring(0, 300) + "…" : shown);
        assertThat(most).as("%s: %s", kind, shown).isLessThan(LIMIT_NANOS);
    }

    private static long cost(Runnable prepared) {
        long before = THREADS.getCurrentThreadCpuTime();
        prepared.run();
        return THREADS.getCurrentThreadCpuTime() - before;
    }
}
