package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes back has those memberships that the tenant's policy restores; about the others an administrator is asked. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class ReactivationTest {

    private static final String ASK = "{'reactivation':{'policy':'ask'}}";
    private static final String YOUNGER = "{'reactivation':{'policy':'restoreYounger','days':30}}";

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;
    private String ada;
    private String readers;
    private String writers;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "entra");
        operator = new Operator(tenant);
        ada = idp.create("Ada").demand(201).id();
        readers = idp.createGroup("Readers", ada);
        writers = idp.createGroup("Writers", ada);
    }

    @Test
    void a_tenant_restores_everything_unless_it_has_said_otherwise() {
        assertThat(policy()).isEqualTo(json("{'policy':'restore'}"));

        comeBack();

        assertThat(effective()).containsExactlyInAnyOrder(readers, writers);
        assertThat(asked()).isEmpty();
    }

    @Test
    void the_policy_is_shown_and_recorded() {
        operator.change(YOUNGER).demand(200);

        assertThat(policy()).isEqualTo(json("{'policy':'restoreYounger','days':30}"));
        assertThat(newestRecord(Map.of()).at("/changes/reactivation").toString())
                .isEqualTo(json("{'after':{'days':30,'policy':'restoreYounger'},'before':{'policy':'restore'}}"));
        operator.change(ASK).demand(200);
        assertThat(policy()).isEqualTo(json("{'policy':'ask'}"));
        Traces before = Traces.of(tenant);
        operator.change(ASK).demand(200);
        assertThat(Traces.of(tenant)).isEqualTo(before);
    }

    @Test
    void a_policy_that_is_none_is_refused_and_changes_nothing() {
        operator.change(YOUNGER).demand(200);
        for (String bad : List.of(
                "{}",
                "{'policy':'forget'}",
                "{'policy':'Ask'}",
                "{'days':30}",
                "{'policy':'ask','days':30}",
                "{'policy':'restoreYounger'}",
                "{'policy':'restoreYounger','days':0}",
                "{'policy':'restoreYounger','days':3651}",
                "{'policy':'restoreYounger','days':'30'}",
                "{'policy':'ask','hours':1}",
                "'ask'")) {
            operator.change("{'reactivation':" + bad + "}").demand(400);
        }
        assertThat(policy()).isEqualTo(json("{'policy':'restoreYounger','days':30}"));
    }

    @Test
    void under_ask_he_is_back_without_his_groups_and_scim_goes_on_showing_them() {
        operator.change(ASK).demand(200);

        Reply back = comeBack();

        assertThat(effective()).isEmpty();
        assertThat(asked()).containsExactlyInAnyOrder(readers, writers);
        assertThat(back.usher("seatStatus")).isEqualTo("assigned");
        assertThat(back.body().path("groups")).hasSize(2);
        assertThat(members(readers)).containsExactly(ada);
        assertThat(operator.get("/users", Map.of("group", readers)).body().path("users"))
                .isEmpty();
    }

    @Test
    void what_has_been_dormant_for_too_long_is_asked_about_and_the_rest_is_restored() {
        operator.change(YOUNGER).demand(200);
        idp.activate(ada, false).demand(200);
        asleepFor(readers, "30 days");
        asleepFor(writers, "29 days 23 hours");

        idp.activate(ada, true).demand(200);

        assertThat(effective()).containsExactly(writers);
        assertThat(asked()).containsExactly(readers);
    }

    @Test
    void a_privileged_group_always_asks() {
        operator.govern(writers, "{'privileged':true}").demand(200);

        comeBack();

        assertThat(effective()).containsExactly(readers);
        assertThat(asked()).containsExactly(writers);
        JsonNode question = questions().get(0);
        assertThat(question.at("/groups/0/privileged").asBoolean()).isTrue();
        operator.change(YOUNGER).demand(200);
        comeBack();
        assertThat(asked()).containsExactly(writers);
    }

    @Test
    void one_born_dormant_follows_the_same_policy() {
        operator.change(ASK).demand(200);
        idp.activate(ada, false).demand(200);
        String later = idp.createGroup("Later", ada);

        idp.activate(ada, true).demand(200);

        assertThat(asked()).contains(later);
        assertThat(effective()).isEmpty();
    }

    @Test
    void whom_an_administrator_lets_in_again_he_is_asked_about_too() {
        operator.change(ASK).demand(200);
        ada = operator.post("/users", "{'userName':'bob'}").demand(201).id();
        idp.addMember(readers, ada).demand(204);

        operator.patch("/users/" + ada, "{'active':false}").demand(200);
        operator.patch("/users/" + ada, "{'active':true}").demand(200);

        assertThat(effective()).isEmpty();
        assertThat(asked()).containsExactly(readers);
        answer(readers).demand(200);
        assertThat(effective()).containsExactly(readers);
    }

    @Test
    void the_question_names_the_person_and_his_groups() {
        operator.change(ASK).demand(200);
        comeBack();

        JsonNode question = questions().get(0);

        assertThat(question.path("user").asText()).isEqualTo(ada);
        assertThat(question.path("userName").asText()).isEqualTo("Ada");
        assertThat(question.path("askedAt").asText()).startsWith("20");
        assertThat(question.path("groups"))
                .extracting(group -> group.path("displayName").asText())
                .containsExactlyInAnyOrder("Readers", "Writers");
        assertThat(question.at("/groups/0/dormantSince").asText())
                .isLessThan(question.path("askedAt").asText());
        assertThat(question.at("/groups/0/privileged").asBoolean(true)).isFalse();
    }

    @Test
    void the_record_and_the_event_say_what_is_restored_and_what_is_asked_about() {
        operator.govern(writers, "{'privileged':true}").demand(200);

        comeBack();

        String told = json("{'restored':['" + readers + "'],'askedAbout':['" + writers + "']}");
        JsonNode record = newestRecord(Map.of("user", ada));
        assertThat(record.path("action").asText()).isEqualTo("user.reactivated");
        assertThat(sorted(record.at("/effects/groups"))).isEqualTo(told);
        assertThat(sorted(event("user.reactivated").path("groups"))).isEqualTo(told);
    }

    @Test
    void an_answer_restores_what_it_names_and_leaves_the_rest_dormant() {
        operator.change(ASK).demand(200);
        comeBack();
        String version = idp.user(ada).usher("stateVersion");

        JsonNode shown = answer(readers).demand(200).body();

        assertThat(shown.path("id").asText()).isEqualTo(ada);
        assertThat(effective()).containsExactly(readers);
        assertThat(questions()).isEmpty();
        assertThat(members(writers)).containsExactly(ada);
        assertThat(shown.path("stateVersion").asLong()).isEqualTo(Long.parseLong(version) + 1);
        JsonNode record = newestRecord(Map.of("user", ada));
        assertThat(record.path("action").asText()).isEqualTo("user.reactivationAnswered");
        String told = json("{'restored':['" + readers + "'],'leftDormant':['" + writers + "']}");
        assertThat(sorted(record.at("/effects/groups"))).isEqualTo(told);
        assertThat(sorted(record.at("/changes/groups/after"))).isEqualTo(told);
        assertThat(record.at("/changes/groups/before/askedAbout")).hasSize(2);
        assertThat(sorted(event("user.reactivationAnswered").path("groups"))).isEqualTo(told);
    }

    @Test
    void an_answer_that_restores_nothing_closes_the_question_until_he_comes_back_anew() {
        operator.change(ASK).demand(200);
        comeBack();

        answer().demand(200);

        assertThat(effective()).isEmpty();
        assertThat(questions()).isEmpty();
        comeBack();
        assertThat(asked()).containsExactlyInAnyOrder(readers, writers);
    }

    @Test
    void an_answer_gives_the_seat_that_the_groups_rule_gives() {
        operator.govern(readers, "{'seatRule':{'seatType':'partner','priority':1}}")
                .demand(200);
        operator.change(ASK).demand(200);
        assertThat(comeBack().usher("seatType")).isEqualTo("full");

        JsonNode shown = answer(readers, writers).demand(200).body();

        assertThat(shown.at("/seat/type").asText()).isEqualTo("partner");
        assertThat(shown.at("/seat/group").asText()).isEqualTo(readers);
        assertThat(newestRecord(Map.of("user", ada))
                        .at("/effects/seat/after/type")
                        .asText())
                .isEqualTo("partner");
    }

    @Test
    void an_answer_that_names_another_group_is_refused_and_changes_nothing() {
        operator.change(ASK).demand(200);
        comeBack();
        String other = idp.createGroup("Others", ada);
        String empty = idp.group("Empty");
        Traces before = Traces.of(tenant);

        for (String bad : List.of(other, empty, tenant.id(), "x", "")) {
            answer(readers, bad).demand(400);
        }
        for (String bad : List.of("{}", "{'restore':'all'}", "{'restore':[null]}", "{'restore':[1]}", "{'none':[]}")) {
            operator.post("/reactivations/" + ada, bad).demand(400);
        }

        assertThat(effective()).containsExactly(other);
        assertThat(asked()).containsExactlyInAnyOrder(readers, writers);
        assertThat(Traces.of(tenant).events()).isEqualTo(before.events());
    }

    @Test
    void where_nothing_is_asked_there_is_nothing_to_answer() {
        Reply unasked = answer(readers).demand(404);
        assertThat(unasked.body().path("code").asText()).isEqualTo("nothingAsked");
        operator.change(ASK).demand(200);
        comeBack();
        answer(readers).demand(200);
        answer(writers).demand(404);
        assertThat(operator.post("/reactivations/" + tenant.id(), "{'restore':[]}")
                        .demand(404)
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("noSuchUser");
        operator.post("/reactivations/x", "{'restore':[]}").demand(404);
    }

    @Test
    void whoever_adds_him_again_has_answered() {
        operator.change(ASK).demand(200);
        comeBack();

        idp.addMember(readers, ada).demand(204);

        assertThat(effective()).containsExactly(readers);
        assertThat(asked()).containsExactly(writers);
    }

    @Test
    void who_leaves_the_group_is_not_asked_about_any_more() {
        operator.change(ASK).demand(200);
        comeBack();

        idp.removeMember(readers, ada).demand(204);
        assertThat(asked()).containsExactly(writers);
        idp.delete("/Groups/" + writers).demand(204);
        assertThat(questions()).isEmpty();
    }

    @Test
    void another_deactivation_closes_the_question_and_the_age_goes_on() {
        operator.change(ASK).demand(200);
        comeBack();
        asleepFor(readers, "31 days");
        operator.change(YOUNGER).demand(200);

        idp.activate(ada, false).demand(200);
        assertThat(questions()).isEmpty();
        answer(readers).demand(404);

        idp.activate(ada, true).demand(200);
        assertThat(effective()).containsExactly(writers);
        assertThat(asked()).containsExactly(readers);
    }

    @Test
    void who_is_deleted_is_not_asked_about() {
        operator.change(ASK).demand(200);
        comeBack();

        idp.delete("/Users/" + ada).demand(204);

        assertThat(questions()).isEmpty();
        answer(readers).demand(404);
    }

    @Test
    void the_questions_come_in_pages_without_loss() {
        operator.change(ASK).demand(200);
        List<String> people = new ArrayList<>(List.of(ada));
        for (int i = 0; i < 4; i++) {
            people.add(idp.create("person-" + i).demand(201).id());
        }
        idp.createGroup("All", people.toArray(String[]::new));
        for (String person : people) {
            idp.activate(person, false).demand(200);
            idp.activate(person, true).demand(200);
        }

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = operator.get(
                            "/reactivations",
                            cursor == null ? Map.of("limit", 2) : Map.of("limit", 2, "cursor", cursor))
                    .demand(200)
                    .body();
            page.path("reactivations")
                    .forEach(question -> seen.add(question.path("user").asText()));
            cursor = page.path("nextCursor").textValue();
        } while (cursor != null);

        assertThat(seen).containsExactlyElementsOf(people.stream().sorted().toList());
        for (Map<String, String> bad : List.of(Map.of("limit", "0"), Map.of("limit", "x"), Map.of("cursor", "x"))) {
            operator.get("/reactivations", bad).demand(400);
        }
    }

    private Reply comeBack() {
        idp.activate(ada, false).demand(200);
        return idp.activate(ada, true).demand(200);
    }

    private Reply answer(String... groups) {
        String ids = Stream.of(groups)
                .map(id -> "'" + id + "'")
                .reduce((a, b) -> a + "," + b)
                .orElse("");
        return operator.post("/reactivations/" + ada, "{'restore':[" + ids + "]}");
    }

    private void asleepFor(String group, String age) {
        Tables.change(
                "UPDATE membership SET dormant_since = now() - CAST(? AS interval) WHERE tenant_id = ? AND group_id = ?",
                age,
                tenant.id(),
                group);
    }

    private String policy() {
        return operator.get("", Map.of())
                .demand(200)
                .body()
                .path("reactivation")
                .toString();
    }

    private JsonNode questions() {
        return operator.get("/reactivations", Map.of()).demand(200).body().path("reactivations");
    }

    private List<String> asked() {
        List<String> groups = new ArrayList<>();
        questions()
                .path(0)
                .path("groups")
                .forEach(group -> groups.add(group.path("id").asText()));
        return groups;
    }

    /** Groups in which Ada counts. */
    private List<String> effective() {
        return Tables.rows(
                        "SELECT group_id FROM membership WHERE tenant_id = ? AND member_id = ? AND dormant_since IS NULL",
                        tenant.id(),
                        ada)
                .stream()
                .map(row -> String.valueOf(row.get("group_id")))
                .toList();
    }

    private List<String> members(String group) {
        List<String> members = new ArrayList<>();
        idp.get("/Groups/" + group)
                .body()
                .path("members")
                .forEach(member -> members.add(member.path("value").asText()));
        return members;
    }

    private JsonNode newestRecord(Map<String, ?> query) {
        return operator.records(query).demand(200).body().path("records").path(0);
    }

    /** What the newest event of this type says. */
    private JsonNode event(String type) {
        return Reply.parse(Tables.value(
                "SELECT payload FROM outbox WHERE tenant_id = ? AND type = ? ORDER BY seq DESC LIMIT 1",
                tenant.id(),
                type));
    }

    /** In the order in which the program tells it; records and events sort the names of their fields. */
    private static String sorted(JsonNode groups) {
        List<String> fields = new ArrayList<>();
        for (String field : List.of("restored", "askedAbout", "leftDormant")) {
            if (groups.has(field)) {
                fields.add("'" + field + "':" + groups.path(field));
            }
        }
        return json("{" + String.join(",", fields) + "}");
    }

    private static String json(String apostrophes) {
        return Connector.quoted(apostrophes);
    }
}
