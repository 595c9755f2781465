package io.usher.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lay in the outbox before there was a feed is in the feed: migrated by the owner, whom the policies bind as well. */
@QuarkusTest
class EventMigrationTest {

    private static final String DATABASE = "usher_before_the_feed";

    @BeforeEach
    void make() throws SQLException {
        asSuperuser("CREATE DATABASE " + DATABASE + " OWNER " + setting("quarkus.flyway.username"));
    }

    @AfterEach
    void drop() throws SQLException {
        asSuperuser("DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }

    @Test
    void events_from_before_the_feed_have_their_places_in_it() throws SQLException {
        flyway("11").migrate();
        try (Connection owner = owner();
                Statement sql = owner.createStatement()) {
            for (int tenant = 1; tenant <= 3; tenant++) {
                String id = "'00000000-0000-0000-0000-00000000000" + tenant + "'";
                sql.execute(
                        "INSERT INTO tenants VALUES (" + id + ", 't-" + tenant + "', 't', 'on', 'full', NULL, now())");
                sql.execute("SELECT set_config('app.tenant', " + id + ", false)");
                sql.execute("INSERT INTO outbox (tenant_id, id, type, record_id, payload, created_at) SELECT " + id
                        + ", gen_random_uuid(), 'old', gen_random_uuid(), '{}', now() FROM generate_series(1, 4)");
            }
        }

        flyway("13").migrate();

        try (Connection owner = owner();
                Statement sql = owner.createStatement()) {
            assertThat(number(sql, "SELECT number_events(1000)")).isEqualTo(12);
            assertThat(number(sql, "SELECT count(*) FROM events_after(0, 1000)"))
                    .isEqualTo(12);
            assertThat(number(sql, "SELECT count(DISTINCT tenant) FROM events_after(0, 1000)"))
                    .isEqualTo(3);
            assertThat(number(sql, "SELECT last_position FROM event_feed")).isEqualTo(12);
        }
    }

    private static Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(url(), setting("quarkus.flyway.username"), setting("quarkus.flyway.password"))
                .placeholders(Map.of("application", setting("quarkus.datasource.username")))
                .target(target)
                .load();
    }

    private static Connection owner() throws SQLException {
        return DriverManager.getConnection(
                url(), setting("quarkus.flyway.username"), setting("quarkus.flyway.password"));
    }

    private static String url() {
        return setting("quarkus.datasource.jdbc.url").replaceFirst("/usher(?=$|\\?)", "/" + DATABASE);
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private static void asSuperuser(String statement) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                Statement sql = superuser.createStatement()) {
            sql.execute(statement);
        }
    }

    private static int number(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }
}
