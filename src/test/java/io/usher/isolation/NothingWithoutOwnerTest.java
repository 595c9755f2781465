package io.usher.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No row belongs to nobody, and who names no owner is let in nowhere: a missing owner equals no owner. */
@QuarkusTest
@Tag("T9")
class NothingWithoutOwnerTest {

    /**
     * Whom no connection manages, any connection reads and the first that writes adopts: to be unmanaged is no right of
     * anybody. An event is about a user or a group, and a movement of a pool itself about neither; these own nothing.
     */
    private static final List<String> MAY_BE_ABSENT = List.of(
            "groups.connection_id", "outbox.group_id", "outbox.user_id", "seat_ledger.user_id", "users.connection_id");

    @Test
    void every_column_that_names_an_owner_must_be_given() throws SQLException {
        try (Connection sql = TestDatabase.superuser()) {
            List<String> owners = TenantTables.list(sql, """
                    SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
                    JOIN information_schema.tables t USING (table_schema, table_name)
                    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                      AND c.column_name ~ '(^|_)(tenant|connection|user|group|member|owner|person|record)_id$'""");
            List<String> nullable = TenantTables.list(sql, """
                    SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
                    JOIN information_schema.tables t USING (table_schema, table_name)
                    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_nullable = 'YES'
                      AND c.column_name ~ '(^|_)(tenant|connection|user|group|member|owner|person|record)_id$'
                    ORDER BY 1""");

            assertThat(owners).contains("users.tenant_id", "scim_token.connection_id", "membership.member_id");
            assertThat(nullable).isEqualTo(MAY_BE_ABSENT);
        }
    }

    @Test
    void every_table_of_tenants_refuses_a_row_of_none() throws SQLException {
        try (Connection sql = TestDatabase.superuser();
                Statement statement = sql.createStatement()) {
            List<String> tables = TenantTables.names(sql);
            assertThat(tables).hasSizeGreaterThan(8);
            for (String table : tables) {
                assertThatThrownBy(() -> statement.execute("INSERT INTO " + table + " (tenant_id) VALUES (NULL)"))
                        .as(table)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("23502"))
                        .hasMessageContaining("tenant_id");
            }
        }
    }

    @Test
    void a_caller_without_tenant_or_token_opens_nothing() throws SQLException {
        Company company = Company.found(1);
        try (Connection sql = TestDatabase.superuser()) {
            String token = "'" + tokenOf(sql, company) + "'::uuid";
            String tenant = "'" + company.tenant().id() + "'::uuid";

            assertThat(opened(sql, "open_for_token(" + tenant + ", " + token + ")"))
                    .isEqualTo("1");
            assertThat(opened(sql, "open_for_token(NULL, " + token + ")")).isEqualTo("0");
            assertThat(opened(sql, "open_for_token(" + tenant + ", NULL)")).isEqualTo("0");
            assertThat(opened(sql, "open_for_token(NULL, NULL)")).isEqualTo("0");
            assertThat(opened(sql, "open_for_token('" + UUID.randomUUID() + "', " + token + ")"))
                    .isEqualTo("0");
            assertThat(opened(
                            sql, "open_for_operator(NULL, '" + company.tenant().name() + "')"))
                    .isEqualTo("0");
            assertThat(opened(sql, "open_for_operator('', NULL)")).isEqualTo("0");
        }
    }

    private static String tokenOf(Connection sql, Company company) throws SQLException {
        return TenantTables.list(
                        sql,
                        "SELECT id FROM scim_token WHERE tenant_id = '"
                                + company.tenant().id() + "'")
                .get(0);
    }

    private static String opened(Connection sql, String call) throws SQLException {
        return TenantTables.list(sql, "SELECT count(*) FROM " + call).get(0);
    }
}
