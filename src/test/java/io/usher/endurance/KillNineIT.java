package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.RestAssured;
import io.usher.endurance.Client.Answer;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a stream of writes: what was acknowledged is there, and nothing is there by halves. */
@Tag("T55")
class KillNineIT {

    private static final int ROUNDS = Integer.getInteger("usher.crash.rounds", 2);
    private static final long SEED = Long.getLong("usher.crash.seed", 20_261_124);
    private static final int WRITERS = 8;
    private static final int SEATS = 40;
    private static final int LONGEST_MILLIS = 3000;

    private final Random random = new Random(SEED);
    private final List<Long> restarts = new ArrayList<>();
    private Path folder;
    private Program program;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
        this.folder = folder;
        program = Program.inFolder(folder);
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = program.port();
    }

    @AfterEach
    void stop() {
        RestAssured.reset();
        program.close();
        Postmaster.stop(folder);
        TestDatabase.delete(folder);
    }

    private static final int PAGE = 1_000;

    /** What was acknowledged about a person: that he is there, and whether he is active, unless the answer to that is out. */
    private enum Acknowledged {
        ACTIVE,
        INACTIVE,
        ONE_OR_THE_OTHER
    }

    @Test
    void a_killed_program_has_lost_nothing_that_it_acknowledged_and_done_nothing_by_halves() {
        TestTenant tenant = TestTenant.withoutSeats().seats("full", SEATS);
        String token = tenant.token("okta");
        Map<String, Acknowledged> people = new ConcurrentHashMap<>();
        // A killed program does not show whether the disk has it; a lost machine would.
        try (Observer observer = Observer.inFolder(folder)) {
            for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
                assertThat(observer.text("SHOW " + setting)).as(setting).isEqualTo("on");
            }
        }
        for (int round = 1; round <= ROUNDS; round++) {
            killWhileWriting(token, round, people);
            ProcessHandle leftBehind = Postmaster.on(folder).orElseThrow();
            assertThat(leftBehind.isAlive())
                    .as("PostgreSQL outlives its program")
                    .isTrue();
            program = Program.inFolder(folder);
            restarts.add(program.millisToFirstAnswer());
            assertThat(leftBehind.isAlive()).as("the one left behind").isFalse();
            assertKept(new Client(program.url(), token), people);
            try (Observer observer = Observer.inFolder(folder)) {
                Books.balance(observer);
            }
        }
        print(
                "Killed %d times (seed %d) among %d acknowledged creations: none lost, nothing by halves; first answer after restart in %s ms"
                        .formatted(ROUNDS, SEED, people.size(), restarts));
    }

    private void killWhileWriting(String token, int round, Map<String, Acknowledged> people) {
        Client client = new Client(program.url(), token);
        AtomicBoolean killed = new AtomicBoolean();
        int before = people.size();
        List<Thread> writers = new ArrayList<>();
        List<String> surprises = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = "round-" + round + "-writer-" + writer + "-";
            Thread thread = new Thread(() -> write(client, prefix, people, killed, surprises), prefix);
            thread.start();
            writers.add(thread);
        }
        while (people.size() < before + WRITERS && writers.stream().anyMatch(Thread::isAlive)) {
            Program.pause(10);
        }
        Program.pause(random.nextInt(LONGEST_MILLIS));
        killed.set(true);
        program.kill();
        writers.forEach(KillNineIT::join);
        assertThat(surprises).isEmpty();
        assertThat(people).hasSizeGreaterThanOrEqualTo(before + WRITERS);
    }

    /** People join, and every third leaves again, so that seats are handed on when the end comes. */
    private static void write(
            Client client,
            String prefix,
            Map<String, Acknowledged> people,
            AtomicBoolean killed,
            List<String> surprises) {
        try {
            for (int n = 0; ; n++) {
                Answer made = client.createUser(prefix + n, true);
                if (made.status() != 201) {
                    surprises.add("creation: " + made.status());
                    return;
                }
                people.put(made.id(), Acknowledged.ACTIVE);
                if (n % 3 == 0) {
                    people.put(made.id(), Acknowledged.ONE_OR_THE_OTHER);
                    Answer left = client.setActive(made.id(), false);
                    if (left.status() != 200) {
                        surprises.add("deactivation: " + left.status());
                        return;
                    }
                    people.put(made.id(), Acknowledged.INACTIVE);
                }
            }
        } catch (UncheckedIOException noAnswer) {
            if (!killed.get()) {
                surprises.add("no answer from a living program: " + noAnswer.getMessage());
            }
        }
    }

    private static void assertKept(Client client, Map<String, Acknowledged> people) {
        Map<String, JsonNode> kept = new HashMap<>();
        for (int page = 0; page <= people.size() / PAGE + 1; page++) {
            Answer answer = client.get(
                    "/scim/v2/Users?attributes=active&count=%d&startIndex=%d".formatted(PAGE, page * PAGE + 1));
            assertThat(answer.status()).isEqualTo(200);
            answer.body()
                    .path("Resources")
                    .forEach(one -> kept.put(one.path("id").asText(), one.path("active")));
        }
        people.forEach((id, acknowledged) -> {
            JsonNode active = kept.getOrDefault(id, MissingNode.getInstance());
            assertThat(active.isBoolean()).as("an acknowledged person").isTrue();
            switch (acknowledged) {
                case ACTIVE -> assertThat(active.asBoolean()).isTrue();
                case INACTIVE -> assertThat(active.asBoolean()).isFalse();
                case ONE_OR_THE_OTHER -> {
                    // The answer to his deactivation is out.
                }
            }
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
