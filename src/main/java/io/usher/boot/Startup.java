package io.usher.boot;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduler;
import io.usher.access.OperatorTokens;
import io.usher.access.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What must be so before the first request: the schema, a key to sign with, an operator. */
@ApplicationScoped
public class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);

    private final StartupChecks checks;
    private final Flyway flyway;
    private final SigningKeys keys;
    private final OperatorTokens operator;
    private final Scheduler scheduler;
    private final Optional<String> owner;
    private final boolean migrateOnly;
    private @Nullable String madeOperatorToken;

    Startup(
            StartupChecks checks,
            Flyway flyway,
            SigningKeys keys,
            OperatorTokens operator,
            Scheduler scheduler,
            @ConfigProperty(name = "quarkus.flyway.username") Optional<String> owner,
            @CommandLineArguments String[] arguments) {
        this.checks = checks;
        this.flyway = flyway;
        this.keys = keys;
        this.operator = operator;
        this.scheduler = scheduler;
        this.owner = owner;
        this.migrateOnly = List.of(arguments).equals(List.of(UsherApplication.MIGRATE));
    }

    void prepare(@Observes StartupEvent starting) {
        checks.configuration();
        if (migrateOnly) {
            // With the owner's account alone: who migrates need not know the other, nor the master key.
            migrate();
            return;
        }
        checks.database();
        if (owner.isPresent()) {
            migrate();
        } else {
            requireCurrentSchema();
        }
        keys.ensure();
        madeOperatorToken = operator.ensure().orElse(null);
        scheduler.resume();
    }

    private void migrate() {
        if (owner.isEmpty()) {
            throw new ConfigurationException(
                    "Set QUARKUS_FLYWAY_USERNAME and QUARKUS_FLYWAY_PASSWORD: only the owner's account can migrate.");
        }
        int applied = applyMigrations();
        if (applied > 0) {
            LOG.infof("Brought the database schema up to date (%d migrations)", applied);
        } else if (migrateOnly) {
            LOG.info("Found the database schema up to date");
        }
    }

    private int applyMigrations() {
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayValidateException others) {
            throw new ConfigurationException(
                    "The database was set up by a version of this program that had other migrations."
                            + " Start that version, or give this one a database (or a USHER_DATA_DIR) of its own.");
        }
    }

    private void requireCurrentSchema() {
        List<String> missing = Arrays.stream(flyway.info().pending())
                .map(MigrationInfo::getScript)
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationException(
                    "The database schema is older than this program: " + missing
                            + " are missing. Run \"migrate\" with QUARKUS_FLYWAY_USERNAME and QUARKUS_FLYWAY_PASSWORD of the owner's account.");
        }
    }

    /** The operator's token, when this start made it: the only moment at which its text is known. */
    Optional<String> madeOperatorToken() {
        return Optional.ofNullable(madeOperatorToken);
    }
}
