package io.usher.deploy;

import static io.usher.deploy.Manifests.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kubectl kustomize k8s/base}, field by field. Pod Security has a test of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaseManifestsTest {

    private Manifests base;

    @BeforeAll
    void render() {
        base = Manifests.render("k8s/base");
    }

    @Test
    void at_least_two_replicas_run_and_only_the_autoscaler_says_how_many() {
        JsonNode scaler = base.one("HorizontalPodAutoscaler", "usher").path("spec");

        assertThat(scaler.path("minReplicas").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(scaler.path("maxReplicas").asInt())
                .isGreaterThan(scaler.path("minReplicas").asInt());
        assertThat(scaler.at("/scaleTargetRef/kind").asText()).isEqualTo("Deployment");
        assertThat(scaler.at("/scaleTargetRef/name").asText()).isEqualTo("usher");
        assertThat(scaler.at("/metrics/0/resource/name").asText()).isEqualTo("cpu");
        assertThat(base.one("Deployment", "usher").path("spec").has("replicas")).isFalse();
    }

    @Test
    void an_update_never_takes_a_pod_away_before_another_is_ready() {
        JsonNode update = base.one("Deployment", "usher").at("/spec/strategy");

        assertThat(update.path("type").asText()).isEqualTo("RollingUpdate");
        assertThat(update.at("/rollingUpdate/maxUnavailable").asText()).isEqualTo("0");
        assertThat(update.at("/rollingUpdate/maxSurge").asInt()).isEqualTo(1);
    }

    @Test
    void draining_hosts_takes_one_pod_at_a_time() {
        JsonNode budget = base.one("PodDisruptionBudget", "usher").path("spec");

        assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
        assertThat(budget.path("selector"))
                .isEqualTo(base.one("Deployment", "usher").at("/spec/selector"));
    }

    @Test
    void replicas_are_spread_over_zones_and_hosts() {
        JsonNode spread = base.pod().path("topologySpreadConstraints");

        assertThat(elements(spread).map(one -> one.path("topologyKey").asText()))
                .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
        assertThat(elements(spread)).allSatisfy(one -> {
            assertThat(one.path("maxSkew").asInt()).isEqualTo(1);
            assertThat(one.path("labelSelector"))
                    .isEqualTo(base.one("Deployment", "usher").at("/spec/selector"));
        });
    }

    @ParameterizedTest
    @CsvSource({"startupProbe, /q/health/started", "livenessProbe, /q/health/live", "readinessProbe, /q/health/ready"})
    void each_probe_asks_the_management_port(String probe, String path) {
        JsonNode request = base.server().path(probe).path("httpGet");

        assertThat(request.path("path").asText()).isEqualTo(path);
        assertThat(request.path("port").asText()).isEqualTo("management");
    }

    @Test
    void the_management_port_is_reached_from_outside_the_pod() {
        assertThat(base.settings().path("QUARKUS_MANAGEMENT_HOST").asText()).isEqualTo("0.0.0.0");
    }

    @Test
    void a_start_may_take_two_minutes_before_it_is_given_up() {
        JsonNode probe = base.server().path("startupProbe");

        assertThat(probe.path("periodSeconds").asInt()
                        * probe.path("failureThreshold").asInt())
                .isGreaterThanOrEqualTo(120);
    }

    @Test
    @Tag("T57")
    void a_pod_has_time_to_leave_the_service_and_to_finish_its_requests() {
        int leaving = base.server().at("/lifecycle/preStop/sleep/seconds").asInt();
        int finishing = Integer.parseInt(
                Manifests.programSetting("quarkus.shutdown.timeout").replace("S", ""));

        assertThat(leaving).isPositive();
        assertThat(base.pod().path("terminationGracePeriodSeconds").asInt())
                .isEqualTo(40)
                .isGreaterThanOrEqualTo(leaving + finishing + 10);
    }

    @Test
    void the_containers_ports_have_the_names_that_everybody_else_uses() {
        assertThat(elements(base.server().path("ports"))
                        .map(port -> port.path("name").asText() + " "
                                + port.path("containerPort").asInt()))
                .containsExactly("http 8080", "management 9000");
    }

    @Test
    void memory_is_limited_and_guaranteed() {
        JsonNode resources = base.server().path("resources");

        assertThat(resources.at("/limits/memory").asText())
                .isNotEmpty()
                .isEqualTo(resources.at("/requests/memory").asText());
        assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
    }

    @Test
    void no_pod_can_speak_to_the_kubernetes_api_or_mistake_a_service_for_a_setting() {
        assertThat(base.pod().path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(base.pod().path("enableServiceLinks").asBoolean(true)).isFalse();
        assertThat(base.pod().path("serviceAccountName").asText()).isEqualTo("usher");
        assertThat(base.one("ServiceAccount", "usher")
                        .path("automountServiceAccountToken")
                        .asBoolean(true))
                .isFalse();
        assertThat(base.ofKind("RoleBinding")).isEmpty();
        assertThat(base.ofKind("ClusterRoleBinding")).isEmpty();
    }

    @Test
    void the_schema_is_migrated_before_the_program_serves() {
        JsonNode migrate = base.pod().at("/initContainers/0");

        assertThat(base.pod().path("initContainers")).hasSize(1);
        assertThat(migrate.path("image")).isEqualTo(base.server().path("image"));
        assertThat(Manifests.texts(migrate.path("args"))).containsExactly("migrate");
        assertThat(migrate.has("command")).isFalse();
        assertThat(secretsOf(migrate))
                .containsExactlyInAnyOrder(
                        "QUARKUS_FLYWAY_USERNAME=usher-database-owner/username",
                        "QUARKUS_FLYWAY_PASSWORD=usher-database-owner/password",
                        "QUARKUS_DATASOURCE_USERNAME=usher-database-app/username");
    }

    @Test
    void the_serving_container_never_sees_the_owners_account() {
        assertThat(secretsOf(base.server()))
                .containsExactlyInAnyOrder(
                        "QUARKUS_DATASOURCE_USERNAME=usher-database-app/username",
                        "QUARKUS_DATASOURCE_PASSWORD=usher-database-app/password",
                        "USHER_OPERATOR_TOKEN=usher-operator/token");
        assertThat(base.server().toString() + base.pod().path("volumes")).doesNotContain("usher-database-owner");
    }

    @Test
    void the_master_key_is_a_file_that_only_the_serving_container_has() {
        JsonNode mount = elements(base.server().path("volumeMounts"))
                .filter(one -> one.path("name").asText().equals("master-key"))
                .findFirst()
                .orElseThrow();
        JsonNode volume = elements(base.pod().path("volumes"))
                .filter(one -> one.path("name").asText().equals("master-key"))
                .findFirst()
                .orElseThrow();

        assertThat(base.settings().path("USHER_MASTER_KEY_FILE").asText())
                .isEqualTo(mount.path("mountPath").asText() + "/"
                        + volume.at("/secret/items/0/path").asText());
        assertThat(volume.at("/secret/secretName").asText()).isEqualTo("usher-master-key");
        assertThat(volume.at("/secret/defaultMode").asInt()).isEqualTo(0440);
        assertThat(base.pod().at("/securityContext/fsGroup").asInt()).isEqualTo(10001);
        assertThat(base.pod().at("/initContainers/0").toString()).doesNotContain("master-key");
    }

    @Test
    void every_secret_that_is_named_is_made_by_a_command_in_the_readme() throws IOException {
        String readme = Files.readString(Path.of("k8s/README.md"));
        Stream<String> named = Stream.concat(
                base.pods()
                        .flatMap(pod -> pod.findValues("secretName").stream())
                        .map(JsonNode::asText),
                base.pods()
                        .flatMap(pod -> pod.findValues("secretKeyRef").stream())
                        .map(reference -> reference.path("name").asText()));

        assertThat(named.collect(Collectors.toSet()))
                .hasSize(5)
                .allSatisfy(secret -> assertThat(readme).contains("create secret generic " + secret + " "));
    }

    @Test
    void the_settings_ask_for_json_logs_and_a_verified_connection_to_the_database() {
        JsonNode settings = base.settings();

        assertThat(settings.path("QUARKUS_LOG_CONSOLE_JSON_ENABLED").asText()).isEqualTo("true");
        assertThat(settings.path("USHER_BASE_URL").asText()).startsWith("https://");
        assertThat(settings.path("QUARKUS_DATASOURCE_JDBC_URL").asText())
                .startsWith("jdbc:postgresql://")
                .contains("sslmode=verify-full", "sslrootcert=/etc/usher/database-ca/ca.crt");
        assertThat(Manifests.containers(base.pod())).allSatisfy(container -> {
            assertThat(container.at("/envFrom/0/configMapRef/name").asText())
                    .isEqualTo(base.ofKind("ConfigMap")
                            .findFirst()
                            .orElseThrow()
                            .at("/metadata/name")
                            .asText());
            assertThat(elements(container.path("volumeMounts"))
                            .map(mount -> mount.path("mountPath").asText()))
                    .contains("/etc/usher/database-ca");
        });
    }

    @Test
    void the_image_carries_the_programs_version() throws IOException {
        String version = Files.readString(Path.of("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>usher</artifactId>\\s*<version>([^<]+)</version>.*", "$1");

        assertThat(base.server().path("image").asText()).isEqualTo("usher:" + version);
        assertThat(base.one("Deployment", "usher").at("/metadata/labels").toString())
                .contains("\"app.kubernetes.io/version\":\"" + version + "\"");
    }

    @Test
    void every_object_is_in_the_namespace_and_says_what_it_belongs_to() {
        assertThat(base.objects()).hasSizeGreaterThan(8).allSatisfy(object -> {
            JsonNode metadata = object.path("metadata");
            assertThat(metadata.at("/labels").properties().stream().map(label -> label.getKey()))
                    .contains(
                            "app.kubernetes.io/name",
                            "app.kubernetes.io/part-of",
                            "app.kubernetes.io/version",
                            "app.kubernetes.io/managed-by");
            if (!object.path("kind").asText().equals("Namespace")) {
                assertThat(metadata.path("namespace").asText()).isEqualTo("usher");
            }
        });
    }

    @Test
    void requests_and_management_have_a_service_each() {
        JsonNode http = base.one("Service", "usher").path("spec");
        JsonNode management = base.one("Service", "usher-management").path("spec");

        assertThat(http.path("ports")).hasSize(1);
        assertThat(http.at("/ports/0/port").asInt()).isEqualTo(8080);
        assertThat(http.at("/ports/0/targetPort").asText()).isEqualTo("http");
        assertThat(management.path("ports")).hasSize(1);
        assertThat(management.at("/ports/0/port").asInt()).isEqualTo(9000);
        assertThat(management.at("/ports/0/targetPort").asText()).isEqualTo("management");
        Set<JsonNode> pods = Set.of(base.one("Deployment", "usher").at("/spec/selector/matchLabels"));
        assertThat(List.of(http.path("selector"), management.path("selector"))).allMatch(pods::contains);
    }

    @Test
    void prometheus_reads_the_metrics_from_the_management_service() {
        JsonNode monitor = base.one("ServiceMonitor", "usher").path("spec");

        assertThat(monitor.at("/endpoints/0/port").asText()).isEqualTo("management");
        assertThat(monitor.at("/endpoints/0/path").asText()).isEqualTo("/q/metrics");
        assertThat(monitor.at("/selector/matchLabels").properties())
                .isNotEmpty()
                .isSubsetOf(base.one("Service", "usher-management")
                        .at("/metadata/labels")
                        .properties());
    }

    /** {@code VARIABLE=secret/key} for each variable; one that holds a text of its own fails. */
    private static List<String> secretsOf(JsonNode container) {
        return elements(container.path("env"))
                .map(variable -> {
                    JsonNode secret = variable.at("/valueFrom/secretKeyRef");
                    return variable.path("name").asText() + "="
                            + secret.path("name").asText() + "/"
                            + secret.path("key").asText();
                })
                .toList();
    }
}
