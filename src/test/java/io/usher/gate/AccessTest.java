package io.usher.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The main job ends in an answer: may this person sign in now, and why not? */
@QuarkusTest
@Tag("T49")
@SuppressWarnings("NullAway.Init") // opened before each test
class AccessTest {

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats().seats("full", 1);
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @Test
    void a_seat_opens_the_gate_and_a_place_in_the_queue_does_not() {
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.create("bob").demand(201).id();

        JsonNode allowed = operator.access(ada);
        assertThat(allowed.path("allowed").asBoolean()).isTrue();
        assertThat(allowed.path("reason").asText()).isEqualTo("ok");
        assertThat(allowed.path("seatType").asText()).isEqualTo("full");
        JsonNode waiting = operator.access(bob);
        assertThat(waiting.path("allowed").asBoolean()).isFalse();
        assertThat(waiting.path("reason").asText()).isEqualTo("seat_waitlisted");
        assertThat(waiting.path("seatType").isNull()).isTrue();
    }

    @Test
    @Tag("RES-07")
    void the_inactive_the_deleted_and_the_unknown_stay_outside() {
        String ada = idp.create("ada").demand(201).id();

        idp.activate(ada, false).demand(200);
        assertThat(operator.reason(ada)).isEqualTo("directory_inactive");
        idp.delete("/Users/" + ada).demand(204);
        assertThat(operator.reason(ada)).isEqualTo("deleted");
        assertThat(operator.reason(UUID.randomUUID().toString())).isEqualTo("unknown_user");
        assertThat(operator.reason("nobody")).isEqualTo("unknown_user");
    }

    @Test
    @Tag("T51")
    void somebody_of_another_tenant_is_unknown() {
        String stranger = Connector.of(TestTenant.create(), "okta")
                .create("ada")
                .demand(201)
                .id();

        assertThat(operator.reason(stranger)).isEqualTo("unknown_user");
    }

    @Test
    void a_suspended_tenant_is_closed_at_once_and_open_again_at_once() {
        String ada = idp.create("ada").demand(201).id();

        operator.change("{'suspended':true}").demand(200);
        assertThat(operator.reason(ada)).isEqualTo("tenant_suspended");
        assertThat(operator.reason(UUID.randomUUID().toString())).isEqualTo("tenant_suspended");
        operator.change("{'suspended':false}").demand(200);
        assertThat(operator.reason(ada)).isEqualTo("ok");
    }

    @Test
    void a_security_hold_outlives_what_the_identity_provider_wants() {
        String ada = idp.create("ada").demand(201).id();
        hold(ada, "{security,admin}");

        assertThat(operator.reason(ada)).isEqualTo("security_hold");
        Reply off = idp.activate(ada, false).demand(200);
        assertThat(off.body().path("active").asBoolean(true)).isFalse();
        Reply on = idp.activate(ada, true).demand(200);
        assertThat(on.body().path("active").asBoolean()).isTrue();
        assertThat(on.signIn().path("allowed").asBoolean(true)).isFalse();
        assertThat(on.signIn().path("reason").asText()).isEqualTo("security_hold");
        assertThat(operator.reason(ada)).isEqualTo("security_hold");
    }

    @Test
    void an_admin_hold_keeps_the_seat_and_a_legal_hold_keeps_nobody_out() {
        String ada = idp.create("ada").demand(201).id();

        hold(ada, "{admin}");
        assertThat(operator.reason(ada)).isEqualTo("admin_hold");
        assertThat(operator.pools("full")).isEqualTo("1 of 1, 0 waiting");
        hold(ada, "{legal}");
        assertThat(operator.reason(ada)).isEqualTo("ok");
    }

    @Test
    void asking_changes_nothing() {
        String ada = idp.create("ada").demand(201).id();
        int records = Tables.count("SELECT count(*) FROM audit_record WHERE tenant_id = ?", tenant.id());

        operator.access(ada);

        assertThat(Tables.count("SELECT count(*) FROM audit_record WHERE tenant_id = ?", tenant.id()))
                .isEqualTo(records);
    }

    private void hold(String user, String holds) {
        Tables.change("UPDATE users SET holds = ?::text[] WHERE tenant_id = ? AND id = ?", holds, tenant.id(), user);
    }
}
