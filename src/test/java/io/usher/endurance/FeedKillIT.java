package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import io.usher.endurance.Client.Answer;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} under people who write and one who reads: who goes on from his cursor has every event, once, in order. */
class FeedKillIT {

    private static final int ROUNDS = Integer.getInteger("usher.crash.rounds", 2);
    private static final long SEED = Long.getLong("usher.crash.seed", 20_261_125);
    private static final int WRITERS = 8;
    private static final int PEOPLE = 20;
    /** So many events has the reader at least when the end comes. */
    private static final int READ = 200;

    private static final int LONGEST_MILLIS = 1500;

    private final Random random = new Random(SEED);
    private final List<JsonNode> told = Collections.synchronizedList(new ArrayList<>());
    private final List<String> surprises = Collections.synchronizedList(new ArrayList<>());
    private String next = "";
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

    @Test
    void a_reader_loses_no_event_and_has_none_twice_when_the_program_is_killed() {
        String token = TestTenant.withoutSeats().seats("full", PEOPLE / 2).token("okta");
        List<String> people = IntStream.range(0, PEOPLE)
                .mapToObj(n -> new Client(program.url(), token)
                        .createUser("person-" + n, true)
                        .id())
                .toList();
        for (int round = 1; round <= ROUNDS; round++) {
            killAmid(token, people);
            program = Program.inFolder(folder);
        }
        Client reader = new Client(program.url(), TestDatabase.OPERATOR_TOKEN);
        while (readPage(reader) > 0) {
            assertThat(surprises).isEmpty();
        }

        try (Observer observer = Observer.inFolder(folder)) {
            assertThat(told.stream().map(event -> event.path("id").asText()))
                    .containsExactlyInAnyOrderElementsOf(observer.texts("SELECT id FROM outbox"));
            Books.balance(observer);
        }
        assertInOrder();
        print("Killed %d times (seed %d): a reader has %d events, none lost, none twice"
                .formatted(ROUNDS, SEED, told.size()));
    }

    private void killAmid(String token, List<String> people) {
        Client idp = new Client(program.url(), token);
        Client reader = new Client(program.url(), TestDatabase.OPERATOR_TOKEN);
        AtomicBoolean killed = new AtomicBoolean();
        int before = told.size();
        List<CompletableFuture<Void>> busy = Stream.concat(
                        Stream.of(untilKilled(killed, n -> readPage(reader))),
                        IntStream.range(0, WRITERS)
                                .mapToObj(writer -> untilKilled(killed, n -> change(idp, people, writer + n))))
                .toList();
        while (told.size() < before + READ && surprises.isEmpty()) {
            Program.pause(10);
        }
        Program.pause(random.nextInt(LONGEST_MILLIS));
        killed.set(true);
        program.kill();
        busy.forEach(CompletableFuture::join);
        assertThat(surprises).isEmpty();
    }

    /** Each in a thread of its own: the common pool has no more than there are processors. */
    private CompletableFuture<Void> untilKilled(AtomicBoolean killed, Consumer<Integer> work) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int n = 0; surprises.isEmpty(); n++) {
                            work.accept(n);
                        }
                    } catch (UncheckedIOException noAnswer) {
                        if (!killed.get()) {
                            surprises.add("no answer from a living program: " + noAnswer.getMessage());
                        }
                    }
                },
                task -> new Thread(task).start());
    }

    /** Each of them changes something: a title that nobody has had, or, now and then, whether he is active. */
    private void change(Client idp, List<String> people, int n) {
        String person = people.get(n % PEOPLE);
        Answer answer = n % 7 == 0
                ? idp.setActive(person, n % 2 == 0)
                : idp.replaceAttribute(person, "title", "\"" + UUID.randomUUID() + "\"");
        if (answer.status() != 200) {
            surprises.add("change: " + answer.status());
        }
    }

    /** What an answer holds and the cursor behind it are kept together, or neither. */
    private int readPage(Client reader) {
        Answer answer = reader.get("/api/v1/events?limit=50&after=" + next);
        if (answer.status() != 200) {
            surprises.add("reading: " + answer.status());
            return 0;
        }
        answer.body().path("events").forEach(told::add);
        next = answer.body().path("next").asText();
        return answer.body().path("events").size();
    }

    private void assertInOrder() {
        Map<String, Long> versions = new HashMap<>();
        for (JsonNode event : told) {
            if (event.has("stateVersion")) {
                long version = event.path("stateVersion").asLong();
                Long before = versions.put(event.path("user").asText(), version);
                assertThat(version).as("%s", event).isEqualTo(before == null ? 1 : before + 1);
            }
        }
        assertThat(versions).hasSize(PEOPLE);
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
