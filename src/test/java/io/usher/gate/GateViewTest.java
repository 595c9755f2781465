package io.usher.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.directory.DirectoryState;
import io.usher.tenants.Provisioning;
import io.usher.testing.Connector;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The view says the gate's rule once more in SQL, so that it can be filtered on: both say the same, of everybody. */
@QuarkusTest
class GateViewTest {

    @Test
    void the_view_and_the_gate_agree_about_every_combination() {
        TestTenant tenant = TestTenant.create();
        Connector.of(tenant, "okta").create("pattern").demand(201);
        everyKindOfPerson(tenant);

        for (Provisioning provisioning : Provisioning.values()) {
            for (boolean suspended : new boolean[] {true, false}) {
                Tables.change(
                        "UPDATE tenants SET provisioning = ?, suspended_at = CASE WHEN ? THEN now() END WHERE id = ?",
                        provisioning.word(),
                        suspended,
                        tenant.id());
                List<Map<String, String>> people = Tables.rows("""
                        SELECT p.directory, array_to_string(p.holds, ',') AS holds, p.seat_type, p.waiting_since::text,
                               p.sign_in_reason, p.sign_in_allowed::text
                        FROM person p WHERE p.tenant_id = ?""", tenant.id());
                assertThat(people).hasSize(1 + 3 * 8 * 4);
                assertThat(people).allSatisfy(person -> agree(person, suspended, provisioning));
            }
        }
    }

    private static void agree(Map<String, String> row, boolean suspended, Provisioning provisioning) {
        String holds = String.valueOf(row.get("holds"));
        Gate.Person person = new Gate.Person(
                DirectoryState.valueOf(String.valueOf(row.get("directory")).toUpperCase(Locale.ROOT)),
                holds.isEmpty() ? Set.of() : Set.of(holds.split(",", -1)),
                !String.valueOf(row.get("seat_type")).isEmpty(),
                !String.valueOf(row.get("waiting_since")).isEmpty());
        Reason reason = Gate.decide(suspended, provisioning, person);
        assertThat(row).containsEntry("sign_in_reason", reason.code());
        assertThat(row.get("sign_in_allowed")).isEqualTo(String.valueOf(reason.allows()));
    }

    /** Directory × holds × seat (none, waitlisted, assigned, fallback); the doors make only some of these today. */
    private static void everyKindOfPerson(TestTenant tenant) {
        Tables.change("""
                WITH kind AS (
                    SELECT gen_random_uuid() AS id, d.directory, h.holds, s.held, s.waits
                    FROM unnest(ARRAY['active', 'inactive', 'deleted']) AS d(directory),
                         (VALUES ('{}'::text[]), ('{legal}'), ('{admin}'), ('{security}'), ('{admin,security}'),
                                 ('{admin,legal}'), ('{security,legal}'), ('{admin,security,legal}')) AS h(holds),
                         (VALUES (false, false), (false, true), (true, false), (true, true)) AS s(held, waits)),
                people AS (
                    INSERT INTO users (tenant_id, id, origin, directory, holds, user_name, document, search, version,
                                       created_at, last_modified_at)
                    SELECT u.tenant_id, k.id, u.origin, k.directory, k.holds, k.id::text, u.document, u.search, 1, now(), now()
                    FROM kind k, users u WHERE u.tenant_id = ? RETURNING id)
                INSERT INTO seat_claim (tenant_id, user_id, wanted_type, held_type, assigned_at, waiting_since,
                                        sign_in_since, state_version)
                SELECT ?, k.id, 'partner', CASE WHEN k.held AND k.waits THEN 'full' WHEN k.held THEN 'partner' END,
                       CASE WHEN k.held THEN now() END, CASE WHEN k.waits THEN now() END, now(), 1
                FROM kind k JOIN people p ON p.id = k.id""", tenant.id(), tenant.id());
    }
}
