package io.usher.boot;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Rules for all metrics. */
@ApplicationScoped
class Meters {

    private static final Set<String> VERBS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** A client may make verbs up, and each would be a time series for ever. */
    @Produces
    @Singleton
    MeterFilter knownVerbsOnly() {
        return MeterFilter.replaceTagValues("method", verb -> VERBS.contains(verb) ? verb : "OTHER");
    }
}
