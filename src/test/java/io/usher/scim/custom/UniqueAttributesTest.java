package io.usher.scim.custom;

import static io.usher.scim.custom.CustomSchemas.person;
import static io.usher.scim.custom.CustomSchemas.replace;
import static io.usher.scim.custom.CustomSchemas.team;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a vendor declares unique is so: per tenant and resource type, with the attribute's own rule of case. */
@QuarkusTest
@TestProfile(CustomSchemas.class)
@SuppressWarnings("NullAway.Init") // opened before each test
class UniqueAttributesTest {

    private TestTenant tenant;
    private Connector idp;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
    }

    @ParameterizedTest
    @Tag("SCH-25")
    @Tag("SCH-28")
    @CsvSource({
        "badgeId,       'A1',  'A1', 409",
        "badgeId,       'A1',  'a1', 201",
        "deskNumber,    'D1',  'd1', 409",
        "deskNumber,    'ＤＥ', 'de', 409",
        "payroll,        7,     7,   409",
        "payroll,        7,     8,   201"
    })
    void a_second_person_with_the_value_is_refused_by_the_attributes_rule_of_case(
            String attribute, String first, String second, int status) {
        idp.post("/Users", person("ada", member(attribute, first))).demand(201);
        Reply answer = idp.post("/Users", person("bob", member(attribute, second)));
        answer.demand(status);
        if (status == 409) {
            assertThat(answer.scimType()).isEqualTo("uniqueness");
            assertThat(answer.detail())
                    .isEqualTo(CustomSchemas.BADGE + ":" + attribute
                            + " must be unique, and another user has this value.");
        }
    }

    private static String member(String attribute, String value) {
        return attribute.equals("payroll") ? "'payroll':" + value : "'" + attribute + "':'" + value + "'";
    }

    @Test
    @Tag("SCH-25")
    @Tag("PUT-07")
    @Tag("PAT-57")
    void put_and_patch_are_refused_likewise_and_change_nothing() {
        idp.post("/Users", person("ada", "'badgeId':'1','laptop':{'model':'x','asset':'L1'}"))
                .demand(201);
        Reply bob = idp.post("/Users", person("bob", "'badgeId':'2'")).demand(201);

        Reply put = idp.put("/Users/" + bob.id(), person("bob", "'badgeId':'1'"));
        Reply patch = replace(idp, bob.id(), "badgeId", "'1'");
        Reply within = replace(idp, bob.id(), "laptop", "{'model':'y','asset':'l1'}");
        Reply both = idp.put("/Users/" + bob.id(), person("bob", "'badgeId':'1','deskNumber':'d'"));

        for (Reply refused : List.of(put, patch, within, both)) {
            assertThat(refused.demand(409).scimType()).isEqualTo("uniqueness");
        }
        assertThat(both.detail()).startsWith("One of " + CustomSchemas.BADGE + ":badgeId, ");
        assertThat(idp.user(bob.id()).text()).isEqualTo(bob.text());
    }

    @Test
    @Tag("SCH-25")
    void who_has_a_value_may_write_it_again_and_changes_of_other_things_are_free() {
        Reply ada = idp.post("/Users", person("ada", "'badgeId':'1','deskNumber':'D'"))
                .demand(201);
        idp.put("/Users/" + ada.id(), person("ada", "'badgeId':'1','deskNumber':'d','level':3"))
                .demand(200);
        replace(idp, ada.id(), "badgeId", "'1'").demand(200);
        idp.activate(ada.id(), false).demand(200);
        assertThat(values(ada.id())).containsExactly("badgeId=1", "deskNumber=d");
    }

    @Test
    @Tag("SCH-25")
    void what_is_given_up_is_free_for_others() {
        String ada = idp.post("/Users", person("ada", "'badgeId':'1','deskNumber':'D','payroll':7"))
                .demand(201)
                .id();
        replace(idp, ada, "badgeId", "'2'").demand(200);
        idp.patch("/Users/" + ada, "{'op':'remove','path':'" + CustomSchemas.BADGE + ":deskNumber'}")
                .demand(200);
        String bob = idp.post("/Users", person("bob", "'badgeId':'1','deskNumber':'d'"))
                .demand(201)
                .id();

        idp.delete("/Users/" + ada).demand(204);
        assertThat(values(ada)).isEmpty();
        replace(idp, bob, "badgeId", "'2'").demand(200);
        replace(idp, bob, "payroll", "7").demand(200);
    }

    @Test
    @Tag("SCH-25")
    void groups_have_values_of_their_own() {
        String group = idp.post("/Groups", team("Red", "X", "")).demand(201).id();
        String blue = idp.post("/Groups", team("Blue", "Y", "")).demand(201).id();
        Reply second = idp.post("/Groups", team("Green", "x", ""));
        assertThat(second.demand(409).detail())
                .isEqualTo(CustomSchemas.TEAM + ":code must be unique, and another group has this value.");
        String path = "{'op':'replace','path':'" + CustomSchemas.TEAM + ":code','value':'x'}";
        idp.patch("/Groups/" + blue, path).demand(409);
        idp.put("/Groups/" + blue, team("Blue", "x", "")).demand(409);

        idp.delete("/Groups/" + group).demand(204);
        idp.patch("/Groups/" + blue, path).demand(204);
    }

    @Test
    @Tag("SCH-25")
    @Tag("T16")
    void another_tenant_may_have_the_same_value() {
        idp.post("/Users", person("ada", "'badgeId':'1'")).demand(201);
        Connector other = Connector.of(TestTenant.create(), "okta");
        other.post("/Users", person("ada", "'badgeId':'1'")).demand(201);
    }

    @Test
    @Tag("SCH-25")
    void of_many_who_want_a_value_at_once_one_gets_it() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String body = person("u" + i, "'badgeId':'same'");
            answers.add(callers.submit(() -> idp.post("/Users", body).status()));
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        assertThat(idp.find(CustomSchemas.BADGE + ":badgeId eq \"same\"")
                        .body()
                        .path("totalResults")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void what_was_there_before_it_had_to_be_unique_hinders_nobody() {
        String ada =
                idp.post("/Users", person("ada", "'badgeId':'1'")).demand(201).id();
        Tables.change("DELETE FROM unique_value WHERE tenant_id = ?", tenant.id());
        String bob =
                idp.post("/Users", person("bob", "'badgeId':'1'")).demand(201).id();

        idp.activate(ada, false).demand(200);
        idp.delete("/Users/" + bob).demand(204);
        idp.activate(ada, true).demand(200);
        assertThat(values(ada)).containsExactly("badgeId=1");
    }

    @Test
    void a_value_is_short_enough_for_an_index() {
        String longest = "x".repeat(512);
        idp.post("/Users", person("ada", "'badgeId':'" + longest + "'")).demand(201);
        Reply refused = idp.post("/Users", person("bob", "'badgeId':'" + longest + "x'"));
        assertThat(refused.demand(400).detail())
                .isEqualTo(CustomSchemas.BADGE + ":badgeId may have at most 512 characters.");
        idp.post("/Users", person("bob", "'deskNumber':'" + "ﷺ".repeat(29) + "'"))
                .demand(400);
    }

    private List<String> values(String id) {
        return Tables.rows("""
                        SELECT replace(attribute, ?, '') || '=' || folded AS said FROM unique_value
                        WHERE tenant_id = ? AND resource_id = ? ORDER BY attribute""", CustomSchemas.BADGE + ":", tenant.id(), id).stream()
                .flatMap(row -> row.values().stream())
                .toList();
    }
}
