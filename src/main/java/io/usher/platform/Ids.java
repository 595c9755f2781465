package io.usher.platform;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Ids of everything Usher makes: UUID version 7 (RFC 9562), so that rows made together lie together in an index and
 * order by id is order of making.
 */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Clock CLOCK = Clock.systemUTC();

    private Ids() {}

    /** A new id: 48 bits of milliseconds, 12 bits of the fraction of the millisecond, 62 random bits. */
    public static UUID next() {
        var now = CLOCK.instant();
        long fraction = (now.getNano() % 1_000_000L) * 4096 / 1_000_000;
        long millis = now.getEpochSecond() * 1000 + now.getNano() / 1_000_000;
        long most = (millis << 16) | 0x7000 | fraction;
        long least = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
