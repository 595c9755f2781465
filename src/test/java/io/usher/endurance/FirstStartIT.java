package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.testing.TestTenant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The first start on an empty database, when several programs begin at once, and when one dies in the middle of it. */
@Tag("faults")
@Tag("T71")
class FirstStartIT {

    private static final Pattern MADE_TOKEN = Pattern.compile("usher_op_[A-Za-z0-9_-]{43}");
    private static final String MIGRATED = "Brought the database schema up to date";

    @Test
    void of_two_programs_that_start_on_an_empty_database_one_migrates_and_both_serve() {
        try (Installation installation = Installation.empty()) {
            // Without a configured one, the first start makes the operator's token.
            Program first = installation.launch(Map.of("usher.operator-token", ""));
            Program second = installation.launch(Map.of("usher.operator-token", ""));
            installation.add(first.awaitReady());
            installation.add(second.awaitReady());
            List<String> made = Stream.of(first, second)
                    .flatMap(program ->
                            MADE_TOKEN.matcher(program.log()).results().map(MatchResult::group))
                    .toList();
            assertThat(made).as("tokens shown").hasSize(1);
            assertThat(installation.clients(made.get(0)))
                    .allSatisfy(operator ->
                            assertThat(operator.get("/api/v1/tenants").status()).isEqualTo(200));
            assertThat(Stream.of(first, second).filter(program -> program.log().contains(MIGRATED)))
                    .hasSize(1);
            print("Two programs on an empty database: one migrated, both served, after %d and %d ms; one operator token"
                    .formatted(first.millisToFirstAnswer(), second.millisToFirstAnswer()));
        }
    }

    @Test
    void a_migration_that_was_killed_is_done_by_the_next_start() {
        try (Installation installation = Installation.empty();
                Intruder intruder = installation.intruder();
                Observer observer = installation.observer()) {
            // The third migration makes seat_pool, and waits there for a lock that we hold.
            intruder.run("SELECT pg_advisory_lock(71)")
                    .run("CREATE SCHEMA intruder")
                    .run("GRANT USAGE ON SCHEMA intruder TO PUBLIC")
                    .run("""
                            CREATE FUNCTION intruder.hold() RETURNS event_trigger LANGUAGE plpgsql AS $$
                            BEGIN
                                IF current_query() LIKE '%CREATE TABLE seat_pool%' THEN
                                    PERFORM pg_advisory_lock_shared(71);
                                END IF;
                            END $$""")
                    .run("CREATE EVENT TRIGGER hold ON ddl_command_start EXECUTE FUNCTION intruder.hold()");
            Program killed = installation.launch(Map.of());
            while (observer.number(
                            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 71 AND NOT granted")
                    == 0) {
                assertThat(killed.isAlive()).isTrue();
                Program.pause(20);
            }
            killed.kill();
            assertThat(observer.number("SELECT count(*) FROM flyway_schema_history WHERE success"))
                    .isEqualTo(2);
            intruder.run("DROP EVENT TRIGGER hold").run("SELECT pg_advisory_unlock(71)");

            Program next = installation.add(installation.launch(Map.of()).awaitReady());

            assertThat(next.log()).contains(MIGRATED);
            assertThat(installation
                            .clients(TestTenant.withoutSeats()
                                    .seats("full", null)
                                    .token("okta"))
                            .get(0)
                            .createUser("first", true)
                            .status())
                    .isEqualTo(201);
            print("Killed in the third migration: the next start did the rest, and served after %d ms"
                    .formatted(next.millisToFirstAnswer()));
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
