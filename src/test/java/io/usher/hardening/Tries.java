package io.usher.hardening;

import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * Runs a property many times, each time from another seed. {@code -Dusher.random.seed=7} runs one try again,
 * {@code -Dusher.random.times=50} makes all of it fifty times as long, {@code -Dusher.random.first=1000000} begins elsewhere.
 */
public final class Tries {

    private static final Logger LOG = Logger.getLogger(Tries.class);

    private Tries() {}

    /** How often a property is tried that the short form tries so often. */
    public static int count(int shortForm) {
        return shortForm * Integer.getInteger("usher.random.times", 1);
    }

    /**
     * Tries a property.
     *
     * @param what it is, in the words of the report
     */
    public static void run(String what, int shortForm, LongConsumer property) {
        Long only = Long.getLong("usher.random.seed");
        if (only != null) {
            property.accept(only);
            return;
        }
        long first = Long.getLong("usher.random.first", 0L);
        int count = count(shortForm);
        long began = System.nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            try {
                property.accept(seed);
            } catch (RuntimeException | Error failed) {
                throw new AssertionError(
                        "%s: seed %d fails; run it again with -Dusher.random.seed=%d%n%s"
                                .formatted(what, seed, seed, failed.getMessage()),
                        failed);
            }
        }
        LOG.infof("%s: %,d tries in %,d ms", what, count, (System.nanoTime() - began) / 1_000_000);
    }
}
