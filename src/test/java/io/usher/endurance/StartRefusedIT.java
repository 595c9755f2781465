package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.platform.DataFolder;
import io.usher.platform.EmbeddedDatabase;
import io.usher.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A configuration that would pass for a working server ends the start with one line that names the setting, not its value. */
@Tag("T91")
class StartRefusedIT {

    private static Path folder;
    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        folder = Files.createTempDirectory("usher-refused");
        database = EmbeddedDatabase.start(DataFolder.take(folder), Map.of());
        try (Connection connection = database.superuser();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE ROLE almighty LOGIN SUPERUSER PASSWORD 'secret-of-almighty'");
            sql.execute("CREATE ROLE bypasser LOGIN BYPASSRLS PASSWORD 'secret-of-bypasser'");
            sql.execute("CREATE ROLE member LOGIN PASSWORD 'secret-of-member'");
            sql.execute("GRANT usher_owner TO member");
            sql.execute("GRANT CONNECT ON DATABASE usher TO bypasser, member");
        }
    }

    @AfterAll
    static void stop() {
        database.close();
        TestDatabase.delete(folder);
    }

    @Test
    void the_working_account_must_not_stand_above_row_level_security_nor_own_the_tables() {
        for (String account : List.of("almighty", "bypasser", "member")) {
            refuses(
                    Map.of(
                            "quarkus.datasource.username",
                            account,
                            "quarkus.datasource.password",
                            "secret-of-" + account),
                    "QUARKUS_DATASOURCE_USERNAME",
                    account);
        }
    }

    @Test
    void one_account_for_both_purposes_is_refused_before_it_is_used() {
        refuses(
                Map.of("quarkus.datasource.username", "usher_owner", "quarkus.datasource.password", "never-tried"),
                "QUARKUS_FLYWAY_USERNAME",
                "never-tried");
    }

    @Test
    void a_database_that_refuses_the_account_is_named_by_its_setting() {
        refuses(
                Map.of("quarkus.datasource.password", "wrong-password-of-the-worker"),
                "QUARKUS_DATASOURCE_USERNAME (SQLState 28P01)",
                "wrong-password-of-the-worker");
    }

    @Test
    void a_secret_must_be_long_enough_and_no_word_repeated() {
        refuses(Map.of("usher.operator-token", "shorttoken"), "USHER_OPERATOR_TOKEN", "shorttoken");
        refuses(Map.of("usher.operator-token", "abab".repeat(10)), "USHER_OPERATOR_TOKEN", "abab");
        refuses(Map.of("usher.operator-token", " "), "USHER_OPERATOR_TOKEN is set, but empty", "  ");
        refuses(Map.of("usher.master-key", "c2hvcnQ"), "USHER_MASTER_KEY", "c2hvcnQ");
        refuses(Map.of("usher.master-key", "A".repeat(43)), "USHER_MASTER_KEY", "AAAA");
    }

    @Test
    void another_master_key_than_that_of_the_database_is_refused() {
        try (Program first = Program.onDatabase(database.configuration())) {
            first.stop();
        }
        refuses(
                Map.of("usher.master-key", "YW5vdGhlciBtYXN0ZXIga2V5IG9mIDMyIGJ5dGVzLi4"),
                "USHER_MASTER_KEY",
                "YW5vdGhlci");
    }

    @Test
    void the_profile_of_developers_is_refused() {
        refuses(Map.of("quarkus.profile", "dev"), "QUARKUS_PROFILE", "dev profile");
    }

    @Test
    void the_base_url_must_be_one() {
        refuses(Map.of("usher.base-url", "scim.example.com/x?y"), "USHER_BASE_URL", "x?y");
    }

    /** @param secret what the log must not hold */
    private static void refuses(Map<String, String> settings, String named, String secret) {
        Map<String, String> configuration = new HashMap<>(database.configuration());
        configuration.putAll(settings);
        try (Program program = Program.launchOnDatabase(configuration)) {
            assertThat(program.awaitEnd()).as(named).isEqualTo(1);
            assertThat(program.log())
                    .contains(named)
                    .doesNotContain(secret)
                    .doesNotContain("\tat ")
                    .hasLineCount(1);
        }
    }

    @Test
    void migrating_needs_the_owner_and_nobody_else() {
        Map<String, String> owner = new HashMap<>(database.configuration());
        owner.keySet().removeAll(List.of("quarkus.datasource.password", "usher.master-key"));
        try (Program program = Program.launchOnDatabase(owner, "migrate")) {
            assertThat(program.awaitEnd()).as(program.log()).isZero();
            assertThat(program.log())
                    .containsIgnoringCase("the database schema up to date")
                    .doesNotContain("ERROR")
                    .doesNotContain("WARN");
        }
        owner.remove("quarkus.flyway.username");
        try (Program program = Program.launchOnDatabase(owner, "migrate")) {
            assertThat(program.awaitEnd()).isEqualTo(1);
            assertThat(program.log()).contains("QUARKUS_FLYWAY_USERNAME").hasLineCount(1);
        }
    }

    @Test
    void an_argument_that_it_does_not_know_is_refused_and_named_the_one_it_knows() {
        try (Program program = Program.launchOnDatabase(database.configuration(), "upgrade")) {
            assertThat(program.awaitEnd()).isEqualTo(2);
            assertThat(program.log()).contains("\"migrate\"");
        }
    }
}
