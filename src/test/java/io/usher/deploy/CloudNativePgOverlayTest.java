package io.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code kubectl kustomize k8s/overlays/cloudnative-pg}: what it adds to the base, field by field. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudNativePgOverlayTest {

    private Manifests overlay;
    private JsonNode cluster;

    @BeforeAll
    void render() {
        overlay = Manifests.render("k8s/overlays/cloudnative-pg");
        cluster = overlay.one("Cluster", "usher-postgres");
    }

    @Test
    void three_instances_of_postgresql_18_run_on_three_hosts() {
        JsonNode spec = cluster.path("spec");

        assertThat(cluster.path("apiVersion").asText()).isEqualTo("postgresql.cnpg.io/v1");
        assertThat(cluster.at("/metadata/namespace").asText()).isEqualTo("usher");
        assertThat(spec.path("instances").asInt()).isEqualTo(3);
        assertThat(spec.path("imageName").asText()).startsWith("ghcr.io/cloudnative-pg/postgresql:18");
        assertThat(spec.at("/affinity/enablePodAntiAffinity").asBoolean()).isTrue();
        assertThat(spec.at("/affinity/podAntiAffinityType").asText()).isEqualTo("required");
        assertThat(spec.at("/affinity/topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
    }

    @Test
    void what_is_answered_is_on_two_instances_and_survives_the_loss_of_one() {
        JsonNode synchronous = cluster.at("/spec/postgresql/synchronous");

        assertThat(synchronous.path("method").asText()).isEqualTo("any");
        assertThat(synchronous.path("number").asInt()).isEqualTo(1);
        assertThat(synchronous.path("dataDurability").asText()).isEqualTo("required");
        assertThat(synchronous.path("failoverQuorum").asBoolean()).isTrue();
    }

    @Test
    void the_owners_account_owns_the_database_and_the_restricted_one_only_works() {
        JsonNode initdb = cluster.at("/spec/bootstrap/initdb");
        JsonNode roles = cluster.at("/spec/managed/roles");

        assertThat(initdb.path("database").asText()).isEqualTo("usher");
        assertThat(initdb.path("owner").asText()).isEqualTo("usher_owner");
        assertThat(initdb.at("/secret/name").asText()).isEqualTo("usher-database-owner");
        assertThat(roles).hasSize(1);
        assertThat(roles.at("/0/name").asText()).isEqualTo("usher_app");
        assertThat(roles.at("/0/login").asBoolean()).isTrue();
        assertThat(roles.at("/0/passwordSecret/name").asText()).isEqualTo("usher-database-app");
        for (String right : new String[] {"superuser", "createdb", "createrole", "replication", "bypassrls"}) {
            assertThat(roles.path(0).path(right).asBoolean(true)).as(right).isFalse();
        }
        assertThat(roles.path(0).has("inRoles")).isFalse();
        assertThat(cluster.at("/spec/enableSuperuserAccess").asBoolean(true)).isFalse();
    }

    @Test
    void the_restricted_role_is_there_before_the_first_migration_and_strangers_may_not_connect() {
        assertThat(Manifests.texts(cluster.at("/spec/bootstrap/initdb/postInitApplicationSQL")))
                .containsExactly(
                        "CREATE ROLE usher_app LOGIN",
                        "REVOKE ALL ON DATABASE usher FROM PUBLIC",
                        "GRANT CONNECT ON DATABASE usher TO usher_app, pg_monitor");
    }

    @Test
    void usher_reaches_the_primary_and_verifies_its_certificate() {
        assertThat(overlay.settings().path("QUARKUS_DATASOURCE_JDBC_URL").asText())
                .isEqualTo("jdbc:postgresql://usher-postgres-rw:5432/usher"
                        + "?sslmode=verify-full&sslrootcert=/etc/usher/database-ca/ca.crt");
        JsonNode authority = Manifests.elements(overlay.pod().path("volumes"))
                .filter(volume -> volume.path("name").asText().equals("database-ca"))
                .findFirst()
                .orElseThrow()
                .path("secret");
        assertThat(authority.path("secretName").asText()).isEqualTo("usher-postgres-ca");
        // The same Secret holds the authority's private key.
        assertThat(authority.path("items")).hasSize(1);
        assertThat(authority.at("/items/0/key").asText()).isEqualTo("ca.crt");
    }

    @Test
    void the_database_allows_every_replica_its_pool_during_an_update() {
        int pool = Integer.parseInt(Manifests.programSetting("quarkus.datasource.jdbc.max-size"));
        int replicas = overlay.one("HorizontalPodAutoscaler", "usher")
                        .at("/spec/maxReplicas")
                        .asInt()
                + overlay.one("Deployment", "usher")
                        .at("/spec/strategy/rollingUpdate/maxSurge")
                        .asInt();

        assertThat(cluster.at("/spec/postgresql/parameters/max_connections").asInt())
                .isGreaterThanOrEqualTo(replicas * pool + 50);
    }

    @Test
    void the_rest_of_the_settings_is_the_bases() {
        Manifests base = Manifests.render("k8s/base");

        assertThat(overlay.settings().path("QUARKUS_LOG_CONSOLE_JSON_ENABLED"))
                .isEqualTo(base.settings().path("QUARKUS_LOG_CONSOLE_JSON_ENABLED"));
        assertThat(overlay.settings()).hasSameSizeAs(base.settings());
        assertThat(overlay.server().path("image")).isEqualTo(base.server().path("image"));
    }
}
