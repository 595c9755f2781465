package io.usher.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The profile "restricted" of the Pod Security Standards, on one pod specification.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
final class PodSecurity {

    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");
    private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");
    private static final Set<String> SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes");

    private final List<String> violations = new ArrayList<>();

    private PodSecurity() {}

    /** What the profile forbids in this pod; empty when the pod may run. */
    static List<String> violations(JsonNode pod) {
        PodSecurity check = new PodSecurity();
        check.pod(pod);
        Manifests.containers(pod).forEach(container -> check.container(pod, container));
        return check.violations;
    }

    private void pod(JsonNode pod) {
        Stream.of("hostNetwork", "hostPID", "hostIPC")
                .forEach(host -> refuse(pod.path(host).asBoolean(), host));
        Manifests.elements(pod.path("volumes"))
                .forEach(volume -> volume.fieldNames()
                        .forEachRemaining(
                                field -> refuse(!field.equals("name") && !VOLUMES.contains(field), "volume " + field)));
        Manifests.elements(pod.at("/securityContext/sysctls")).forEach(sysctl -> {
            String name = sysctl.path("name").asText();
            refuse(!SYSCTLS.contains(name), "sysctl " + name);
        });
        identity(pod.path("securityContext"), "pod");
    }

    private void container(JsonNode pod, JsonNode container) {
        String name = container.path("name").asText();
        JsonNode context = container.path("securityContext");
        identity(context, name);
        refuse(context.path("privileged").asBoolean(), name + ": privileged");
        refuse(context.path("allowPrivilegeEscalation").asBoolean(true), name + ": allowPrivilegeEscalation");
        refuse(
                !Manifests.texts(context.at("/capabilities/drop")).contains("ALL"),
                name + ": capabilities are not dropped");
        refuse(
                !Set.of("NET_BIND_SERVICE").containsAll(Manifests.texts(context.at("/capabilities/add"))),
                name + ": capabilities are added");
        refuse(!context.path("procMount").asText("Default").equals("Default"), name + ": procMount");
        refuse(
                Manifests.elements(container.path("ports"))
                        .anyMatch(port -> port.path("hostPort").asInt() != 0),
                name + ": hostPort");
        refuse(
                container.findValues("host").stream()
                        .anyMatch(host -> !host.asText().isEmpty()),
                name + ": probe host");
        refuse(!either(pod, context, "/runAsNonRoot").asBoolean(), name + ": may run as root");
        refuse(!SECCOMP.contains(either(pod, context, "/seccompProfile/type").asText()), name + ": no seccomp profile");
    }

    /** Rules that hold for a pod's context and for a container's alike. */
    private void identity(JsonNode context, String name) {
        refuse(context.path("runAsUser").asInt(1) == 0, name + ": runs as user 0");
        refuse(context.at("/windowsOptions/hostProcess").asBoolean(), name + ": host process");
        refuse(context.at("/appArmorProfile/type").asText().equals("Unconfined"), name + ": AppArmor is off");
        refuse(context.has("seLinuxOptions"), name + ": own SELinux options");
    }

    /** A container's own word, or else the pod's. */
    private static JsonNode either(JsonNode pod, JsonNode context, String field) {
        JsonNode own = context.at(field);
        return own.isMissingNode() ? pod.at("/securityContext" + field) : own;
    }

    private void refuse(boolean broken, String rule) {
        if (broken) {
            violations.add(rule);
        }
    }
}
