package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.endurance.Client.Answer;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Asked to end, the program finishes what it has begun. */
@Tag("faults")
@Tag("T57")
class GracefulStopIT {

    private static final int TENANTS = 4;
    private static final int UNDER_WAY = 200;
    private static final long LONGEST_SECONDS = 30;

    @Test
    void two_hundred_calls_under_way_are_answered_before_the_program_ends() {
        try (Installation installation = Installation.of(1);
                Observer observer = installation.observer();
                Intruder intruder = installation.intruder()) {
            List<Client> clients = IntStream.range(0, TENANTS)
                    .mapToObj(n -> TestTenant.withoutSeats().seats("full", 10).token("okta"))
                    .map(token -> installation.clients(token).get(0))
                    .toList();
            warmUp(clients);
            // Nobody gets a seat before the program has been asked to end: all calls are still under way then.
            intruder.begin().run("SELECT 1 FROM seat_pool FOR UPDATE");
            CompletableFuture<List<Answer>> underWay =
                    CompletableFuture.supplyAsync(() -> Volley.fire(creations(clients)));
            Program.pause(700);
            long asked = System.nanoTime();
            installation.program(0).askToEnd();
            Program.pause(200);
            intruder.end();
            List<Answer> answers = underWay.join();
            assertThat(installation.program(0).awaitEnd()).as("exit code").isIn(0, 143);
            long millis = (System.nanoTime() - asked) / 1_000_000;
            var statuses = answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
            print("Asked to end with %d calls under way: answers %s, no connection reset; ended after %d ms"
                    .formatted(UNDER_WAY, statuses, millis));
            assertThat(statuses.keySet()).isSubsetOf(201, 503).contains(201);
            assertThat(millis).isLessThan(LONGEST_SECONDS * 1000);
            long made =
                    answers.stream().filter(answer -> answer.status() == 201).count();
            assertThat(observer.number("SELECT count(*) FROM users")).isEqualTo(made + TENANTS);
            Books.balance(observer);
        }
    }

    private static void warmUp(List<Client> clients) {
        clients.forEach(
                client -> assertThat(client.createUser("first", true).status()).isEqualTo(201));
    }

    private static List<Supplier<Answer>> creations(List<Client> clients) {
        List<Supplier<Answer>> creations = new ArrayList<>();
        for (int n = 0; n < UNDER_WAY; n++) {
            int number = n;
            creations.add(() -> clients.get(number % TENANTS).createUser("under-way-" + number, true));
        }
        return creations;
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
