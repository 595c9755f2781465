package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.endurance.Client.Answer;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database goes away under load, in every way it can, and comes back: nothing wrong is said, nothing is lost, nobody restarts. */
@Tag("faults")
class DatabaseOutageIT {

    private static final int STOPS = Integer.getInteger("usher.fault.stops", 3);
    private static final int FROZEN_SECONDS = Integer.getInteger("usher.fault.frozenSeconds", 10);
    private static final int TERMINATIONS = Integer.getInteger("usher.fault.terminations", 10);
    private static final int WRITERS = 12;
    /** Goal 10 s; the rest is for a machine that does other work too. */
    private static final long READY_AGAIN_MILLIS = 10_000;
    /** A call ends after 5 s at the latest; the rest is for a machine that does other work too. */
    private static final long END_MILLIS = 8_000;
    /** So long nothing fails, and the log says that all is well. */
    private static final long QUIET_MILLIS = 6_000;

    private static Installation installation;

    private List<Client> clients;
    private int linesBefore;

    @BeforeAll
    static void start() {
        installation = Installation.of(1);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @BeforeEach
    void makeTenant() {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", 40);
        clients = installation.clients(tenant.token("okta"));
        linesBefore = log().size();
    }

    @Test
    @Tag("T58")
    void a_database_that_crashes_under_load_costs_503_and_nothing_else() {
        List<Long> recoveries = new ArrayList<>();
        Traffic traffic = Traffic.start(clients, WRITERS);
        try (traffic) {
            for (int stop = 0; stop < STOPS; stop++) {
                traffic.awaitMore(2 * WRITERS);
                installation.postmaster().stopImmediately();
                Program.pause(1000);
                installation.postmaster().start();
                recoveries.add(traffic.millisToSuccess());
            }
        }
        report("Crashed the database %d times".formatted(STOPS), traffic, recoveries);
        assertThat(recoveries).allSatisfy(millis -> assertThat(millis).isLessThan(READY_AGAIN_MILLIS));
    }

    @Test
    @Tag("T59")
    void a_database_that_freezes_holds_nobody_for_long() {
        Proc proc = new Proc(installation.program(0).pid());
        Traffic traffic = Traffic.start(clients, WRITERS);
        int threads = 0;
        long recovery;
        try (traffic) {
            traffic.awaitMore(2 * WRITERS);
            installation.postmaster().freeze();
            List<Answer> answers = Volley.fire(IntStream.range(0, 200)
                    .<Supplier<Answer>>mapToObj(n -> () -> n % 2 == 0
                            ? clients.get(0).createUser("frozen-" + n, true)
                            : clients.get(0).findUser("frozen-" + n))
                    .toList());
            assertThat(answers).extracting(Answer::status).containsOnly(503);
            assertThat(clients.get(0).get("/scim/v2/ServiceProviderConfig").status())
                    .as("what depends on the connection of a token")
                    .isEqualTo(503);
            for (int second = 0; second < FROZEN_SECONDS; second++) {
                assertThat(clients.get(0).get("/scim/v2/Schemas").status())
                        .as("what needs no database")
                        .isEqualTo(200);
                threads = Math.max(threads, proc.threads());
                Program.pause(1000);
            }
            installation.postmaster().thaw();
            recovery = traffic.millisToSuccess();
        }
        report(
                "Froze the database for %d s; at most %d threads".formatted(FROZEN_SECONDS, threads),
                traffic,
                List.of(recovery));
        assertThat(traffic.longestMillis()).as("longest call, ms").isLessThan(END_MILLIS);
        assertThat(threads).isLessThan(300);
        assertThat(recovery).isLessThan(READY_AGAIN_MILLIS);
    }

    @Test
    @Tag("T64")
    void a_database_that_ends_every_connection_each_second_is_connected_anew() {
        Traffic traffic = Traffic.start(clients, WRITERS);
        long recovery;
        try (traffic;
                Intruder intruder = installation.intruder()) {
            traffic.millisToSuccess();
            for (int n = 0; n < TERMINATIONS; n++) {
                intruder.terminateAll();
                Program.pause(1000);
            }
            recovery = traffic.millisToSuccess();
        }
        report("Ended every connection %d times".formatted(TERMINATIONS), traffic, List.of(recovery));
    }

    private void report(String what, Traffic traffic, List<Long> recoveries) {
        Program.pause(QUIET_MILLIS);
        long lost = traffic.lost();
        List<String> lines = new ArrayList<>(log().subList(linesBefore, log().size()));
        int all = lines.size();
        // A creation that was done but not answered is told 409 when it comes again; that line is about the caller.
        lines.removeIf(line -> line.endsWith("POST /scim/v2/Users refused: CONFLICT uniqueness"));
        print(
                "%s: %d acknowledged creations, %d lost; answers %s, wrong %d; longest call %d ms; well again after %s ms; %d lines in the log"
                        .formatted(
                                what,
                                traffic.acknowledged(),
                                lost,
                                traffic.statuses(),
                                traffic.wrong().size(),
                                traffic.longestMillis(),
                                recoveries,
                                lines.size()));
        assertThat(traffic.wrong()).isEmpty();
        assertThat(lost).isZero();
        assertThat(all - lines.size())
                .as("lines about creations told 409")
                .isEqualTo(traffic.statuses()
                        .getOrDefault(409, new AtomicInteger())
                        .get());
        assertThat(lines).as("what the log says of it").hasSize(2);
        assertThat(lines.get(0)).contains("The database does not do its part");
        assertThat(lines.get(1)).contains("The database does its part again");
        try (Observer observer = installation.observer()) {
            Books.balance(observer);
        }
    }

    private List<String> log() {
        return installation.program(0).log().lines().toList();
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
