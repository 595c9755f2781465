package io.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The static half of T93: every pod may run under Pod Security "restricted", as user 10001 on a read-only file system. */
@Tag("T93")
class PodSecurityTest {

    @ParameterizedTest
    @ValueSource(strings = {"k8s/base", "k8s/overlays/cloudnative-pg"})
    void every_pod_is_restricted(String folder) {
        List<JsonNode> pods = Manifests.render(folder).pods().toList();

        assertThat(pods)
                .isNotEmpty()
                .allSatisfy(pod -> assertThat(PodSecurity.violations(pod)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s/base", "k8s/overlays/cloudnative-pg"})
    void every_container_runs_as_user_10001_and_cannot_write_to_its_file_system(String folder) {
        assertThat(Manifests.render(folder).pods()).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
            assertThat(pod.at("/securityContext/runAsGroup").asInt()).isEqualTo(10001);
            assertThat(Manifests.containers(pod)).allSatisfy(container -> {
                JsonNode context = container.path("securityContext");
                assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(context.has("runAsUser")).isFalse();
                assertThat(Manifests.elements(container.path("volumeMounts"))
                                .filter(mount -> !mount.path("readOnly").asBoolean())
                                .map(mount -> mount.path("mountPath").asText()))
                        .containsExactly("/tmp");
            });
        });
    }

    @Test
    void the_namespace_refuses_pods_that_are_not_restricted() {
        JsonNode labels = Manifests.render("k8s/base").one("Namespace", "usher").at("/metadata/labels");

        for (String mode : List.of("enforce", "audit", "warn")) {
            assertThat(labels.path("pod-security.kubernetes.io/" + mode).asText())
                    .isEqualTo("restricted");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /                              | {hostNetwork: true}                                    | hostNetwork
            /                              | {hostPID: true}                                        | hostPID
            /                              | {volumes: [{name: v, hostPath: {path: /}}]}            | volume hostPath
            /securityContext               | {runAsUser: 0}                                         | pod: runs as user 0
            /securityContext               | {runAsNonRoot: false}                                  | c: may run as root
            /securityContext               | {seccompProfile: {type: Unconfined}}                   | c: no seccomp profile
            /securityContext               | {sysctls: [{name: kernel.msgmax, value: '1'}]}         | sysctl kernel.msgmax
            /containers/0                  | {ports: [{containerPort: 80, hostPort: 80}]}           | c: hostPort
            /containers/0                  | {livenessProbe: {httpGet: {host: 10.0.0.1, port: 80}}} | c: probe host
            /containers/0/securityContext  | {privileged: true}                                     | c: privileged
            /containers/0/securityContext  | {allowPrivilegeEscalation: true}                       | c: allowPrivilegeEscalation
            /containers/0/securityContext  | {capabilities: {drop: [KILL]}}                         | c: capabilities are not dropped
            /containers/0/securityContext  | {capabilities: {drop: [ALL], add: [SYS_ADMIN]}}        | c: capabilities are added
            /containers/0/securityContext  | {runAsNonRoot: false}                                  | c: may run as root
            /containers/0/securityContext  | {procMount: Unmasked}                                  | c: procMount
            """)
    void a_pod_that_breaks_one_rule_is_caught(String place, String change, String violation) {
        ObjectNode pod = (ObjectNode) yaml("""
                securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                containers:
                  - name: c
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """);
        assertThat(PodSecurity.violations(pod)).isEmpty();

        ((ObjectNode) (place.equals("/") ? pod : pod.at(place))).setAll((ObjectNode) yaml(change));

        assertThat(PodSecurity.violations(pod)).containsExactly(violation);
    }

    @Test
    void a_pod_that_says_nothing_is_caught() {
        assertThat(PodSecurity.violations(yaml("containers: [{name: c}]")))
                .containsExactly(
                        "c: allowPrivilegeEscalation",
                        "c: capabilities are not dropped",
                        "c: may run as root",
                        "c: no seccomp profile");
    }

    private static JsonNode yaml(String text) {
        try {
            return new YAMLMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
