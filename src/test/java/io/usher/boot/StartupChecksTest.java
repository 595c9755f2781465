package io.usher.boot;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.usher.platform.MasterKey;
import io.usher.testing.TestDatabase;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Which configurations are refused, and that a refusal names the setting and not its value. */
@QuarkusTest
@Tag("T91")
class StartupChecksTest {

    private static final String PASSWORD = "secret-of-a-test-account";

    @Inject
    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.username")
    String worker;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.password")
    String workersPassword;

    @BeforeAll
    static void accounts() throws SQLException {
        change("CREATE ROLE almighty LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'");
        change("CREATE ROLE bypasser LOGIN BYPASSRLS PASSWORD '" + PASSWORD + "'");
        change("CREATE ROLE member LOGIN PASSWORD '" + PASSWORD + "'");
        change("GRANT usher_owner TO member");
        change("GRANT CONNECT ON DATABASE usher TO bypasser, member");
    }

    @AfterAll
    static void noAccounts() throws SQLException {
        change("REVOKE CONNECT ON DATABASE usher FROM bypasser, member");
        change("DROP ROLE almighty, bypasser, member");
    }

    @Test
    void the_restricted_account_is_welcome() {
        assertThatCode(() -> asking(worker, workersPassword).database()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "almighty, is a superuser or may bypass row-level security",
        "bypasser, is a superuser or may bypass row-level security",
        "member,   owns the database or its tables"
    })
    void an_account_above_row_level_security_is_refused(String account, String why) {
        assertThatThrownBy(() -> asking(account, PASSWORD).database())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("QUARKUS_DATASOURCE_USERNAME names an account that " + why)
                .hasMessageNotContaining(account);
    }

    @Test
    void a_database_that_refuses_the_account_is_named_by_its_setting() {
        assertThatThrownBy(() -> asking(worker, "wrong-password").database())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("QUARKUS_DATASOURCE_USERNAME (SQLState 28P01)")
                .hasMessageNotContaining("wrong-password");
    }

    @Test
    void one_account_for_both_purposes_is_refused_before_it_is_used() {
        assertThatThrownBy(() -> checks(Map.of(), "same", "same", null).configuration())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("QUARKUS_FLYWAY_USERNAME")
                .hasMessageNotContaining("same-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usher.operator-token",
                "usher.master-key",
                "usher.master-key-file",
                "quarkus.datasource.password",
                "quarkus.flyway.password"
            })
    void a_secret_that_is_set_to_nothing_is_not_taken_for_left_out(String secret) {
        for (String blank : new String[] {"", "  "}) {
            assertThatThrownBy(
                            () -> checks(Map.of(secret, blank), "a", "b", null).configuration())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("is set, but empty");
        }
    }

    @ParameterizedTest
    @Tag("HTTP-01")
    @ValueSource(
            strings = {"usher.test", "ftp://usher.test", "https:///path", "https://usher.test/?x=y", "https://a b"})
    void the_base_url_must_be_one(String url) {
        assertThatThrownBy(() -> checks(Map.of(), "a", "b", url).configuration())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("USHER_BASE_URL")
                .hasMessageNotContaining(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "3654"})
    void events_are_kept_for_a_day_at_least_and_ten_years_at_most(String days) {
        assertThatThrownBy(() -> checks(Map.of("usher.events.retention-days", days), "a", "b", null)
                        .configuration())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("USHER_EVENTS_RETENTION_DAYS must be between 1 and 3653.");
        assertThatCode(() -> checks(Map.of("usher.events.retention-days", "1"), "a", "b", null)
                        .configuration())
                .doesNotThrowAnyException();
    }

    @Test
    @Tag("HTTP-01")
    void a_base_url_is_welcome() {
        assertThatCode(() -> checks(Map.of(), "a", "b", "https://scim.example.com/usher")
                        .configuration())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void a_master_key_is_32_random_bytes(String key) {
        assertThatThrownBy(() -> new MasterKey(Optional.of(key), Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("USHER_MASTER_KEY")
                .hasMessageNotContaining(key);
    }

    @Test
    void a_master_key_file_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> new MasterKey(Optional.empty(), Optional.of(Path.of("no", "such", "file"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("USHER_MASTER_KEY_FILE");
    }

    private StartupChecks asking(String account, String password) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(url);
        database.setUser(account);
        database.setPassword(password);
        return new StartupChecks(config(Map.of()), database, Optional.of(account), Optional.empty(), Optional.empty());
    }

    private static StartupChecks checks(
            Map<String, String> settings, String worker, String owner, @Nullable String baseUrl) {
        return new StartupChecks(
                config(settings),
                new PGSimpleDataSource(),
                Optional.of(worker),
                Optional.of(owner),
                Optional.ofNullable(baseUrl));
    }

    private static Config config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }

    private static void change(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
