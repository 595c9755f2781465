package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memberships of somebody inactive sleep: SCIM shows them, nothing else counts them, and with him they wake. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class DormantMembershipTest {

    private TestTenant tenant;
    private Connector idp;
    private String ada;
    private String readers;
    private String writers;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "entra");
        ada = idp.create("ada").demand(201).id();
        readers = idp.group("Readers");
        writers = idp.group("Writers");
        idp.addMember(readers, ada).demand(204);
    }

    @Test
    void deactivating_puts_memberships_to_sleep_and_scim_still_shows_them() {
        assertThat(awake()).isEqualTo(1);

        Reply off = idp.activate(ada, false).demand(200);

        assertThat(asleep()).isEqualTo(1);
        assertThat(awake()).isZero();
        assertThat(off.body().path("groups").path(0).path("value").asText()).isEqualTo(readers);
        assertThat(idp.get("/Groups/" + readers)
                        .body()
                        .path("members")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo(ada);
    }

    @Test
    void one_added_meanwhile_is_born_asleep_and_all_wake_with_him() {
        idp.activate(ada, false).demand(200);

        idp.addMember(writers, ada).demand(204);
        assertThat(asleep()).isEqualTo(2);

        idp.activate(ada, true).demand(200);
        assertThat(awake()).isEqualTo(2);
        assertThat(asleep()).isZero();
    }

    @Test
    void adding_him_again_while_he_is_inactive_wakes_nothing() {
        idp.activate(ada, false).demand(200);

        idp.addMember(readers, ada).demand(204);

        assertThat(asleep()).isEqualTo(1);
    }

    @Test
    void adding_again_wakes_one_that_stayed_asleep() {
        Tables.change("UPDATE membership SET dormant_since = now() WHERE tenant_id = ?", tenant.id());
        Traces before = Traces.of(tenant);

        idp.addMember(readers, ada).demand(204);

        assertThat(awake()).isEqualTo(1);
        assertThat(Traces.of(tenant).records()).isEqualTo(before.records() + 1);
    }

    @Test
    void a_removal_ends_a_sleeping_membership() {
        idp.activate(ada, false).demand(200);

        idp.removeMember(readers, ada).demand(204);

        assertThat(asleep() + awake()).isZero();
    }

    private int asleep() {
        return count("IS NOT NULL");
    }

    private int awake() {
        return count("IS NULL");
    }

    private int count(String state) {
        return Tables.count(
                "SELECT count(*) FROM membership WHERE tenant_id = ? AND member_id = ? AND dormant_since " + state,
                tenant.id(),
                ada);
    }
}
