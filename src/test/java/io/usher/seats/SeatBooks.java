package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Ledger, pools and claims of a tenant: three tellings of one story. */
public final class SeatBooks {

    private SeatBooks() {}

    /** Replays the ledger and compares it, row by row and at its end, with what it claims and with the other two. */
    public static void balance(TestTenant tenant) {
        Tables.rows("SELECT type FROM seat_pool WHERE tenant_id = ?", tenant.id())
                .forEach(pool -> balance(tenant.id(), String.valueOf(pool.get("type"))));
        assertThat(Tables.count("""
                SELECT count(*) FROM seat_ledger l WHERE l.tenant_id = ? AND NOT EXISTS (
                    SELECT 1 FROM audit_record r WHERE r.tenant_id = l.tenant_id AND r.id = l.record_id)""", tenant.id()))
                .as("ledger rows without a record")
                .isZero();
    }

    private static void balance(String tenant, String type) {
        Set<String> holders = new TreeSet<>();
        Set<String> waiters = new TreeSet<>();
        for (Map<String, String> row :
                Tables.rows("SELECT * FROM seat_ledger WHERE tenant_id = ? AND type = ? ORDER BY seq", tenant, type)) {
            String user = String.valueOf(row.get("user_id"));
            boolean changed = switch (String.valueOf(row.get("movement"))) {
                case "assigned", "granted" -> holders.add(user);
                case "confirmed" -> holders.contains(user);
                case "freed" -> holders.remove(user);
                case "queued" -> waiters.add(user);
                case "left_queue" -> waiters.remove(user);
                default -> user.isEmpty();
            };
            assertThat(changed).as("a movement that can have happened: %s", row).isTrue();
            assertThat(row).containsEntry("used_after", String.valueOf(holders.size()));
            assertThat(row).containsEntry("waiting_after", String.valueOf(waiters.size()));
            assertThat(row.get("cause")).isNotEmpty();
        }
        assertThat(people(tenant, "held_type", type)).as("holders of " + type).isEqualTo(holders);
        assertThat(people(tenant, "CASE WHEN waiting_since IS NOT NULL THEN wanted_type END", type))
                .as("waiters for " + type)
                .isEqualTo(waiters);
        Map<String, String> pool = Tables.rows("SELECT * FROM seat_pool WHERE tenant_id = ? AND type = ?", tenant, type)
                .get(0);
        ToIntFunction<String> number = column -> Integer.parseInt(String.valueOf(pool.get(column)));
        assertThat(number.applyAsInt("used")).isEqualTo(holders.size());
        assertThat(number.applyAsInt("waiting")).isEqualTo(waiters.size());
        boolean free = String.valueOf(pool.get("quantity")).isEmpty()
                || number.applyAsInt("quantity") > number.applyAsInt("used");
        assertThat(free && !waiters.isEmpty())
                .as("a free seat of %s and somebody waiting for it", type)
                .isFalse();
    }

    private static Set<String> people(String tenant, String column, String type) {
        Stream<String> ids = Tables.rows(
                        "SELECT user_id FROM seat_claim WHERE tenant_id = ? AND " + column + " = ?", tenant, type)
                .stream()
                .map(row -> String.valueOf(row.get("user_id")));
        return new TreeSet<>(ids.toList());
    }
}
