package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.hardening.Dice;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What people do and is done to them in one tenant, at the program and in {@link SlowSeats} alike; each method is one call. */
final class SeatStory {

    private static final List<String> CONNECTIONS = List.of("okta", "okta", "okta", "entra");
    private static final List<String> WISHES =
            List.of("", "", "", "", "", "", "", "full", "full", "partner", "learning", "admin", "golden");

    private final TestTenant tenant = TestTenant.withoutSeats();
    final Operator operator = new Operator(tenant);
    private final Map<String, Connector> connectors = new HashMap<>();
    final SlowSeats model = new SlowSeats();
    private final SeatMirror mirror;
    private final Tally tally;
    private final List<String> calls = new ArrayList<>();
    private int names;

    SeatStory(Observer observer, Tally tally) {
        this.mirror = new SeatMirror(observer, UUID.fromString(tenant.id()), model);
        this.tally = tally;
        CONNECTIONS.stream().distinct().forEach(kind -> connectors.put(kind, Connector.of(tenant, kind)));
    }

    void agrees() {
        try {
            mirror.agrees();
        } catch (AssertionError disagreement) {
            throw new AssertionError(disagreement.getMessage() + "\nafter\n" + told(), disagreement);
        }
    }

    private String told() {
        return String.join("\n", calls);
    }

    /**
     * One answer.
     *
     * @param refusal its status when the call is to be refused, else 0
     */
    void expect(String call, int refusal, Reply reply) {
        calls.add(call + ": " + reply.status());
        assertThat(reply.status() / 100 == 2 ? 0 : reply.status())
                .as("%s%n%s%nafter%n%s", call, reply.text(), told())
                .isEqualTo(refusal);
        tally.count(refusal, model);
    }

    private void expectSeat(SlowPerson person, Reply reply) {
        if (reply.status() / 100 == 2) {
            assertThat(reply.usher("seatStatus") + " " + reply.usher("seatType"))
                    .as("the answer%nafter%n%s", told())
                    .isEqualTo(person.status() + " " + person.held);
        }
    }

    void join(Dice dice) {
        String kind = dice.pick(CONNECTIONS);
        SlowPerson person = new SlowPerson("", name(dice), kind);
        person.active = !dice.onceIn(8);
        person.requested = dice.pick(WISHES);
        person.userType = dice.onceIn(4) ? "Reseller" : "";
        Reply reply = connector(kind).post("/Users", ScimBody.of(person));
        SlowPerson joined = person.as(reply.id());
        expect(kind + " POST " + ScimBody.of(person), join(joined), reply);
        expectSeat(joined, reply);
    }

    void joinByApi(Dice dice) {
        SlowPerson person = new SlowPerson("", name(dice), "");
        person.requested = dice.pick(WISHES);
        String wish = person.requested.isEmpty() ? "" : ",'seatType':'" + person.requested + "'";
        String body = "{'userName':'" + person.name + "'" + wish + "}";
        Reply reply = operator.post("/users", body);
        expect("API POST " + body, join(person.as(reply.id())), reply);
    }

    private int join(SlowPerson person) {
        if (person.requested.equals("golden")) {
            return 400;
        }
        if (model.people.values().stream().anyMatch(other -> other.name.equals(person.name))) {
            return 409;
        }
        return model.join(person) ? 0 : 403;
    }

    /** Mostly a new one. */
    private String name(Dice dice) {
        return "p-" + (dice.onceIn(10) && names > 0 ? dice.below(names) : names++);
    }

    void deactivate(Dice dice) {
        somebody(dice, person -> person.active).ifPresent(person -> write(dice, person, edit -> edit.active = false));
    }

    void reactivate(Dice dice) {
        somebody(dice, person -> !person.active).ifPresent(person -> write(dice, person, edit -> edit.active = true));
    }

    void wish(Dice dice) {
        String wish = dice.pick(WISHES);
        somebody(dice, person -> true).ifPresent(person -> write(dice, person, edit -> edit.requested = wish));
    }

    /** Several things at once. */
    void become(Dice dice) {
        String wish = dice.pick(WISHES);
        boolean active = !dice.onceIn(3);
        String userType = dice.onceIn(2) ? "Reseller" : "";
        somebody(dice, person -> true)
                .ifPresent(person -> write(dice, person, edit -> {
                    edit.requested = wish;
                    edit.active = active;
                    edit.userType = userType;
                }));
    }

    private void write(Dice dice, SlowPerson person, Consumer<SlowPerson> edit) {
        String kind = connection(dice, person);
        SlowPerson wanted = person.copy();
        edit.accept(wanted);
        boolean put = dice.onceIn(3);
        String body = put ? ScimBody.of(wanted) : ScimBody.operations(person, wanted, dice.onceIn(2));
        String path = "/Users/" + person.id;
        Reply reply = put ? connector(kind).put(path, body) : connector(kind).patch(path, body);
        expect(
                "%s %s %s %s".formatted(kind, put ? "PUT" : "PATCH", person.name, body),
                write(kind, person, edit),
                reply);
        expectSeat(person, reply);
    }

    private int write(String kind, SlowPerson person, Consumer<SlowPerson> edit) {
        SlowPerson wanted = person.copy();
        edit.accept(wanted);
        if (!manages(kind, person)) {
            return 403;
        }
        if (wanted.requested.equals("golden")) {
            return 400;
        }
        return model.change(person, edit.andThen(changed -> changed.connection = kind)) ? 0 : 403;
    }

    private static boolean manages(String kind, SlowPerson person) {
        return person.connection.isEmpty() || person.connection.equals(kind);
    }

    /** Mostly one that may write him. */
    private static String connection(Dice dice, SlowPerson person) {
        return person.connection.isEmpty() || dice.onceIn(15) ? dice.pick(CONNECTIONS) : person.connection;
    }

    void activateByApi(Dice dice) {
        Predicate<SlowPerson> which = dice.onceIn(5) ? person -> true : person -> person.connection.isEmpty();
        somebody(dice, which).ifPresent(person -> {
            boolean active = dice.onceIn(6) == person.active;
            Reply reply = operator.patch("/users/" + person.id, "{'active':" + active + "}");
            int refusal =
                    person.connection.isEmpty() ? model.change(person, edit -> edit.active = active) ? 0 : 403 : 409;
            expect("API PATCH %s active=%s".formatted(person.name, active), refusal, reply);
        });
    }

    void handOver(Dice dice) {
        somebody(dice, person -> true).ifPresent(person -> {
            String kind = dice.onceIn(2) ? "" : dice.pick(CONNECTIONS);
            String id = kind.isEmpty() ? "" : tenant.connection(kind);
            Reply reply = operator.patch("/users/" + person.id, "{'connection':'" + id + "'}");
            model.change(person, edit -> edit.connection = kind);
            expect("API hands %s over to [%s]".formatted(person.name, kind), 0, reply);
        });
    }

    void delete(Dice dice) {
        somebody(dice, person -> true).ifPresent(person -> {
            String kind = connection(dice, person);
            Reply reply = connector(kind).delete("/Users/" + person.id);
            expect("%s DELETE %s".formatted(kind, person.name), delete(kind, person), reply);
        });
    }

    private int delete(String kind, SlowPerson person) {
        if (!manages(kind, person)) {
            return 403;
        }
        model.leave(person);
        return 0;
    }

    void bulk(Dice dice) {
        String kind = dice.pick(CONNECTIONS);
        SeatBulk bulk = new SeatBulk();
        for (int n = dice.below(4) + 2; n > 0; n--) {
            SlowPerson person = somebody(dice, each -> manages(kind, each)).orElse(null);
            if (person == null || dice.onceIn(3)) {
                SlowPerson joining = new SlowPerson("", name(dice), kind);
                joining.requested = dice.pick(WISHES);
                bulk.post(joining, id -> join(joining.as(id)));
            } else if (dice.onceIn(4)) {
                bulk.delete(person, () -> model.people.containsKey(person.id) ? delete(kind, person) : 404);
            } else {
                boolean active = dice.onceIn(5) == person.active;
                bulk.activate(
                        person,
                        active,
                        () -> model.people.containsKey(person.id)
                                ? write(kind, person, edit -> edit.active = active)
                                : 404);
            }
        }
        Reply reply = connector(kind).post("/Bulk", bulk.body());
        bulk.follow(reply, (call, refusal, each) -> expect(kind + " BULK " + call, refusal, each));
    }

    Connector connector(String kind) {
        return Optional.ofNullable(connectors.get(kind)).orElseThrow();
    }

    Optional<SlowPerson> somebody(Dice dice, Predicate<SlowPerson> which) {
        List<SlowPerson> people = model.people.values().stream().filter(which).toList();
        return people.isEmpty() ? Optional.empty() : Optional.of(dice.pick(people));
    }
}
