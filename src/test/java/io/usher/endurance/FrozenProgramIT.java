package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.testing.TestTenant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program that stands still in the middle of its transactions holds their locks: not for long. */
@Tag("faults")
@Tag("T64")
class FrozenProgramIT {

    private static final int WRITERS = 12;
    /** PostgreSQL ends an idle transaction after 10 s; the rest is for a machine that does other work too. */
    private static final long HELD_MILLIS = 25_000;

    private static final long IDLE_END_MILLIS = 12_000;

    @Test
    void the_transactions_of_a_program_that_stands_still_are_ended_and_the_other_program_goes_on() {
        try (Installation installation = Installation.of(2);
                Observer observer = installation.observer()) {
            TestTenant tenant = TestTenant.withoutSeats().seats("full", 40);
            Traffic traffic = Traffic.start(installation.clients(tenant.token("okta")), WRITERS);
            long held;
            long ended;
            try (traffic) {
                traffic.awaitMore(2 * WRITERS);
                freezeInTransaction(installation.program(0), observer);
                long begin = System.nanoTime();
                traffic.awaitMore(1);
                held = (System.nanoTime() - begin) / 1_000_000;
                Program.pause(IDLE_END_MILLIS);
                ended = heldAndIdle(observer);
                installation.program(0).signal("CONT");
                traffic.awaitMore(WRITERS);
            }
            print(
                    "Froze a program in the middle of its transactions: the other one went on after %d ms; %d transactions left idle; %d acknowledged creations, %d lost; answers %s, wrong %d"
                            .formatted(
                                    held,
                                    ended,
                                    traffic.acknowledged(),
                                    traffic.lost(),
                                    traffic.statuses(),
                                    traffic.wrong().size()));
            assertThat(held).isLessThan(HELD_MILLIS);
            assertThat(ended).isZero();
            assertThat(traffic.wrong()).isEmpty();
            assertThat(traffic.lost()).isZero();
            Books.balance(observer);
        }
    }

    /** Again and again, until it stands still at a moment at which it has a transaction open and a pool locked. */
    private static void freezeInTransaction(Program program, Observer observer) {
        for (int n = 0; n < 200; n++) {
            program.signal("STOP");
            Program.pause(300);
            if (heldAndIdle(observer) > 0
                    && observer.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0) {
                return;
            }
            program.signal("CONT");
            Program.pause(50);
        }
        throw new IllegalStateException("The program was never met in the middle of a transaction");
    }

    private static long heldAndIdle(Observer observer) {
        return observer.number(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'usher_app' AND state = 'idle in transaction' AND state_change < now() - interval '200 ms'");
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
