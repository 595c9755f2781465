package io.usher.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Statements;
import io.usher.testing.Wire;
import java.io.IOException;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With both locks, as in production: nor does the work behind an answer tell a foreign id from an unknown one. */
@QuarkusTest
class TenantIsolationTest extends TenantIsolationContract {

    @Test
    @Tag("T5")
    @Tag("HTTP-01")
    void another_host_changes_the_links_and_not_the_tenant() throws IOException {
        Company ours = Company.found(1);
        Company theirs = Company.found(1);
        String plain = Wire.send(
                "GET",
                Connector.USERS,
                "Authorization: Bearer " + ours.connector().token());
        String host = theirs.tenant().name() + ".example.com";
        String other = Wire.sendTo(
                host,
                "GET",
                Connector.USERS,
                "Authorization: Bearer " + ours.connector().token());

        assertThat(Wire.status(other)).isEqualTo(200);
        assertThat(Wire.body(other)).contains("http://" + host + "/scim/v2/Users/");
        assertThat(Wire.body(other).replace("http://" + host, "http://localhost"))
                .isEqualTo(Wire.body(plain));
    }

    @Test
    @Tag("T16")
    void a_name_that_only_another_tenant_uses_is_given_like_any_new_one() {
        // Somebody waits already: that the first does is an alert, and another statement.
        Company ours = Company.found(2);
        Company theirs = Company.found(1);
        var forNew = Statements.during(() -> ours.connector().createUser("new-" + ours.tag()));
        var forTaken = Statements.during(() -> ours.connector().createUser(theirs.userName()));
        assertThat(forTaken).isNotEmpty().isEqualTo(forNew);
    }

    @Test
    @Tag("T3")
    void for_a_foreign_id_the_database_is_asked_what_it_is_asked_for_an_unknown_one() {
        Company ours = Company.found(1);
        Company theirs = Company.found(1);
        SoftAssertions all = new SoftAssertions();
        for (Probe probe : Probe.all()) {
            String foreign = probe.foreign().apply(theirs);
            String unknown = UUID.randomUUID().toString().substring(0, foreign.length());
            String method = probe.route().method();
            var forUnknown = Statements.during(() -> probe.send(method, ours, theirs, unknown));
            var forForeign = Statements.during(() -> probe.send(method, ours, theirs, foreign));
            all.assertThat(forForeign).as(probe.toString()).isNotEmpty().isEqualTo(forUnknown);
        }
        all.assertAll();
    }

    @Override
    void loosen() {
        // both locks hold
    }

    @Override
    void restore() {
        // nothing was loosened
    }
}
