package io.usher.deploy;

import static io.usher.deploy.Manifests.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may speak to whom: everything is denied but what is listed here. */
class NetworkPoliciesTest {

    private static final String BASE = "k8s/base";
    private static final String CLOUDNATIVE_PG = "k8s/overlays/cloudnative-pg";
    private static final String USHER =
            "{\"podSelector\":{\"matchLabels\":{\"app.kubernetes.io/component\":\"server\",\"app.kubernetes.io/name\":\"usher\"}}}";
    private static final String DATABASE =
            "{\"podSelector\":{\"matchLabels\":{\"cnpg.io/cluster\":\"usher-postgres\"}}}";
    private static final String MONITORING =
            "{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"monitoring\"}}}";

    @ParameterizedTest
    @ValueSource(strings = {BASE, CLOUDNATIVE_PG})
    void everything_is_denied_first(String folder) {
        JsonNode deny =
                Manifests.render(folder).one("NetworkPolicy", "default-deny").path("spec");

        assertThat(deny.path("podSelector")).isEmpty();
        assertThat(Manifests.texts(deny.path("policyTypes"))).containsExactly("Ingress", "Egress");
        assertThat(deny.has("ingress")).isFalse();
        assertThat(deny.has("egress")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, CLOUDNATIVE_PG})
    void requests_come_from_namespaces_with_the_label_and_metrics_go_to_monitoring_alone(String folder) {
        JsonNode ingress =
                Manifests.render(folder).one("NetworkPolicy", "usher").at("/spec/ingress");

        assertThat(elements(ingress).map(NetworkPoliciesTest::rule))
                .containsExactly(
                        "[{\"namespaceSelector\":{\"matchLabels\":{\"usher.io/may-call\":\"true\"}}}] http",
                        "[" + MONITORING + "] management");
    }

    @Test
    void usher_calls_dns_and_postgresql_and_nobody_else() {
        assertThat(elements(Manifests.render(BASE).one("NetworkPolicy", "usher").at("/spec/egress"))
                        .map(NetworkPoliciesTest::rule))
                .containsExactly(DNS, "anywhere 5432");
    }

    @Test
    void with_cloudnative_pg_usher_calls_the_instances_and_no_other_postgresql() {
        assertThat(elements(Manifests.render(CLOUDNATIVE_PG)
                                .one("NetworkPolicy", "usher")
                                .at("/spec/egress"))
                        .map(NetworkPoliciesTest::rule))
                .containsExactly(DNS, "[" + DATABASE + "] 5432");
    }

    @Test
    void the_instances_are_reached_by_usher_each_other_the_operator_and_monitoring() {
        JsonNode policy = Manifests.render(CLOUDNATIVE_PG)
                .one("NetworkPolicy", "usher-postgres")
                .path("spec");

        assertThat(policy.at("/podSelector/matchLabels/cnpg.io~1cluster").asText())
                .isEqualTo("usher-postgres");
        assertThat(Manifests.texts(policy.path("policyTypes"))).containsExactly("Ingress", "Egress");
        assertThat(elements(policy.path("ingress")).map(NetworkPoliciesTest::rule))
                .containsExactly(
                        "[" + USHER + "] 5432",
                        "[" + DATABASE + "," + OPERATOR + "] 5432 8000",
                        "[" + MONITORING + "] 9187");
        assertThat(elements(policy.path("egress")).map(NetworkPoliciesTest::rule))
                .containsExactly(DNS, "[" + DATABASE + "] 5432 8000", "anywhere 443 6443");
    }

    private static final String OPERATOR =
            "{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"cnpg-system\"}},"
                    + "\"podSelector\":{\"matchLabels\":{\"app.kubernetes.io/name\":\"cloudnative-pg\"}}}";
    private static final String DNS =
            "[{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"kube-system\"}},"
                    + "\"podSelector\":{\"matchLabels\":{\"k8s-app\":\"kube-dns\"}}}] 53/UDP 53";

    /** A rule as "[peers] ports"; TCP goes without saying. */
    private static String rule(JsonNode rule) {
        JsonNode peers = rule.has("from") ? rule.path("from") : rule.path("to");
        StringBuilder text = new StringBuilder(peers.isMissingNode() ? "anywhere" : peers.toString());
        elements(rule.path("ports")).forEach(port -> {
            String protocol = port.path("protocol").asText();
            text.append(' ').append(port.path("port").asText()).append(protocol.equals("TCP") ? "" : "/" + protocol);
        });
        return text.toString();
    }
}
