package io.usher.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.seats.SeatBooks;
import io.usher.testing.Connector;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes, records and events tell one story: whatever was done, none of the three misses a line of the others. */
@QuarkusTest
@Tag("T53")
class OneStoryTest {

    private static final int OPERATIONS = 120;

    private final Random random = new Random(20261124);
    private final List<String> people = new ArrayList<>();

    @Test
    void after_a_mix_of_operations_changes_records_and_events_match_one_to_one() {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 4).seats("partner", 2);
        Connector idp = Connector.of(tenant, "entra");
        String group = idp.group("Readers");
        for (int i = 0; i < OPERATIONS; i++) {
            if (people.size() < 6) {
                people.add(idp.create("person-" + i).demand(201).id());
            } else {
                operate(idp, group, people.get(random.nextInt(people.size())), i);
            }
        }
        tenant.seats("full", 6);

        SeatBooks.balance(tenant);
        String id = tenant.id();
        // Each change of what is in force about a person: one record that names him, and one event.
        List<Map<String, String>> recorded = Tables.rows(
                "SELECT user_id, state_version, record_id FROM audit_subject WHERE tenant_id = ? ORDER BY 1, 2", id);
        assertThat(recorded).hasSizeGreaterThan(60);
        assertThat(Tables.rows("""
                SELECT user_id, state_version, record_id FROM outbox WHERE tenant_id = ? AND user_id IS NOT NULL
                ORDER BY 1, 2""", id)).isEqualTo(recorded);
        // They are counted without a gap, and the claim knows the last number.
        assertThat(Tables.rows("""
                SELECT c.user_id FROM seat_claim c
                JOIN audit_subject s ON s.tenant_id = c.tenant_id AND s.user_id = c.user_id
                WHERE c.tenant_id = ? GROUP BY c.user_id, c.state_version
                HAVING count(*) <> c.state_version OR min(s.state_version) <> 1 OR max(s.state_version) <> c.state_version
                """, id)).isEmpty();
        // Each version of a user is the work of one record about him.
        assertThat(Tables.rows("""
                SELECT u.id FROM users u
                LEFT JOIN audit_subject s ON s.tenant_id = u.tenant_id AND s.user_id = u.id
                LEFT JOIN audit_record r ON r.tenant_id = s.tenant_id AND r.id = s.record_id
                     AND convert_from(r.body, 'UTF8')::jsonb ->> 'action' LIKE 'user.%'
                WHERE u.tenant_id = ? GROUP BY u.id, u.version HAVING count(r.id) <> u.version""", id)).isEmpty();
        // No record of an accepted change without an event, no event without a record.
        assertThat(Tables.rows("""
                SELECT r.id FROM audit_record r WHERE r.tenant_id = ? AND r.outcome = 'success' AND NOT EXISTS (
                    SELECT 1 FROM outbox o WHERE o.tenant_id = r.tenant_id AND o.record_id = r.id)""", id)).isEmpty();
        assertThat(Tables.rows("""
                SELECT o.id FROM outbox o WHERE o.tenant_id = ? AND NOT EXISTS (
                    SELECT 1 FROM audit_record r
                    WHERE r.tenant_id = o.tenant_id AND r.id = o.record_id AND r.outcome = 'success')""", id)).isEmpty();
    }

    private void operate(Connector idp, String group, String person, int number) {
        String wish = List.of("full", "partner", "learning", "golden").get(random.nextInt(4));
        switch (random.nextInt(9)) {
            case 0, 1 -> idp.activate(person, false);
            case 2, 3 -> idp.activate(person, true);
            case 4 -> idp.addMember(group, person);
            case 5 -> idp.removeMember(group, person);
            case 6 ->
                idp.patch(
                        "/Users/" + person,
                        "{'op':'add','value':{" + Connector.wishing(wish).substring(1) + "}}");
            case 7 -> idp.put("/Users/" + person, Connector.person("person-" + number % 7, ""));
            default -> {
                idp.delete("/Users/" + person).demand(204);
                people.remove(person);
            }
        }
    }
}
