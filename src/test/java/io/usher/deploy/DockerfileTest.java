package io.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The image's recipe, read as text: no container engine is asked. */
class DockerfileTest {

    private final Dockerfile dockerfile = Dockerfile.read();

    @Test
    void the_runtime_is_java_25_without_a_compiler() {
        assertThat(dockerfile.arguments("FROM")).containsExactly("eclipse-temurin:25-jre");
    }

    @Test
    @Tag("T93")
    void the_program_runs_as_user_10001_and_owns_none_of_its_files() {
        assertThat(dockerfile.arguments("USER")).containsExactly("10001:10001");
        assertThat(dockerfile.arguments("RUN"))
                .singleElement()
                .satisfies(command -> assertThat(command).contains("useradd --uid 10001", "--shell /usr/sbin/nologin"));
        assertThat(dockerfile.arguments("COPY"))
                .noneMatch(copy -> copy.contains("--chown") || copy.contains("--chmod"));
        assertThat(dockerfile.position("USER")).isGreaterThan(dockerfile.position("COPY"));
    }

    @Test
    void the_program_is_process_1_and_gets_the_signals() throws JsonProcessingException {
        List<String> command = List.of(
                new JsonMapper().readValue(dockerfile.arguments("ENTRYPOINT").get(0), String[].class));

        assertThat(command).startsWith("java").endsWith("-jar", "/opt/usher/quarkus-run.jar");
        assertThat(dockerfile.arguments("CMD")).isEmpty();
        assertThat(dockerfile.arguments("STOPSIGNAL")).isEmpty();
    }

    @Test
    @Tag("T83")
    void a_program_without_memory_ends_so_that_it_is_started_anew() {
        assertThat(dockerfile.arguments("ENTRYPOINT").get(0))
                .contains("\"-XX:+ExitOnOutOfMemoryError\"", "\"-XX:MaxRAMPercentage=70\"");
    }

    @Test
    @Tag("T93")
    void the_program_writes_to_tmp_alone_and_no_volume_is_declared() {
        assertThat(dockerfile.arguments("ENTRYPOINT").get(0)).contains("\"-Djava.io.tmpdir=/tmp\"");
        assertThat(dockerfile.arguments("VOLUME")).isEmpty();
    }

    @Test
    void requests_and_management_are_the_ports() {
        assertThat(dockerfile.arguments("EXPOSE")).containsExactly("8080 9000");
    }

    @Test
    void libraries_are_a_layer_of_their_own_and_come_first() {
        assertThat(dockerfile.copied())
                .containsExactly(
                        "target/quarkus-app/lib/",
                        "target/quarkus-app/quarkus-run.jar",
                        "target/quarkus-app/quarkus/",
                        "target/quarkus-app/app/");
    }

    @Test
    void no_secret_is_built_in() {
        assertThat(dockerfile.arguments("ARG")).isEmpty();
        assertThat(dockerfile.arguments("ENV")).isEmpty();
    }

    @Test
    void the_builder_is_sent_the_packaged_program_and_nothing_else() throws IOException {
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).containsExactly("*", "!target/quarkus-app/*");
    }

    @Test
    void the_image_says_what_it_is() throws IOException {
        String version = Files.readString(Path.of("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>usher</artifactId>\\s*<version>([^<]+)</version>.*", "$1");

        assertThat(dockerfile.arguments("LABEL"))
                .singleElement()
                .satisfies(labels -> assertThat(labels)
                        .contains(
                                "org.opencontainers.image.title=\"Usher\"",
                                "org.opencontainers.image.licenses=\"Apache-2.0\"",
                                "org.opencontainers.image.version=\"" + version + "\""));
    }
}
