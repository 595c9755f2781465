package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with its own PostgreSQL: it starts, keeps its folder to itself, stops, and starts again. */
class ProgramLifeIT {

    private Path folder;
    private Program program;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
        this.folder = folder;
        program = Program.inFolder(folder);
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = program.port();
    }

    @AfterEach
    void stop() {
        RestAssured.reset();
        program.close();
        Postmaster.stop(folder);
        TestDatabase.delete(folder);
    }

    @Test
    void a_second_program_on_the_same_folder_refuses_and_says_why_while_the_first_goes_on() {
        try (Program second = Program.launchInFolder(folder)) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.log().strip())
                    .isEqualTo("Usher does not start. Another Usher is running on the data folder " + folder
                            + ". Stop it first, or give this one a folder of its own with USHER_DATA_DIR.");
        }
        TestTenant tenant = TestTenant.withoutSeats().seats("full", null);
        assertThat(new Client(program.url(), tenant.token("okta"))
                        .createUser("still.served@example.com", true)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_program_asked_to_end_takes_its_database_with_it_and_finds_everything_again() {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 1);
        String token = tenant.token("okta");
        String person = new Client(program.url(), token)
                .createUser("kept@example.com", true)
                .id();
        ProcessHandle server = Postmaster.on(folder).orElseThrow();

        program.stop();

        // The server removes its pid file as the last thing it does; its process may then wait a moment to be
        // collected.
        assertThat(folder.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(20));

        program = Program.inFolder(folder);

        assertThat(program.log()).doesNotContain("left behind");
        Client.Answer found = new Client(program.url(), token).get("/scim/v2/Users/" + person);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.seatStatus()).isEqualTo("assigned");
    }
}
