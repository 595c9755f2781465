package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.usher.testing.TestDatabase;
import io.usher.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program shows on its main port, as anybody on the network may see it. */
@SuppressWarnings("NullAway.Init") // started before all tests
class ProgramSurfaceIT {

    private static Path folder;
    private static Program program;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.NEVER) Path data) {
        folder = data;
        program = Program.inFolder(folder);
        RestAssured.port = program.port();
    }

    @AfterAll
    static void stop() {
        RestAssured.reset();
        program.close();
        Postmaster.stop(folder);
        TestDatabase.delete(folder);
    }

    @Test
    @Tag("T92")
    void nothing_of_the_workshop_is_on_the_main_port() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String path : List.of(
                "/q",
                "/q/",
                "/q/dev",
                "/q/dev-ui",
                "/q/dev-ui/extensions",
                "/q/swagger-ui",
                "/q/arc",
                "/q/arc/beans",
                "/q/info",
                "/q/metrics",
                "/q/health",
                "/q/health/ready",
                "/metrics",
                "/actuator",
                "/actuator/heapdump",
                "/heapdump",
                "/debug/pprof",
                "/.git/config",
                "/.env")) {
            String answer = Wire.send("GET", path, "Accept: text/html, */*");
            all.assertThat(Wire.status(answer)).as(path).isEqualTo(404);
            plain(all, path, answer);
        }
        all.assertAll();
    }

    @Test
    @Tag("T92")
    @Tag("T95")
    void what_cannot_be_served_is_refused_without_a_page_of_the_framework() throws IOException {
        SoftAssertions all = new SoftAssertions();
        plain(all, "Host", Wire.sendTo("a\"b", "GET", "/scim/v2/Users", "Accept: text/html"));
        plain(all, "TRACE", Wire.send("TRACE", "/scim/v2/Users", "Accept: text/html"));
        plain(all, "FOO", Wire.send("FOO", "/", "Accept: text/html"));
        all.assertAll();
        assertThat(program.log()).doesNotContain("\tat ");
    }

    private static void plain(SoftAssertions all, String what, String answer) {
        all.assertThat(Wire.status(answer)).as(what).isBetween(400, 499);
        all.assertThat(answer)
                .as(what)
                .doesNotContainIgnoringCase("<html")
                .doesNotContainIgnoringCase("quarkus")
                .doesNotContainIgnoringCase("\nserver:")
                .doesNotContain("Exception", "Error id", "Stack", "io.vertx");
    }
}
