package io.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are named in the manifests and never contained. */
class NoSecretsTest {

    private static final Pattern SECRET_NAME = Pattern.compile("(?i)password|token|secret|(^|_)key$");
    private static final Pattern SECRET_IN_TEXT =
            Pattern.compile("(?i)(password|token|secret)=|//[^/@\\s]+:[^/@\\s]+@");

    @ParameterizedTest
    @ValueSource(strings = {"k8s/base", "k8s/overlays/cloudnative-pg"})
    void no_object_is_a_secret_and_no_setting_holds_one(String folder) {
        Manifests manifests = Manifests.render(folder);

        assertThat(manifests.ofKind("Secret")).isEmpty();
        assertThat(manifests.settings().properties()).isNotEmpty().allSatisfy(setting -> {
            assertThat(SECRET_NAME.matcher(setting.getKey()).find())
                    .as(setting.getKey())
                    .isFalse();
            assertThat(SECRET_IN_TEXT.matcher(setting.getValue().asText()).find())
                    .as(setting.getKey())
                    .isFalse();
        });
        assertThat(manifests
                        .pods()
                        .flatMap(Manifests::containers)
                        .flatMap(container -> Manifests.elements(container.path("env"))))
                .isNotEmpty()
                .noneMatch((JsonNode variable) -> variable.has("value"));
    }

    @Test
    void no_file_of_the_manifests_makes_a_secret() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain("secretGenerator", "kind: Secret", "stringData"));
        }
    }
}
