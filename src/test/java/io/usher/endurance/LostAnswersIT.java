package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.endurance.Client.Answer;
import io.usher.testing.TestTenant;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connector that does not know whether its call arrived sends it again, and all is as if it had sent it once. */
@Tag("faults")
class LostAnswersIT {

    private static final int LOST = Integer.getInteger("usher.fault.lostAnswers", 50);
    private static final int COPIES = 5;

    private static Installation installation;
    private static Observer observer;
    private static Relay relay;

    private UUID tenant;
    private Client direct;
    private Client relayed;

    @BeforeAll
    static void start() {
        installation = Installation.of(2);
        observer = installation.observer();
        relay = new Relay(installation.program(0).port());
    }

    @AfterAll
    static void stop() {
        relay.close();
        observer.close();
        installation.close();
    }

    @BeforeEach
    void makeTenant() {
        TestTenant made = TestTenant.withoutSeats().seats("full", 10);
        tenant = UUID.fromString(made.id());
        String token = made.token("entra");
        direct = installation.clients(token).get(1);
        relayed = new Client("http://127.0.0.1:" + relay.port(), token);
        relay.loseAnswers(false);
    }

    @AfterEach
    void everythingAddsUp() {
        Books.balance(observer);
    }

    @Test
    @Tag("T56")
    void a_creation_whose_answer_was_lost_is_found_by_whoever_sends_it_again() {
        for (int n = 0; n < LOST; n++) {
            String name = "lost-" + n;
            losingTheAnswer(() -> relayed.createUser(name, true));
            assertThat(direct.createUser(name, true).status()).isEqualTo(409);
            assertThat(direct.findUser(name).body().path("totalResults").asInt())
                    .isEqualTo(1);
        }
        assertThat(records("user.created")).isEqualTo(LOST);
        print(
                "Lost the answers to %d creations: the second call was told 409 and found the person, %d times; %d records"
                        .formatted(LOST, LOST, records("user.created")));
    }

    @Test
    @Tag("T56")
    void a_change_or_deletion_whose_answer_was_lost_is_done_once() {
        for (int n = 0; n < LOST; n++) {
            String id = direct.createUser("changed-" + n, true).id();
            losingTheAnswer(() -> relayed.setActive(id, false));
            assertThat(direct.setActive(id, false).status()).isEqualTo(200);
            losingTheAnswer(() -> relayed.deleteUser(id));
            assertThat(direct.deleteUser(id).status()).isEqualTo(404);
        }
        assertThat(records("user.deactivated")).isEqualTo(LOST);
        assertThat(records("user.deleted")).isEqualTo(LOST);
    }

    @Test
    @Tag("T54")
    void what_is_sent_five_times_and_out_of_order_is_done_once() {
        Random random = new Random(20_261_124);
        List<Answer> created = Volley.fire(copies(() -> direct.createUser("replayed", true)));
        assertThat(created).extracting(Answer::status).containsOnly(201, 409).containsOnlyOnce(201);
        String id = created.stream()
                .filter(answer -> answer.status() == 201)
                .findFirst()
                .orElseThrow()
                .id();
        ObjectNode whole = JsonNodeFactory.instance
                .objectNode()
                .put("userName", "replayed")
                .put("title", "Usher")
                .put("displayName", "Replayed")
                .put("active", true);
        List<Supplier<Answer>> changes =
                new ArrayList<>(copies(() -> direct.replaceAttribute(id, "title", "\"Usher\"")));
        changes.addAll(copies(() -> direct.replaceAttribute(id, "displayName", "\"Replayed\"")));
        Collections.shuffle(changes, random);
        assertThat(Volley.fire(changes)).extracting(Answer::status).containsOnly(200);
        assertThat(Volley.fire(copies(() -> direct.replaceUser(id, whole))))
                .extracting(Answer::status)
                .containsOnly(200);
        assertThat(records("user.updated"))
                .as("title and displayName; PUT says the same")
                .isEqualTo(2);
        assertThat(Volley.fire(copies(() -> direct.setActive(id, false))))
                .extracting(Answer::status)
                .containsOnly(200);
        assertThat(records("user.deactivated")).isEqualTo(1);
        assertThat(Volley.fire(copies(() -> direct.deleteUser(id))))
                .extracting(Answer::status)
                .containsOnly(204, 404)
                .containsOnlyOnce(204);
        assertThat(records("user.created")).isEqualTo(1);
        assertThat(records("user.deleted")).isEqualTo(1);
        assertThat(observer.number("SELECT used FROM seat_pool WHERE tenant_id = ? AND type = 'full'", tenant))
                .isZero();
        print("Sent each of POST, PATCH, PUT and DELETE %d times at once: one record for each change"
                .formatted(COPIES));
    }

    private static void losingTheAnswer(Supplier<Answer> call) {
        relay.loseAnswers(true);
        assertThatThrownBy(call::get).isInstanceOf(UncheckedIOException.class);
        relay.loseAnswers(false);
    }

    private static List<Supplier<Answer>> copies(Supplier<Answer> call) {
        return Stream.generate(() -> call).limit(COPIES).toList();
    }

    private long records(String action) {
        return observer.number("""
                SELECT count(*) FROM audit_record
                WHERE tenant_id = ? AND convert_from(body, 'UTF8')::jsonb ->> 'action' = ?""", tenant, action);
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
