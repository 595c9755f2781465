package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.endurance.Client.Answer;
import io.usher.endurance.SeatDoor.Caller;
import io.usher.endurance.SeatDoor.Racer;
import io.usher.testing.Operator;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two programs race for the last seat of a pool by every door, again and again; {@code -Dusher.race.rounds=1000}. */
@Tag("T42")
class LastSeatRaceIT {

    private static final int ROUNDS = Integer.getInteger("usher.race.rounds", 5);
    private static final int SEATS = 3;
    private static final int PATIENCE = 5;

    private static final String HOLDERS = "SELECT user_id FROM seat_claim WHERE tenant_id = ? AND held_type = 'full'";

    /** One look at claims, pool and ledger. */
    private static final String BOOKS = """
            SELECT format('%s used, %s waiting; %s, %s by the claims; %s, %s by the ledger', p.used, p.waiting,
                          count(*) FILTER (WHERE c.held_type = p.type),
                          count(*) FILTER (WHERE c.wanted_type = p.type AND c.waiting_since IS NOT NULL),
                          max(l.used_after), max(l.waiting_after))
            FROM seat_pool p
            JOIN seat_claim c ON c.tenant_id = p.tenant_id
            CROSS JOIN LATERAL (SELECT * FROM seat_ledger l WHERE l.tenant_id = p.tenant_id AND l.type = p.type
                                ORDER BY l.seq DESC LIMIT 1) l
            WHERE p.tenant_id = ? AND p.type = 'full' GROUP BY p.used, p.waiting""";

    @Test
    void the_last_seat_goes_to_exactly_one_of_those_who_come_for_it_by_any_door() {
        try (Installation programs = Installation.of(2);
                Observer observer = programs.observer()) {
            Race race = new Race(programs, observer);
            race.prepare();
            long deadlocks = deadlocks(observer);
            Sampler sampler = new Sampler(programs.observer(), race.tenant);
            long begin = System.nanoTime();
            try (sampler) {
                IntStream.rangeClosed(1, ROUNDS).forEach(race::round);
            }
            long millis = (System.nanoTime() - begin) / 1_000_000;
            assertThat(sampler.contradictions()).isEmpty();
            Books.balance(observer);
            assertThat(deadlocks(observer) - deadlocks)
                    .as("deadlocks in the database")
                    .isZero();
            print(
                    "Last seat: %d rounds by %d doors of 2 programs in %d ms: one winner in each; %d answers, none refused, %d at the second try or later;"
                                    .formatted(
                                            ROUNDS,
                                            SeatDoor.values().length,
                                            millis,
                                            race.answers,
                                            race.cameAgain.get())
                            + " %d samples: oversold 0, leaked 0, lost wake-ups 0; deadlocks 0"
                                    .formatted(sampler.samples()));
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

        private final Observer observer;
        private final UUID tenant;
        private final List<Caller> callers = new ArrayList<>();
        private final List<Racer> ones = new ArrayList<>();
        private final List<Racer> others = new ArrayList<>();
        private final AtomicInteger cameAgain = new AtomicInteger();
        private int answers;

        Race(Installation programs, Observer observer) {
            this.observer = observer;
            TestTenant customer = TestTenant.withoutSeats().seats("full", SEATS).seats("learning", null);
            this.tenant = UUID.fromString(customer.id());
            Operator operator = new Operator(customer);
            operator.change("{'defaultSeatType':'learning'}").demand(200);
            List<Client> connectors = programs.clients(customer.token("okta"));
            List<Client> operators = programs.clients(TestDatabase.OPERATOR_TOKEN);
            String group = connectors.get(0).createGroup("Full").id();
            operator.govern(group, "{'seatRule':{'seatType':'full','priority':1}}")
                    .demand(200);
            for (int n = 0; n < connectors.size(); n++) {
                callers.add(new Caller(connectors.get(n), operators.get(n), customer.name(), group));
            }
        }

        /** All seats but one are taken; two people stand outside of each door. */
        void prepare() {
            IntStream.range(1, SEATS)
                    .mapToObj(n -> new Racer(SeatDoor.POST, "holder-" + n))
                    .forEach(holder -> accepted(List.of(holder.door.enter(callers.get(0), holder))));
            for (SeatDoor door : EnumSet.allOf(SeatDoor.class)) {
                ones.add(new Racer(door, "one-" + door));
                others.add(new Racer(door, "other-" + door));
            }
            ones.forEach(racer -> accepted(List.of(racer.door.outside(callers.get(0), racer))));
            others.forEach(racer -> accepted(List.of(racer.door.outside(callers.get(0), racer))));
        }

        /** Those come for the last seat; they leave while these come for it; and these leave. */
        void round(int round) {
            boolean even = round % 2 == 0;
            List<Racer> those = even ? ones : others;
            List<Racer> these = even ? others : ones;
            int crowd = those.size();
            List<Answer> told = fire(round, those, List.of());
            assertAtRest(round, SEATS, crowd - 1);
            assertOneWinner(round, those);
            assertTold(those, told);
            fire(round, these, those);
            assertAtRest(round, SEATS, crowd - 1);
            assertOneWinner(round, these);
            fire(round, List.of(), these);
            assertAtRest(round, SEATS - 1, 0);
        }

        private void assertAtRest(int round, int used, int waiting) {
            assertThat(observer.text(BOOKS, tenant))
                    .as("round %d", round)
                    .isEqualTo("%1$d used, %2$d waiting; %1$d, %2$d by the claims; %1$d, %2$d by the ledger"
                            .formatted(used, waiting));
        }

        private void assertOneWinner(int round, List<Racer> racers) {
            assertThat(winners(racers)).as("who has the seat, round %d", round).hasSize(1);
        }

        private List<Racer> winners(List<Racer> racers) {
            List<String> holders = observer.texts(HOLDERS, tenant);
            return racers.stream().filter(racer -> holders.contains(racer.id())).toList();
        }

        /** Where the answer says something of his seat, it is so. */
        private void assertTold(List<Racer> racers, List<Answer> told) {
            List<Racer> winners = winners(racers);
            for (int n = 0; n < racers.size(); n++) {
                String status = told.get(n).seatStatus();
                assertThat(status).isIn("", winners.contains(racers.get(n)) ? "assigned" : "waitlisted");
            }
        }

        /** Each door is on another program than in the round before. */
        private List<Answer> fire(int round, List<Racer> coming, List<Racer> leaving) {
            List<Supplier<Answer>> requests = new ArrayList<>();
            for (int n = 0; n < coming.size(); n++) {
                Racer racer = coming.get(n);
                Caller by = callers.get((n + round) % callers.size());
                requests.add(() -> patiently(() -> racer.door.enter(by, racer)));
            }
            for (int n = 0; n < leaving.size(); n++) {
                Racer racer = leaving.get(n);
                Caller by = callers.get((n + round / 2) % callers.size());
                requests.add(() -> patiently(() -> racer.door.leave(by, racer)));
            }
            return accepted(Volley.fire(requests));
        }

        /** On a machine that is busy with other things a statement may take too long: nothing is done, and he comes again. */
        private Answer patiently(Supplier<Answer> request) {
            Answer answer = request.get();
            for (int tries = 1; answer.status() == 503 && tries < PATIENCE; tries++) {
                cameAgain.incrementAndGet();
                Program.pause(1000);
                answer = request.get();
            }
            return answer;
        }

        private List<Answer> accepted(List<Answer> received) {
            answers += received.size();
            assertThat(received).as("answers, none of which refuses").allMatch(answer -> answer.status() / 100 == 2);
            return received;
        }
    }
}
