package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.endurance.Client.Answer;
import io.usher.testing.TestTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two programs race for the last seat of a pool, again and again. */
@Tag("T42")
class LastSeatRaceIT {

    private static final int ROUNDS = Integer.getInteger("usher.race.rounds", 5);
    private static final int SEATS = 5;
    private static final int HALF = 32;

    private static final String STATUS = "SELECT count(*) FROM seat_claim WHERE tenant_id = ? AND status = ?";
    private static final String FIRST_WAITER = """
            SELECT user_id FROM seat_claim WHERE tenant_id = ? AND waiting_since IS NOT NULL
            ORDER BY waiting_since, user_id LIMIT 1""";

    @Test
    void the_last_seat_goes_to_exactly_one_of_those_who_ask_for_it_at_once() {
        try (Installation programs = Installation.of(2);
                Observer observer = programs.observer()) {
            TestTenant tenant = TestTenant.withoutSeats().seats("full", SEATS);
            Race race = new Race(programs.clients(tenant.token("okta")), observer, UUID.fromString(tenant.id()));
            race.prepare();
            long deadlocks = deadlocks(observer);
            Sampler sampler = new Sampler(programs.observer(), UUID.fromString(tenant.id()));
            long begin = System.nanoTime();
            try (sampler) {
                IntStream.rangeClosed(1, ROUNDS).forEach(race::round);
            }
            long millis = (System.nanoTime() - begin) / 1_000_000;
            assertThat(sampler.contradictions()).isEmpty();
            Books.balance(observer);
            print(
                    "Last seat: %d rounds x %d requests to 2 programs in %d ms: one winner in each; %d answers, none but 200 and 201;"
                                    .formatted(ROUNDS, 2 * HALF, millis, race.answers)
                            + " %d samples, none above the limit; deadlocks in the database %d, reaching a client 0"
                                    .formatted(sampler.samples(), deadlocks(observer) - deadlocks));
        }
    }

    /** The server's processes report their statistics once in a second. */
    private static long deadlocks(Observer observer) {
        Program.pause(1500);
        return observer.number("SELECT deadlocks FROM pg_stat_database WHERE datname = 'usher'");
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }

    private static final class Race {

        private final List<Client> clients;
        private final Observer observer;
        private final UUID tenant;
        private final List<String> inactive = new ArrayList<>();
        private int answers;

        Race(List<Client> clients, Observer observer, UUID tenant) {
            this.clients = clients;
            this.observer = observer;
            this.tenant = tenant;
        }

        /** All seats but one are taken; as many people as half of a round wait outside. */
        void prepare() {
            fire(HALF, n -> client(n).createUser("outside-" + n, false)).forEach(made -> inactive.add(made.id()));
            fire(SEATS - 1, n -> client(n).createUser("holder-" + n, true));
        }

        void round(int round) {
            List<Supplier<Answer>> requests = new ArrayList<>();
            for (int n = 0; n < HALF; n++) {
                int number = n;
                requests.add(() -> client(number).createUser("round-" + round + "-" + number, true));
                // One further, so that each program sees creations and reactivations alike.
                requests.add(() -> client(number + round).setActive(inactive.get(number), true));
            }
            List<Answer> gained = accepted(Volley.fire(requests));
            List<String> winners = gained.stream()
                    .filter(answer -> answer.seatStatus().equals("assigned"))
                    .map(Answer::id)
                    .toList();
            assertThat(winners)
                    .as("who was told that he has the seat, round %d", round)
                    .hasSize(1);
            assertAtRest(2 * HALF - 1);
            promoteFirstWaiter(winners.get(0));
            leave(gained.stream()
                    .map(Answer::id)
                    .filter(id -> !winners.contains(id))
                    .toList());
        }

        private void assertAtRest(int waiting) {
            assertThat(observer.number(STATUS, tenant, "assigned")).isEqualTo(SEATS);
            assertThat(observer.number(STATUS, tenant, "waitlisted")).isEqualTo(waiting);
            assertThat(observer.text(
                            "SELECT used || ' ' || waiting FROM seat_pool WHERE tenant_id = ? AND type = 'full'",
                            tenant))
                    .isEqualTo(SEATS + " " + waiting);
            clients.forEach(client -> {
                assertThat(total(client, "assigned")).isEqualTo(SEATS);
                assertThat(total(client, "waitlisted")).isEqualTo(waiting);
            });
        }

        private static long total(Client client, String status) {
            String filter =
                    URLEncoder.encode(Client.SEAT + ":seatStatus eq \"" + status + "\"", StandardCharsets.UTF_8);
            Answer answer = client.get("/scim/v2/Users?count=0&filter=" + filter);
            assertThat(answer.status()).isEqualTo(200);
            return answer.body().path("totalResults").asLong();
        }

        private void promoteFirstWaiter(String winner) {
            String first = observer.text(FIRST_WAITER, tenant);
            accepted(List.of(clients.get(0).setActive(winner, false)));
            assertThat(observer.text(
                            "SELECT held_type FROM seat_claim WHERE tenant_id = ? AND user_id = ?::uuid",
                            tenant,
                            first))
                    .isEqualTo("full");
            // xmin is the transaction that wrote the row: of both, the same.
            assertThat(observer.text("""
                    SELECT count(*) || ' rows, ' || count(DISTINCT xmin::text) || ' transaction' FROM seat_ledger
                    WHERE tenant_id = ? AND record_id = (
                        SELECT record_id FROM seat_ledger WHERE tenant_id = ? AND user_id = ?::uuid AND movement = 'freed'
                        ORDER BY seq DESC LIMIT 1)
                      AND (user_id, movement) IN ((?::uuid, 'freed'), (?::uuid, 'left_queue'), (?::uuid, 'assigned'))""", tenant, tenant, winner, winner, first, first))
                    .isEqualTo("3 rows, 1 transaction");
        }

        private void leave(List<String> people) {
            fire(people.size(), n -> client(n).setActive(people.get(n), false));
            assertAtRestWithOneFree();
        }

        private void assertAtRestWithOneFree() {
            assertThat(observer.number(STATUS, tenant, "assigned")).isEqualTo(SEATS - 1);
            assertThat(observer.number(STATUS, tenant, "waitlisted")).isZero();
        }

        private List<Answer> fire(int requests, java.util.function.IntFunction<Answer> request) {
            return accepted(Volley.fire(IntStream.range(0, requests)
                    .<Supplier<Answer>>mapToObj(n -> () -> request.apply(n))
                    .toList()));
        }

        private List<Answer> accepted(List<Answer> received) {
            answers += received.size();
            assertThat(received.stream().map(Answer::status).filter(status -> status != 200 && status != 201))
                    .as("refusals and failures among %d answers", received.size())
                    .isEmpty();
            return received;
        }

        private Client client(int number) {
            return clients.get(number % clients.size());
        }
    }
}
