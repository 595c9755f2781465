package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.endurance.Client.Answer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * People who come and go while something is done to the server. It does what a patient connector does: comes again after a
 * 503, and takes a 409 or 404 for the truth only about its own call that had no clear answer. Whatever else comes is a wrong answer.
 */
final class Traffic implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;
    private static final int SPARSE = 3;

    private final List<Client> clients;
    private final List<Thread> threads = new ArrayList<>();
    /** Of each person made: whether he was last acknowledged to be active. */
    private final Map<String, Boolean> people = new ConcurrentHashMap<>();

    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicLong startOfLastSuccess = new AtomicLong();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean stopped;

    /** @param clients one tenant's connector at each program */
    static Traffic start(List<Client> clients, int writers) {
        Traffic traffic = new Traffic(clients);
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            Thread thread = new Thread(() -> traffic.write(number), "traffic-" + number);
            traffic.threads.add(thread);
            thread.start();
        }
        return traffic;
    }

    private Traffic(List<Client> clients) {
        this.clients = clients;
    }

    private void write(int writer) {
        Client client = clients.get(writer % clients.size());
        for (int n = 0; !stopped; n++) {
            String id = join(client, "person-" + System.identityHashCode(this) + "-" + writer + "-" + n);
            if (id.isEmpty()) {
                return;
            }
            people.put(id, true);
            expect("GET", () -> client.get("/scim/v2/Users/" + id), 200);
            if (n % SPARSE == 0 && expect("PATCH", () -> client.setActive(id, false), 200)) {
                people.put(id, false);
            }
        }
    }

    /** The id of the person who is there in the end, or empty when the traffic was stopped before that was clear. */
    private String join(Client client, String userName) {
        boolean unclear = false;
        while (!stopped) {
            Answer answer =
                    once("POST", () -> client.createUser(userName, true), unclear ? List.of(201, 409) : List.of(201));
            if (answer.status() == 201) {
                return answer.id();
            }
            if (answer.status() == 409 && unclear) {
                return find(client, userName);
            }
            unclear = true;
            Program.pause(PAUSE_MILLIS);
        }
        return "";
    }

    private String find(Client client, String userName) {
        while (!stopped) {
            Answer found = once("find", () -> client.findUser(userName), List.of(200));
            if (found.status() == 200) {
                String id = found.body().path("Resources").path(0).path("id").asText();
                if (id.isEmpty()) {
                    wrong.add("409, and nobody of this name is found");
                }
                return id;
            }
            Program.pause(PAUSE_MILLIS);
        }
        return "";
    }

    /** Comes again until the answer is the wanted one; false when the traffic is stopped before. */
    private boolean expect(String call, Supplier<Answer> request, int wanted) {
        while (!stopped) {
            if (once(call, request, List.of(wanted)).status() == wanted) {
                return true;
            }
            Program.pause(PAUSE_MILLIS);
        }
        return false;
    }

    private Answer once(String call, Supplier<Answer> request, List<Integer> truths) {
        long begin = System.nanoTime();
        Answer answer;
        try {
            answer = request.get();
        } catch (UncheckedIOException noAnswer) {
            unanswered.incrementAndGet();
            wrong.add(call + " had no answer: " + noAnswer.getMessage());
            return new Answer(0, com.fasterxml.jackson.databind.node.MissingNode.getInstance(), "");
        }
        longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
        statuses.computeIfAbsent(answer.status(), s -> new AtomicInteger()).incrementAndGet();
        if (truths.contains(answer.status())) {
            startOfLastSuccess.accumulateAndGet(begin, Math::max);
        } else if (answer.status() != 503) {
            wrong.add(call + ": " + answer.status() + " " + answer.body());
        } else if (!answer.retryAfter().matches("[1-5]")) {
            wrong.add(call + ": 503 with Retry-After '" + answer.retryAfter() + "'");
        }
        return answer;
    }

    /** Waits for an answer, to a call that began after now, which says that all is well; returns how long that took. */
    long millisToSuccess() {
        long now = System.nanoTime();
        while (startOfLastSuccess.get() < now) {
            Program.pause(10);
            assertThat(System.nanoTime() - now)
                    .as("nanoseconds without a success")
                    .isLessThan(60_000_000_000L);
        }
        return (System.nanoTime() - now) / 1_000_000;
    }

    /** Waits until so many more people are there. */
    void awaitMore(int wanted) {
        int before = people.size();
        long begin = System.nanoTime();
        while (people.size() < before + wanted) {
            Program.pause(10);
            assertThat(System.nanoTime() - begin).as("nanoseconds of waiting").isLessThan(60_000_000_000L);
        }
    }

    int acknowledged() {
        return people.size();
    }

    List<String> wrong() {
        return wrong;
    }

    long longestMillis() {
        return longestNanos.get() / 1_000_000;
    }

    Map<Integer, AtomicInteger> statuses() {
        return new TreeMap<>(statuses);
    }

    /** How many acknowledged writes are not to be found any more. */
    long lost() {
        Client client = clients.get(0);
        return people.entrySet().stream()
                .filter(person -> {
                    Answer answer = client.get("/scim/v2/Users/" + person.getKey());
                    // Who was last acknowledged active may have been deactivated by a call without an answer.
                    return answer.status() != 200
                            || (!person.getValue()
                                    && answer.body().path("active").asBoolean());
                })
                .count();
    }

    /** Lets every call come to its end. */
    @Override
    public void close() {
        stopped = true;
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
