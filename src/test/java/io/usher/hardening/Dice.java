package io.usher.hardening;

import java.util.List;
import java.util.Random;

/** Chance that can be thrown again: all that is random in a try comes from its seed, and from a salt for other tries. */
public final class Dice {

    private static final long SALT = Long.getLong("usher.random.salt", 0L);

    private final Random random;

    public Dice(long seed) {
        // Random's first numbers for neighbouring seeds are alike; these seeds are far apart.
        this.random = new Random((seed + SALT) * 0x9E37_79B9_7F4A_7C15L);
    }

    /** A number from 0 to one below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in so many times. */
    public boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    public <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The name in the case of its letters, or in another: names count in any. */
    public String inAnyCase(String name) {
        return switch (below(6)) {
            case 0 -> name.toUpperCase(java.util.Locale.ROOT);
            case 1 -> name.toLowerCase(java.util.Locale.ROOT);
            default -> name;
        };
    }
}
