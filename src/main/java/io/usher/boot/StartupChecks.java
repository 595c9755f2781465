package io.usher.boot;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usher.platform.Sql;
import io.usher.tenants.MailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses to start where a mistake in the configuration would pass for a working server. Each refusal names the setting and
 * never its value.
 */
@ApplicationScoped
class StartupChecks {

    private static final List<String> SECRETS = List.of(
            "usher.operator-token",
            "usher.master-key",
            "usher.master-key-file",
            "quarkus.datasource.password",
            "quarkus.flyway.password",
            "quarkus.mailer.password");
    private static final int OLDEST_POSTGRESQL = 15;
    /** Ten years. */
    private static final int LONGEST_RETENTION_DAYS = 3_653;

    /** Of the working account and its database; ownership counts through every role that the account is a member of. */
    private static final String ACCOUNT = """
            SELECT r.rolsuper, r.rolbypassrls,
                   pg_has_role(d.datdba, 'MEMBER') OR EXISTS (
                       SELECT 1 FROM pg_class c
                       WHERE c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p')
                         AND pg_has_role(c.relowner, 'MEMBER')) AS owns,
                   current_setting('server_version_num')::int / 10000 AS version,
                   pg_encoding_to_char(d.encoding) AS encoding
            FROM pg_roles r, pg_database d
            WHERE r.rolname = current_user AND d.datname = current_database()""";

    private final Config config;
    private final DataSource database;
    private final Optional<String> worker;
    private final Optional<String> owner;
    private final Optional<String> baseUrl;

    StartupChecks(
            Config config,
            DataSource database,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> worker,
            @ConfigProperty(name = "quarkus.flyway.username") Optional<String> owner,
            @ConfigProperty(name = "usher.base-url") Optional<String> baseUrl) {
        this.config = config;
        this.database = database;
        this.worker = worker;
        this.owner = owner;
        this.baseUrl = baseUrl;
    }

    /** What can be seen without asking the database. */
    void configuration() {
        SECRETS.forEach(this::refuseBlank);
        if (LaunchMode.current() == LaunchMode.NORMAL && ConfigUtils.isProfileActive("dev")) {
            throw new ConfigurationException(
                    "QUARKUS_PROFILE must not be dev: it opens what only a developer may see. Leave it out.");
        }
        baseUrl.filter(url -> !isBase(url)).ifPresent(url -> {
            throw new ConfigurationException(
                    "USHER_BASE_URL must be an absolute http or https URL such as https://scim.example.com, without query.");
        });
        config.getOptionalValue("usher.events.retention-days", Integer.class)
                .filter(days -> days < 1 || days > LONGEST_RETENTION_DAYS)
                .ifPresent(days -> {
                    throw new ConfigurationException(
                            "USHER_EVENTS_RETENTION_DAYS must be between 1 and " + LONGEST_RETENTION_DAYS + ".");
                });
        config.getOptionalValue("usher.mail.from", String.class)
                .filter(from -> !MailAddress.is(from))
                .ifPresent(from -> {
                    throw new ConfigurationException(
                            "USHER_MAIL_FROM must be an e-mail address such as usher@example.com, without a name.");
                });
        if (worker.isPresent() && worker.equals(owner)) {
            throw new ConfigurationException(
                    "QUARKUS_DATASOURCE_USERNAME and QUARKUS_FLYWAY_USERNAME name the same account."
                            + " The one that works must not own the tables: make two, as operate.md shows.");
        }
    }

    /** A secret that is set to nothing would count as left out, and one be made or none asked for. */
    private void refuseBlank(String name) {
        String value = config.getConfigValue(name).getRawValue();
        if (value != null && value.isBlank()) {
            throw new ConfigurationException(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")
                    + " is set, but empty. Give it a value, or leave it out.");
        }
    }

    private static boolean isBase(String url) {
        try {
            URI uri = URI.create(url);
            return List.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    /** Row-level security, the second lock between tenants, holds for nobody who owns the tables or stands above it. */
    void database() {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement();
                ResultSet account = sql.executeQuery(ACCOUNT)) {
            account.next();
            if (account.getInt("version") < OLDEST_POSTGRESQL) {
                throw new ConfigurationException("QUARKUS_DATASOURCE_JDBC_URL leads to PostgreSQL "
                        + account.getInt("version") + "; Usher needs " + OLDEST_POSTGRESQL + " or newer.");
            }
            if (!account.getString("encoding").equals("UTF8")) {
                throw new ConfigurationException(
                        "QUARKUS_DATASOURCE_JDBC_URL leads to a database whose encoding is not UTF8. Make it with ENCODING 'UTF8'.");
            }
            if (account.getBoolean("rolsuper") || account.getBoolean("rolbypassrls")) {
                throw refused("is a superuser or may bypass row-level security");
            }
            if (account.getBoolean("owns")) {
                throw refused("owns the database or its tables");
            }
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "The database of QUARKUS_DATASOURCE_JDBC_URL does not answer, or refuses the account of"
                            + " QUARKUS_DATASOURCE_USERNAME (SQLState " + Sql.state(e) + ").");
        }
    }

    private static ConfigurationException refused(String why) {
        return new ConfigurationException(
                "QUARKUS_DATASOURCE_USERNAME names an account that " + why
                        + ": one tenant could see another's data. Make the restricted account as operate.md shows, and name it here.");
    }
}
