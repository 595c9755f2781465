package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.usher.endurance.Client.Answer;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many writers at the same person, the same name, the same group, through two programs. */
class ParallelWritesIT {

    private static final int AT_ONCE = 32;
    private static final int SWITCHES = Integer.getInteger("usher.switch.calls", 200);

    private static Installation programs;
    private static Observer observer;

    private UUID tenant;
    private List<Client> clients;

    @BeforeAll
    static void start() {
        programs = Installation.of(2);
        observer = programs.observer();
    }

    @AfterAll
    static void stop() {
        observer.close();
        programs.close();
    }

    @BeforeEach
    void makeTenant() {
        TestTenant made = TestTenant.withoutSeats().seats("full", 10);
        tenant = UUID.fromString(made.id());
        clients = programs.clients(made.token("entra"));
    }

    @AfterEach
    void everythingAddsUp() {
        Books.balance(observer);
    }

    @Test
    @Tag("T41")
    @Tag("CRE-04")
    void one_of_a_hundred_people_of_the_same_name_is_made_and_the_others_are_told_that_it_is_taken() {
        List<Answer> answers =
                Volley.fire(requests(100, n -> client(n).createUser(upperCaseAt("same.name@example.com", n), true)));
        assertThat(statuses(answers, 201)).hasSize(1);
        assertThat(statuses(answers, 409)).hasSize(99);
        assertThat(answers.stream().filter(answer -> answer.status() == 409))
                .allSatisfy(answer ->
                        assertThat(answer.body().path("scimType").asText()).isEqualTo("uniqueness"));
        assertThat(observer.number("SELECT used FROM seat_pool WHERE tenant_id = ? AND type = 'full'", tenant))
                .isEqualTo(1);
        assertThat(observer.number("SELECT count(*) FROM outbox WHERE tenant_id = ? AND type = 'user.created'", tenant))
                .isEqualTo(1);
        assertThat(records("user.created")).isEqualTo(1);
        assertThat(records("refused")).isEqualTo(99);
    }

    @Test
    @Tag("PAT-64")
    void fifty_members_added_one_by_one_at_the_same_moment_are_all_in_the_group() {
        List<String> people = people(50);
        String group = client(0).createGroup("Everybody").id();
        List<Answer> answers =
                Volley.fire(requests(50, n -> client(n).changeMembers("add", group, List.of(people.get(n)))));
        assertThat(statuses(answers, 204)).hasSize(50);
        assertThat(client(1).get("/scim/v2/Groups/" + group).body().path("members"))
                .extracting(member -> member.path("value").asText())
                .containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    @Tag("ETG-11")
    void of_twenty_replacements_of_one_version_one_is_done_and_the_others_are_told_that_they_come_late() {
        Answer made = client(0).createUser("versioned@example.com", true);
        String version = made.body().path("meta").path("version").asText();

        List<Answer> answers = Volley.fire(requests(
                20,
                n -> client(n)
                        .replaceUser(
                                made.id(),
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("userName", "versioned@example.com")
                                        .put("title", "Title " + n),
                                version)));

        assertThat(statuses(answers, 200)).hasSize(1);
        assertThat(statuses(answers, 412)).hasSize(19);
        Answer winner = answers.stream()
                .filter(answer -> answer.status() == 200)
                .findFirst()
                .orElseThrow();
        var kept = client(1).get("/scim/v2/Users/" + made.id()).body();
        assertThat(kept.path("title")).isEqualTo(winner.body().path("title"));
        assertThat(kept.path("meta").path("version"))
                .isEqualTo(winner.body().path("meta").path("version"));
    }

    @Test
    @Tag("T44")
    void a_person_switched_on_and_off_by_many_at_once_holds_a_seat_just_when_he_ends_active() {
        String person = client(0).createUser("switched@example.com", true).id();
        List<Answer> answers =
                Volley.fire(AT_ONCE, requests(SWITCHES, n -> client(n / 2).setActive(person, n % 2 == 0)));
        assertThat(statuses(answers, 200)).hasSize(SWITCHES);
        boolean active =
                client(0).get("/scim/v2/Users/" + person).body().path("active").asBoolean();
        assertThat(observer.text("SELECT directory FROM users WHERE tenant_id = ?", tenant))
                .isEqualTo(active ? "active" : "inactive");
        assertThat(observer.number("SELECT used FROM seat_pool WHERE tenant_id = ? AND type = 'full'", tenant))
                .isEqualTo(active ? 1 : 0);
        assertThat(observer.number(
                        "SELECT count(*) FROM seat_ledger WHERE tenant_id = ? AND used_after NOT IN (0, 1)", tenant))
                .isZero();
    }

    @Test
    @Tag("T34")
    void two_groups_that_take_and_drop_the_same_people_in_opposite_orders_never_fail() {
        List<String> people = people(10);
        List<String> reversed = new ArrayList<>(people);
        Collections.reverse(reversed);
        List<String> groups = List.of(
                client(0).createGroup("Up").id(), client(0).createGroup("Down").id());
        List<Answer> answers = Volley.fire(
                AT_ONCE,
                requests(
                        200,
                        n -> client(n / 4)
                                .changeMembers(
                                        n / 2 % 2 == 0 ? "add" : "remove",
                                        groups.get(n % 2),
                                        n % 2 == 0 ? people : reversed)));
        assertThat(statuses(answers, 204)).hasSize(200);
    }

    private List<String> people(int count) {
        List<Answer> made = Volley.fire(10, requests(count, n -> client(n).createUser("person-" + n, true)));
        assertThat(statuses(made, 201)).hasSize(count);
        return made.stream().map(Answer::id).toList();
    }

    private static List<Integer> statuses(List<Answer> answers, int wanted) {
        return answers.stream()
                .map(Answer::status)
                .filter(status -> status == wanted)
                .toList();
    }

    private static List<Supplier<Answer>> requests(int count, IntFunction<Answer> request) {
        return IntStream.range(0, count)
                .<Supplier<Answer>>mapToObj(n -> () -> request.apply(n))
                .toList();
    }

    private long records(String action) {
        return observer.number("""
                SELECT count(*) FROM audit_record
                WHERE tenant_id = ? AND convert_from(body, 'UTF8')::jsonb ->> 'action' = ?""", tenant, action);
    }

    /** The name with other letters in upper case for every number. */
    private static String upperCaseAt(String name, int number) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            String letter = name.substring(i, i + 1);
            text.append((number >> (i % 7) & 1) == 1 ? letter.toUpperCase(Locale.ROOT) : letter);
        }
        return text.toString();
    }

    private Client client(int number) {
        return clients.get(number % clients.size());
    }
}
