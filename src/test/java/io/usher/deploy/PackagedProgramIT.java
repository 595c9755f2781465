package io.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is packaged is what the image takes and what the bill of materials lists. */
class PackagedProgramIT {

    private static final Path PROGRAM = Path.of("target/quarkus-app");

    @Test
    void everything_that_the_image_copies_is_there() {
        assertThat(Dockerfile.read().copied())
                .hasSize(4)
                .allSatisfy(source -> assertThat(Path.of(source)).exists());
    }

    @Test
    void the_image_leaves_out_nothing_that_the_program_needs() throws IOException {
        try (Stream<Path> parts = Files.list(PROGRAM)) {
            assertThat(parts.map(part -> part.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "lib",
                            "app",
                            "quarkus",
                            "quarkus-run.jar",
                            // A list for people; the program starts without it.
                            "quarkus-app-dependencies.txt");
        }
    }

    @Test
    void the_bill_of_materials_lists_every_packaged_file_with_its_hash() throws IOException {
        Map<String, String> packaged = new TreeMap<>();
        try (Stream<Path> files = Files.walk(PROGRAM)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> packaged.put(PROGRAM.relativize(file).toString(), sha256(file)));
        }

        assertThat(components().collect(Collectors.toMap(PackagedProgramIT::location, PackagedProgramIT::hash)))
                .hasSizeGreaterThan(100)
                .containsExactlyInAnyOrderEntriesOf(packaged);
    }

    @Test
    void the_bill_of_materials_names_a_licence_for_every_library_that_is_packaged() throws IOException {
        assertThat(components()
                        .filter(component -> component.path("purl").asText().startsWith("pkg:maven/")))
                .isNotEmpty()
                .allSatisfy(component -> assertThat(component.path("licenses"))
                        .as(component.path("purl").asText())
                        .isNotEmpty());
    }

    /** What is packaged; the bill also names what only the build used. */
    private static Stream<JsonNode> components() throws IOException {
        JsonNode bill = new JsonMapper()
                .readTree(Path.of("target/quarkus-run-cyclonedx.json").toFile());
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        return Manifests.elements(bill.path("components"))
                .filter(component -> !location(component).isEmpty());
    }

    private static String location(JsonNode component) {
        return component.at("/evidence/occurrences/0/location").asText();
    }

    private static String hash(JsonNode component) {
        return Manifests.elements(component.path("hashes"))
                .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                .map(hash -> hash.path("content").asText())
                .findFirst()
                .orElse("none");
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
