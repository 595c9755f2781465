package io.usher.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.TestDatabase;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the account with which the program works can do, asked of the database without the program between. */
@QuarkusTest
class DatabaseAccountTest {

    private static final List<String> ONLY_GROWING = List.of("audit_record", "audit_subject", "seat_ledger", "outbox");

    @Inject
    AgroalDataSource database;

    private Company ours;
    private Company theirs;

    @BeforeEach
    void two_tenants() {
        ours = Company.found(1);
        theirs = Company.found(2);
    }

    @Test
    @Tag("T89")
    void in_one_tenant_every_table_holds_its_rows_and_no_others() throws SQLException {
        for (String table : tables()) {
            long own = count(
                    TestDatabase.superuser(),
                    null,
                    table,
                    "tenant_id = '" + ours.tenant().id() + "'");
            long foreign = count(
                    TestDatabase.superuser(),
                    null,
                    table,
                    "tenant_id = '" + theirs.tenant().id() + "'");
            assertThat(own).as("own rows of " + table).isPositive();
            assertThat(foreign).as("foreign rows of " + table).isPositive();
            assertThat(count(database.getConnection(), ours.tenant().id(), table, "true"))
                    .as("rows of %s that the account sees", table)
                    .isEqualTo(own);
            assertThat(count(
                            database.getConnection(),
                            ours.tenant().id(),
                            table,
                            "tenant_id = '" + theirs.tenant().id() + "'"))
                    .as("foreign rows of " + table)
                    .isZero();
        }
    }

    @Test
    @Tag("T89")
    @Tag("T90")
    void outside_a_tenant_every_table_is_empty() throws SQLException {
        for (String table : tables()) {
            assertThat(count(database.getConnection(), null, table, "true"))
                    .as(table)
                    .isZero();
            assertThat(count(database.getConnection(), "", table, "true"))
                    .as(table)
                    .isZero();
        }
        assertThat(count(database.getConnection(), null, "person", "true")).isZero();
    }

    @Test
    @Tag("T89")
    void a_row_cannot_be_written_for_another_tenant() throws SQLException {
        for (String table : tables()) {
            String columns = columns(table);
            String row = row(table);
            assertThatThrownBy(() -> inTenant(
                            ours,
                            "INSERT INTO " + table + " (" + columns + ") SELECT " + columns
                                    + " FROM jsonb_populate_record(NULL::" + table + ", '" + row.replace("'", "''")
                                    + "')"))
                    .as(table)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("violates row-level security policy");
        }
    }

    @Test
    @Tag("T89")
    void foreign_rows_can_be_neither_changed_nor_taken_nor_given_away() throws SQLException {
        for (String table : tables()) {
            boolean updates = granted(table, "UPDATE");
            if (updates) {
                assertThat(inTenant(
                                ours,
                                "UPDATE " + table + " SET tenant_id = tenant_id WHERE tenant_id = '"
                                        + theirs.tenant().id() + "'"))
                        .as(table)
                        .isZero();
                assertThatThrownBy(() -> inTenant(
                                ours,
                                "UPDATE " + table + " SET tenant_id = '"
                                        + theirs.tenant().id() + "'"))
                        .as(table)
                        .hasMessageContaining("violates row-level security policy");
            }
            if (granted(table, "DELETE")) {
                assertThat(inTenant(
                                ours,
                                "DELETE FROM " + table + " WHERE tenant_id = '"
                                        + theirs.tenant().id() + "'"))
                        .as(table)
                        .isZero();
            }
        }
    }

    @Test
    @Tag("T52")
    @Tag("SEC-08")
    void the_log_the_ledger_and_the_outbox_can_only_grow() {
        SoftAssertions all = new SoftAssertions();
        for (String table : ONLY_GROWING) {
            for (String change : List.of("UPDATE %s SET tenant_id = tenant_id", "DELETE FROM %s", "TRUNCATE %s")) {
                String sql = change.formatted(table);
                all.assertThatThrownBy(() -> inTenant(ours, sql))
                        .as(sql)
                        .hasMessageContaining("permission denied for table " + table);
            }
        }
        all.assertAll();
    }

    @Test
    @Tag("T91")
    void the_account_owns_nothing_and_is_nobody_special() throws SQLException {
        try (Connection sql = TestDatabase.superuser()) {
            String account = "(SELECT oid FROM pg_roles WHERE rolname = '" + account() + "')";
            assertThat(TenantTables.list(
                            sql,
                            "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolcreaterole"
                                    + " OR rolcreatedb OR rolreplication) AND rolname NOT LIKE 'pg\\_%'"))
                    .containsExactly("postgres");
            assertThat(TenantTables.list(sql, "SELECT roleid::regrole FROM pg_auth_members WHERE member = " + account))
                    .isEmpty();
            assertThat(TenantTables.list(
                            sql,
                            "SELECT classid::regclass || ' ' || objid FROM pg_shdepend"
                                    + " WHERE deptype = 'o' AND refobjid = " + account))
                    .isEmpty();
            assertThat(TenantTables.list(sql, "SELECT has_schema_privilege(" + account + ", 'public', 'CREATE')"))
                    .containsExactly("f");
        }
    }

    @Test
    @Tag("T89")
    void no_tenant_is_left_set_on_a_connection_that_goes_back() throws SQLException {
        ours.connector().send("GET", "/scim/v2/Users", null);
        ours.connector().send("GET", "/scim/v2/Users/unknown", null);
        for (int i = 0; i < 50; i++) {
            try (Connection sql = database.getConnection()) {
                assertThat(TenantTables.list(sql, "SELECT coalesce(current_setting('app.tenant', true), '')"))
                        .containsExactly("");
            }
        }
    }

    @Test
    void every_table_of_tenants_has_both_locks() throws SQLException {
        try (Connection sql = TestDatabase.superuser()) {
            assertThat(TenantTables.faults(sql)).isEmpty();
        }
    }

    @Test
    void the_queues_of_all_tenants_hold_ids_and_times() throws SQLException {
        try (Connection sql = TestDatabase.superuser()) {
            assertThat(TenantTables.list(sql, """
                            SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns
                            WHERE table_schema = 'public' AND table_name LIKE '%\\_queue' ORDER BY 1"""))
                    .containsExactly(
                            "group_queue.due_at timestamp with time zone",
                            "group_queue.group_id uuid",
                            "group_queue.tenant_id uuid",
                            "mail_queue.due_at timestamp with time zone",
                            "mail_queue.mail_id uuid",
                            "mail_queue.tenant_id uuid",
                            "work_queue.due_at timestamp with time zone",
                            "work_queue.tenant_id uuid",
                            "work_queue.work_id uuid");
        }
    }

    @Test
    void what_orders_the_events_of_all_tenants_tells_nothing_of_them_and_is_only_read() throws SQLException {
        try (Connection sql = TestDatabase.superuser()) {
            assertThat(TenantTables.list(sql, """
                            SELECT table_name || '.' || column_name FROM information_schema.columns
                            WHERE table_schema = 'public' AND table_name LIKE 'event\\_%' ORDER BY 1"""))
                    .containsExactly(
                            "event_feed.last_position",
                            "event_feed.one",
                            "event_feed.pruned_position",
                            "event_pending.created_at",
                            "event_pending.seq",
                            "event_pending.tenant_id",
                            "event_position.created_at",
                            "event_position.position",
                            "event_position.seq",
                            "event_position.tenant_id");
            assertThat(TenantTables.list(
                            sql,
                            "SELECT table_name || ' ' || privilege_type FROM information_schema.role_table_grants"
                                    + " WHERE table_name LIKE 'event\\_%' AND grantee = '" + account()
                                    + "' ORDER BY 1"))
                    .containsExactly("event_feed SELECT", "event_position SELECT");
        }
    }

    @Test
    void a_new_table_without_the_locks_is_noticed() throws SQLException {
        try (Connection sql = TestDatabase.superuser();
                Statement statement = sql.createStatement()) {
            sql.setAutoCommit(false);
            statement.execute("CREATE TABLE forgotten (tenant_id uuid NOT NULL, id uuid PRIMARY KEY)");
            statement.execute("CREATE TABLE unnoticed (id uuid PRIMARY KEY)");
            assertThat(TenantTables.faults(sql))
                    .containsExactlyInAnyOrder(
                            "unnoticed has no tenant_id and is not known as a table of the installation",
                            "forgotten lacks forced row-level security",
                            "forgotten has a policy other than tenant_isolation on all rows and commands",
                            "forgotten has a key that tenant_id does not lead: forgotten_pkey");
            sql.rollback();
        }
    }

    private static List<String> tables() throws SQLException {
        try (Connection sql = TestDatabase.superuser()) {
            return TenantTables.names(sql);
        }
    }

    private String account() throws SQLException {
        try (Connection sql = database.getConnection()) {
            return TenantTables.list(sql, "SELECT current_user").get(0);
        }
    }

    private boolean granted(String table, String privilege) throws SQLException {
        try (Connection sql = database.getConnection()) {
            return TenantTables.list(sql, "SELECT has_table_privilege('" + table + "', '" + privilege + "')")
                    .contains("t");
        }
    }

    private static String columns(String table) throws SQLException {
        try (Connection sql = TestDatabase.superuser()) {
            return TenantTables.list(
                            sql,
                            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = '" + table
                                    + "'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''")
                    .get(0);
        }
    }

    private String row(String table) throws SQLException {
        try (Connection sql = TestDatabase.superuser()) {
            return TenantTables.list(
                            sql,
                            "SELECT to_jsonb(t)::text FROM " + table + " t WHERE tenant_id = '"
                                    + theirs.tenant().id() + "' LIMIT 1")
                    .get(0);
        }
    }

    private int inTenant(Company company, String change) throws SQLException {
        try (Connection sql = database.getConnection();
                Statement statement = sql.createStatement()) {
            sql.setAutoCommit(false);
            try {
                statement.execute(
                        "SELECT set_config('app.tenant', '" + company.tenant().id() + "', true)");
                return statement.executeUpdate(change);
            } finally {
                sql.rollback();
            }
        }
    }

    /** @param tenant to be set, or null when the setting is to be left alone */
    private static long count(Connection connection, @Nullable String tenant, String table, String where)
            throws SQLException {
        try (Connection sql = connection) {
            sql.setAutoCommit(false);
            if (tenant != null) {
                try (PreparedStatement set = sql.prepareStatement("SELECT set_config('app.tenant', ?, true)")) {
                    set.setString(1, tenant);
                    set.execute();
                }
            }
            try (Statement statement = sql.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table + " WHERE " + where)) {
                row.next();
                return row.getLong(1);
            } finally {
                sql.rollback();
            }
        }
    }
}
