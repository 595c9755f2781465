package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.endurance.Client.Answer;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Timeouts, deadlocks and conflicts, some real, some raised by a trigger: tried again where that helps, and never half done. */
@Tag("faults")
@Tag("T62")
class InjectedFailuresIT {

    private static final int ATTEMPTS = 4;

    private static Installation installation;
    private static Observer observer;

    private UUID tenant;
    private Client client;
    private Intruder intruder;

    @BeforeAll
    static void start() {
        installation = Installation.of(1);
        observer = installation.observer();
        try (Intruder planting = installation.intruder()) {
            // A sequence counts on when its transaction is rolled back: it knows how often was tried.
            planting.run("CREATE SEQUENCE attempts MINVALUE 0 START 0")
                    .run("CREATE TABLE failure (state text, times integer)")
                    .run("INSERT INTO failure VALUES ('', 0)")
                    .run("GRANT SELECT ON failure TO usher_app")
                    .run("GRANT USAGE ON attempts TO usher_app")
                    .run("""
                            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
                            DECLARE planned failure;
                            BEGIN
                                SELECT * INTO planned FROM failure;
                                IF planned.times > 0 AND nextval('attempts') < planned.times THEN
                                    RAISE EXCEPTION 'planted' USING ERRCODE = planned.state;
                                END IF;
                                RETURN NEW;
                            END $$""");
        }
    }

    @AfterAll
    static void stop() {
        observer.close();
        installation.close();
    }

    @BeforeEach
    void makeTenant() {
        TestTenant made = TestTenant.withoutSeats().seats("full", 10);
        tenant = UUID.fromString(made.id());
        client = installation.clients(made.token("okta")).get(0);
        intruder = installation.intruder();
    }

    @AfterEach
    void everythingAddsUp() {
        intruder.run("DROP TRIGGER IF EXISTS fail ON outbox");
        intruder.close();
        Books.balance(observer);
    }

    /** In the middle: the last statement but the commit. */
    private void failInStatement(String state, int times) {
        plan(state, times);
        intruder.run("CREATE TRIGGER fail BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION fail()");
    }

    private void failInCommit(String state, int times) {
        plan(state, times);
        intruder.run("CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON outbox DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION fail()");
    }

    private void plan(String state, int times) {
        intruder.run("UPDATE failure SET state = '" + state + "', times = " + times)
                .run("ALTER SEQUENCE attempts RESTART");
    }

    private long attempts() {
        return observer.number("SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM attempts");
    }

    @Test
    void deadlocks_and_conflicts_are_tried_again_three_times_and_the_caller_sees_none_of_it() {
        for (String state : List.of("40001", "40P01")) {
            failInStatement(state, ATTEMPTS - 1);
            assertThat(client.createUser("again-" + state, true).status())
                    .as(state)
                    .isEqualTo(201);
            assertThat(attempts()).as(state).isEqualTo(ATTEMPTS);
            intruder.run("DROP TRIGGER fail ON outbox");
            failInCommit(state, ATTEMPTS - 1);
            assertThat(client.createUser("again-at-commit-" + state, true).status())
                    .as(state)
                    .isEqualTo(201);
            intruder.run("DROP TRIGGER fail ON outbox");
        }
        assertThat(people()).isEqualTo(4);
    }

    @Test
    void what_does_not_end_is_given_up_after_the_third_repetition() {
        for (String state : List.of("40001", "40P01")) {
            failInStatement(state, 1000);
            assertSentAway(client.createUser("never-" + state, true), state);
            assertThat(attempts()).as(state).isEqualTo(ATTEMPTS);
            intruder.run("DROP TRIGGER fail ON outbox");
        }
        assertThat(people()).isZero();
    }

    @Test
    void a_timeout_is_answered_at_once_and_nothing_is_done() {
        String id = client.createUser("steady", true).id();
        for (String state : List.of("57014", "55P03", "53100", "53200", "53300", "25006", "57P03", "08006")) {
            failInStatement(state, 1000);
            assertSentAway(client.createUser("late-" + state, true), state);
            assertSentAway(client.setActive(id, false), state);
            assertThat(attempts()).as(state).isEqualTo(2);
            intruder.run("DROP TRIGGER fail ON outbox");
            failInCommit(state, 1000);
            assertSentAway(client.deleteUser(id), state);
            intruder.run("DROP TRIGGER fail ON outbox");
        }
        assertThat(people()).isEqualTo(1);
        assertThat(client.get("/scim/v2/Users/" + id).seatStatus()).isEqualTo("assigned");
    }

    @Test
    void a_row_that_somebody_holds_too_long_is_not_waited_for() {
        String id = client.createUser("held", true).id();
        intruder.begin().run("SELECT 1 FROM users WHERE id = '" + id + "' FOR UPDATE");
        assertSentAway(client.setActive(id, false), "55P03");
        intruder.end();
        assertThat(client.setActive(id, false).status()).isEqualTo(200);
    }

    @Test
    void a_cancelled_statement_is_told_as_a_timeout() {
        String id = client.createUser("cancelled", true).id();
        intruder.begin().run("SELECT 1 FROM users WHERE id = '" + id + "' FOR UPDATE");
        CompletableFuture<Answer> call = CompletableFuture.supplyAsync(() -> client.setActive(id, false));
        awaitWaiting();
        intruder.run(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'usher_app' AND wait_event_type = 'Lock'");
        assertSentAway(call.join(), "57014");
        intruder.end();
    }

    /** The program holds the person and wants the pool; the intruder holds the pool and wants the person. */
    @Test
    void a_real_deadlock_is_tried_again() {
        String id = client.createUser("embraced", true).id();
        // After this time PostgreSQL looks for deadlocks; who looks and finds one, is the one who goes.
        intruder.run("SET deadlock_timeout = '10s'");
        long before = deadlocks();
        intruder.begin().run("SELECT 1 FROM seat_pool WHERE tenant_id = '" + tenant + "' FOR UPDATE");
        CompletableFuture<Answer> call = CompletableFuture.supplyAsync(() -> client.setActive(id, false));
        awaitWaiting();
        intruder.run("SELECT 1 FROM users WHERE id = '" + id + "' FOR UPDATE");
        intruder.end();
        assertThat(call.join().status()).isEqualTo(200);
        assertThat(deadlocks()).isEqualTo(before + 1);
    }

    private static void awaitWaiting() {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (observer.number(
                                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'usher_app' AND wait_event_type = 'Lock'")
                        == 0
                && System.nanoTime() < deadline) {
            Program.pause(5);
        }
    }

    /** The server's processes report their statistics once in a second. */
    private static long deadlocks() {
        Program.pause(1500);
        return observer.number("SELECT deadlocks FROM pg_stat_database WHERE datname = 'usher'");
    }

    private static void assertSentAway(Answer answer, String state) {
        assertThat(answer.status()).as(state).isEqualTo(503);
        assertThat(answer.retryAfter()).as(state).matches("[1-5]");
        assertThat(answer.body().path("detail").asText())
                .isEqualTo("The service cannot answer right now. Try again shortly.");
    }

    private long people() {
        return observer.number("SELECT count(*) FROM users WHERE tenant_id = ?", tenant);
    }
}
