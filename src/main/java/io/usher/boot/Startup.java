package io.usher.boot;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usher.access.OperatorTokens;
import io.usher.access.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
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
    private final Optional<String> owner;
    private @Nullable String madeOperatorToken;

    Startup(
            StartupChecks checks,
            Flyway flyway,
            SigningKeys keys,
            OperatorTokens operator,
            @ConfigProperty(name = "quarkus.flyway.username") Optional<String> owner) {
        this.checks = checks;
        this.flyway = flyway;
        this.keys = keys;
        this.operator = operator;
        this.owner = owner;
    }

    void prepare(@Observes StartupEvent starting) {
        checks.configuration();
        checks.database();
        if (owner.isPresent()) {
            int applied = flyway.migrate().migrationsExecuted;
            if (applied > 0) {
                LOG.infof("Brought the database schema up to date (%d migrations)", applied);
            }
        } else if (flyway.info().pending().length > 0) {
            throw new ConfigurationException(
                    "The database schema is older than this program: "
                            + Arrays.stream(flyway.info().pending())
                                    .map(migration -> migration.getScript())
                                    .toList()
                            + " are missing. Start once with QUARKUS_FLYWAY_USERNAME and QUARKUS_FLYWAY_PASSWORD of the owner's account.");
        }
        keys.ensure();
        madeOperatorToken = operator.ensure().orElse(null);
    }

    /** The operator's token, when this start made it: the only moment at which its text is known. */
    Optional<String> madeOperatorToken() {
        return Optional.ofNullable(madeOperatorToken);
    }
}
