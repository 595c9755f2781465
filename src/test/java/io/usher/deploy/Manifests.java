package io.usher.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/** The Kubernetes objects of a kustomize folder, as {@code kubectl} would send them to a cluster. */
record Manifests(List<JsonNode> objects) {

    /** Renders the folder; a machine without kubectl skips the test and says so. */
    static Manifests render(String folder) {
        Process kubectl;
        try {
            kubectl = new ProcessBuilder("kubectl", "kustomize", folder).start();
        } catch (IOException notInstalled) {
            return Assumptions.abort("kubectl is not installed, so the manifests in " + folder + " are not checked");
        }
        try (var rendered = kubectl.getInputStream();
                var complaints = kubectl.getErrorStream()) {
            List<JsonNode> objects = new ArrayList<>();
            YAMLMapper yaml = new YAMLMapper();
            yaml.readerFor(JsonNode.class).<JsonNode>readValues(rendered).forEachRemaining(objects::add);
            String complaint = new String(complaints.readAllBytes(), StandardCharsets.UTF_8);
            if (kubectl.waitFor() != 0) {
                throw new IllegalStateException(folder + " does not render: " + complaint);
            }
            return new Manifests(List.copyOf(objects));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Stream<JsonNode> ofKind(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    JsonNode one(String kind, String name) {
        List<JsonNode> found = ofKind(kind)
                .filter(object -> object.at("/metadata/name").asText().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of kind " + kind + " are named " + name);
        }
        return found.get(0);
    }

    /** The settings that every container of the pods gets. */
    JsonNode settings() {
        return ofKind("ConfigMap").findFirst().orElseThrow().path("data");
    }

    /** What the program is packaged with, for settings that a manifest must agree with. */
    static String programSetting(String name) {
        Properties settings = new Properties();
        try (var in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            settings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(settings.getProperty(name), name);
    }

    JsonNode pod() {
        return one("Deployment", "usher").at("/spec/template/spec");
    }

    JsonNode server() {
        return pod().path("containers").path(0);
    }

    /** Every pod specification anywhere in the objects, whatever carries it. */
    Stream<JsonNode> pods() {
        return objects.stream()
                .flatMap(object -> object.findParents("containers").stream())
                .filter(parent -> parent.path("containers").isArray());
    }

    static Stream<JsonNode> containers(JsonNode pod) {
        return Stream.of("initContainers", "containers", "ephemeralContainers")
                .flatMap(list -> elements(pod.path(list)));
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static List<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).toList();
    }
}
