package io.usher.lifecycle;

import io.usher.testing.Tables;
import io.usher.testing.TestTenant;

/** How many traces a tenant's changes have left: a write that changes nothing leaves none. */
record Traces(int records, int events, int ledger) {

    static Traces of(TestTenant tenant) {
        return new Traces(count("audit_record", tenant), count("outbox", tenant), count("seat_ledger", tenant));
    }

    private static int count(String table, TestTenant tenant) {
        return Tables.count("SELECT count(*) FROM " + table + " WHERE tenant_id = ?", tenant.id());
    }
}
