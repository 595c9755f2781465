package io.usher.testing;

import java.util.List;
import java.util.UUID;

/** People by the thousand, made where they lie: through the door they would take an hour. */
public final class Crowd {

    private Crowd() {}

    /** Ids of active people without a seat, all alike but for their userNames. */
    public static List<String> join(TestTenant tenant, Connector connector, int people) {
        String name = UUID.randomUUID().toString();
        String model = connector.create(name).demand(201).id();
        Tables.change("""
                SET session_replication_role = replica;
                WITH made AS (
                    INSERT INTO users (tenant_id, id, connection_id, origin, directory, user_name, document, search,
                                       version, created_at, last_modified_at)
                    SELECT u.tenant_id, gen_random_uuid(), u.connection_id, u.origin, 'active', ? || '-' || n,
                           u.document, u.search, 1, now(), now()
                    FROM users u, generate_series(1, ?) AS n WHERE u.tenant_id = ? AND u.id = ?
                    RETURNING tenant_id, id)
                INSERT INTO seat_claim (tenant_id, user_id, sign_in_since, state_version)
                SELECT tenant_id, id, now(), 1 FROM made;
                RESET session_replication_role""", "crowd-" + name, people, tenant.id(), model);
        analyze();
        return Tables.rows(
                        "SELECT id FROM users WHERE tenant_id = ? AND user_name LIKE ? ORDER BY id",
                        tenant.id(),
                        "crowd-" + name + "-%")
                .stream()
                .map(row -> String.valueOf(row.get("id")))
                .toList();
    }

    /** The same people, members of a group already. */
    public static List<String> joinGroup(TestTenant tenant, Connector connector, int people, String group) {
        List<String> ids = join(tenant, connector, people);
        Tables.change("""
                SET session_replication_role = replica;
                INSERT INTO membership (tenant_id, group_id, member_id, added_at)
                SELECT ?, ?, unnest(string_to_array(?, ','))::uuid, now();
                RESET session_replication_role""", tenant.id(), group, String.join(",", ids));
        analyze();
        return ids;
    }

    /** As in an installation that has grown to this size over weeks, and whose plans know it. */
    private static void analyze() {
        Tables.change("ANALYZE users, seat_claim, membership");
    }
}
