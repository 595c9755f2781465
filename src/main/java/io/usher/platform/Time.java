package io.usher.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The clock of the house; nobody else asks the system what time it is. */
@ApplicationScoped
public class Time {

    private final Clock clock;

    public Time() {
        this(Clock.systemUTC());
    }

    public Time(Clock clock) {
        this.clock = clock;
    }

    /** Now, in microseconds: what PostgreSQL can hold, so that a time read back equals the one written. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
