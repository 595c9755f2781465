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
        change("CREATE ROLE almighty LOGIN SUPERUSER PASSWORD 'secret-of-almighty'");
        try (Program first = Program.onDatabase(database.configuration())) {
            first.stop();
        }
    }

    @AfterAll
    static void stop() {
        database.close();
        TestDatabase.delete(folder);
    }

    @Test
    void a_working_account_above_row_level_security_ends_the_start() {
        refuses(
                Map.of("quarkus.datasource.username", "almighty", "quarkus.datasource.password", "secret-of-almighty"),
                "QUARKUS_DATASOURCE_USERNAME",
                "almighty");
    }

    @Test
    void another_master_key_than_that_of_the_database_is_refused() {
        refuses(
                Map.of("usher.master-key", "YW5vdGhlciBtYXN0ZXIga2V5IG9mIDMyIGJ5dGVzLi4"),
                "USHER_MASTER_KEY",
                "YW5vdGhlci");
    }

    @Test
    void a_faulty_schema_file_is_refused_with_file_attribute_and_fault() throws IOException {
        Path schemas = Files.createDirectory(folder.resolve("schemas"));
        Files.writeString(
                schemas.resolve("badge.json"),
                "{\"extends\":\"User\",\"id\":\"urn:acme:badge\",\"attributes\":[{\"name\":\"a\",\"type\":\"text\"}]}");
        refuses(
                Map.of("usher.scim-schemas", schemas.toString()),
                "USHER_SCIM_SCHEMAS: badge.json: a: 'type' has a value that RFC 7643 ",
                schemas.toString());
    }

    @Test
    void the_profile_of_developers_is_refused() {
        refuses(Map.of("quarkus.profile", "dev"), "QUARKUS_PROFILE", "dev profile");
    }

    @Test
    void a_sender_of_mail_that_is_no_address_is_refused() {
        refuses(Map.of("usher.mail.from", "Usher <usher@vendor.example>"), "USHER_MAIL_FROM", "vendor.example");
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
    void a_database_with_other_migrations_is_refused_and_left_as_it_is() throws SQLException {
        change("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '003'");
        try {
            refuses(Map.of(), "The database was set up by a version of this program that had other migrations.", "003");
        } finally {
            change("UPDATE flyway_schema_history SET checksum = checksum - 1 WHERE version = '003'");
        }
    }

    private static void change(String statement) throws SQLException {
        try (Connection connection = database.superuser();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
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
