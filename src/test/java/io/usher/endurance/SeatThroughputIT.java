package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.endurance.Client.Answer;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A benchmark, run only when {@code usher.throughput.seconds} says how long each part takes: how many people a second are
 * made by 32 callers at once in three tenants of one program, which differ in their pool alone. Each begins with as many people.
 */
@EnabledIfSystemProperty(named = "usher.throughput.seconds", matches = "[1-9][0-9]*")
class SeatThroughputIT {

    private static final int SECONDS = Integer.getInteger("usher.throughput.seconds", 10);
    private static final int REPETITIONS = 3;
    private static final int AT_ONCE = 32;
    /** Callers beside these, who let people leave. */
    private static final int LEAVING = 8;

    private static final int SEATS = 200;
    private static final int WAITING = 1000;

    @Test
    void people_are_made_with_and_without_a_limit_and_behind_a_queue() {
        try (Installation programs = Installation.of(1);
                Observer observer = programs.observer()) {
            List<Part> parts = List.of(
                    new Part(programs, "unlimited", null, 0),
                    new Part(programs, "with room", 1_000_000, 0),
                    new Part(programs, "full, 1,000 waiting, seats free all the time", SEATS, LEAVING));
            parts.forEach(Part::fill);
            for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                parts.forEach(Part::measure);
            }
            parts.forEach(part -> print(part.figures()));
            Books.balance(observer);
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }

    private static final class Part {

        private final String name;
        private final Client client;
        private final int leaving;
        /** In the order of their coming: the first of them hold the seats. */
        private final Queue<String> people = new ConcurrentLinkedQueue<>();

        private final AtomicInteger names = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger left = new AtomicInteger();
        private final List<Double> perSecond = new ArrayList<>();

        Part(Installation programs, String name, @Nullable Integer seats, int leaving) {
            TestTenant tenant = TestTenant.withoutSeats().seats("full", seats);
            this.name = name;
            this.client = programs.clients(tenant.token("okta")).get(0);
            this.leaving = leaving;
        }

        void fill() {
            List<Supplier<Answer>> requests = IntStream.range(0, SEATS + WAITING)
                    .<Supplier<Answer>>mapToObj(n -> this::join)
                    .toList();
            Volley.fire(AT_ONCE, requests);
            assertThat(people).hasSize(SEATS + WAITING);
        }

        private Answer join() {
            Answer answer = client.createUser("person-" + names.incrementAndGet(), true);
            if (answer.status() == 201) {
                people.add(answer.id());
            } else {
                refused.incrementAndGet();
            }
            return answer;
        }

        void measure() {
            long begun = System.nanoTime();
            long end = begun + SECONDS * 1_000_000_000L;
            int before = people.size() + left.get();
            List<Supplier<Integer>> callers = new ArrayList<>();
            IntStream.range(0, AT_ONCE).forEach(n -> callers.add(() -> repeat(end, this::join)));
            IntStream.range(0, leaving).forEach(n -> callers.add(() -> repeat(end, this::leave)));
            Volley.fire(callers.size(), callers);
            double seconds = (System.nanoTime() - begun) / 1e9;
            perSecond.add((people.size() + left.get() - before) / seconds);
        }

        private void leave() {
            String first = people.remove();
            if (client.setActive(first, false).status() == 200) {
                left.incrementAndGet();
            } else {
                refused.incrementAndGet();
            }
        }

        private static int repeat(long end, Runnable call) {
            int calls = 0;
            for (; System.nanoTime() < end; calls++) {
                call.run();
            }
            return calls;
        }

        String figures() {
            double[] sorted =
                    perSecond.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return "%d at once, %s: %.0f people a second (median of %s); %d left meanwhile, %d calls refused"
                    .formatted(
                            AT_ONCE,
                            name,
                            sorted[sorted.length / 2],
                            Arrays.stream(sorted).mapToObj("%.0f"::formatted).collect(Collectors.joining(", ")),
                            left.get(),
                            refused.get());
        }
    }
}
