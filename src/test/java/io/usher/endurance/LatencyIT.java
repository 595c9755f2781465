package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.usher.endurance.Client.Answer;
import io.usher.testing.TestTenant;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database that is suddenly far away: as much is done as the distance leaves, and the rest is told to come again. */
@Tag("faults")
@Tag("T61")
class LatencyIT {

    private static final int DELAY_MILLIS = 200;
    private static final int TENANTS = 10;
    private static final int CALLERS_OF_TENANT = 6;
    private static final int CONNECTIONS = 30;
    private static final int SECONDS = Integer.getInteger("usher.fault.latencySeconds", 20);

    @Test
    void a_database_two_hundred_milliseconds_away_leaves_half_of_what_the_distance_allows() {
        try (Installation installation = Installation.empty();
                Relay relay = new Relay(URI.create(installation.jdbcUrl().substring("jdbc:".length()))
                        .getPort())) {
            installation.add(installation
                    .launch(Map.of(
                            "quarkus.datasource.jdbc.url", "jdbc:postgresql://localhost:" + relay.port() + "/usher"))
                    .awaitReady());
            List<Client> clients = IntStream.range(0, TENANTS)
                    .mapToObj(n -> TestTenant.withoutSeats().seats("full", null).token("okta"))
                    .map(token -> installation.clients(token).get(0))
                    .toList();
            String id = clients.get(0).createUser("first", true).id();
            load(clients, 3);
            relay.delay(DELAY_MILLIS);
            double create = seconds(() -> clients.get(0).createUser("slow", true));
            double read = seconds(() -> clients.get(0).get("/scim/v2/Users/" + id));
            // Each caller reads once and creates once in turn; each call has a connection as long as it lasts alone.
            double allowed = CONNECTIONS * 2 / (create + read);
            load(clients, 5);
            Map<Integer, AtomicInteger> answers = load(clients, SECONDS);
            int done = answers.entrySet().stream()
                    .filter(each -> each.getKey() == 200 || each.getKey() == 201)
                    .mapToInt(each -> each.getValue().get())
                    .sum();
            int threads = new Proc(installation.program(0).pid()).threads();
            print(
                    "Database %d ms away: a creation takes %.1f s, a read %.1f s; %d callers: %.1f calls/s done of %.1f/s that the distance allows (%.0f %%); answers %s; %d threads"
                            .formatted(
                                    DELAY_MILLIS,
                                    create,
                                    read,
                                    TENANTS * CALLERS_OF_TENANT,
                                    (double) done / SECONDS,
                                    allowed,
                                    100.0 * done / SECONDS / allowed,
                                    answers,
                                    threads));
            relay.delay(0);
            assertThat(answers.keySet()).isSubsetOf(200, 201, 503);
            assertThat((double) done / SECONDS).isGreaterThan(allowed / 2);
            assertThat(threads).isLessThan(300);
            RestAssured.reset();
        }
    }

    private static Map<Integer, AtomicInteger> load(List<Client> clients, int seconds) {
        Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Thread> callers = new ArrayList<>();
        for (int n = 0; n < TENANTS * CALLERS_OF_TENANT; n++) {
            Client client = clients.get(n % TENANTS);
            String name = "caller-" + n + "-" + seconds + "-";
            Thread caller = new Thread(() -> {
                for (int call = 0; System.nanoTime() < end; call++) {
                    Answer answer =
                            call % 2 == 0 ? client.createUser(name + call, true) : client.findUser(name + (call - 1));
                    answers.computeIfAbsent(answer.status(), s -> new AtomicInteger())
                            .incrementAndGet();
                }
            });
            caller.start();
            callers.add(caller);
        }
        callers.forEach(LatencyIT::join);
        return answers;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double seconds(Runnable call) {
        long begin = System.nanoTime();
        call.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
