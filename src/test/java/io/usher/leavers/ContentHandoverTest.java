package io.usher.leavers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.platform.Limits;
import io.usher.testing.Connector;
import io.usher.testing.Crowd;
import io.usher.testing.Feed;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Statements;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever had a seat and leaves has left content behind: it goes to his manager, or to whom the application says. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class ContentHandoverTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static final Logger LOG = Logger.getLogger(ContentHandoverTest.class);
    private static final int MANY = 100_000;

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @Test
    void who_had_a_seat_and_is_deactivated_leaves_his_content_to_his_manager() {
        String boss = idp.create("Boss").demand(201).id();
        String ada = join("Ada", boss);

        idp.activate(ada, false).demand(200);

        JsonNode left = only("open");
        assertThat(left.path("user").asText()).isEqualTo(ada);
        assertThat(left.path("userName").asText()).isEqualTo("Ada");
        assertThat(left.path("successor").asText()).isEqualTo(boss);
        assertThat(left.path("successorUserName").asText()).isEqualTo("Boss");
        assertThat(left.path("foundBy").asText()).isEqualTo("manager");
        assertThat(left.path("confirmedAt").isNull()).isTrue();
        assertThat(left.path("leftAt").asText()).isNotEmpty();
        JsonNode record = latestRecord(ada);
        assertThat(record.path("action").asText()).isEqualTo("user.deactivated");
        assertThat(left.path("record").asText()).isEqualTo(record.path("id").asText());
    }

    @Test
    void who_is_deleted_at_once_leaves_his_too_and_his_manager_stays_known() {
        String boss = idp.create("boss").demand(201).id();
        String ada = join("ada", boss);

        idp.delete("/Users/" + ada).demand(204);

        assertThat(only("open").path("user").asText()).isEqualTo(ada);
        assertThat(successor()).isEqualTo(boss + " manager");
    }

    @Test
    void a_delete_after_the_deactivation_keeps_what_is_open() {
        String ada = join("ada", idp.create("boss").demand(201).id());
        idp.activate(ada, false).demand(200);
        JsonNode before = only("open");

        idp.delete("/Users/" + ada).demand(204);

        assertThat(only("open")).isEqualTo(before);
    }

    @Test
    void every_other_door_opens_one_too() {
        String alone =
                operator.post("/users", "{'userName':'alone'}").demand(201).id();
        operator.patch("/users/" + alone, "{'active':false}").demand(200);
        String put = idp.create("put").demand(201).id();
        idp.put("/Users/" + put, Connector.person("put", ",'active':false")).demand(200);
        String bulk = idp.create("bulk").demand(201).id();
        idp.post("/Bulk", Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
                 'Operations':[{'method':'DELETE','path':'/Users/%s'}]}""".formatted(bulk))).demand(200);

        assertThat(each("open", "user")).containsExactly(alone, put, bulk);
    }

    @Test
    void who_never_had_a_seat_leaves_nothing() {
        TestTenant full = TestTenant.withoutSeats();
        Connector other = Connector.of(full, "okta");
        String waiting = other.create("waiting").demand(201).id();
        String inactive = other.post("/Users", Connector.person("inactive", ",'active':false"))
                .demand(201)
                .id();

        other.activate(waiting, false).demand(200);
        other.delete("/Users/" + waiting).demand(204);
        other.delete("/Users/" + inactive).demand(204);

        assertThat(new Operator(full)
                        .get("/reports/content-handovers")
                        .demand(200)
                        .body()
                        .path("handovers"))
                .isEmpty();
    }

    @Test
    void a_hold_is_no_leaving() {
        String ada = idp.create("ada").demand(201).id();

        operator.put("/users/" + ada + "/holds/security", "{'reason':'asked'}").demand(200);

        assertThat(handovers("open")).isEmpty();
    }

    @Test
    void who_comes_back_before_it_was_confirmed_has_his_content_again() {
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);
        idp.activate(ada, true).demand(200);

        assertThat(handovers("open")).isEmpty();
        JsonNode cancelled = only("cancelled");
        assertThat(cancelled.path("cancelledAt").asText()).isNotEmpty();
        assertThat(cancelled.path("by").asText()).startsWith("token:");
        assertThat(cancelled.path("successor").isNull()).isTrue();
        assertThat(confirm(ada, null).demand(409).body().path("code").asText()).isEqualTo("contentHandoverCancelled");
    }

    @Test
    void who_comes_back_and_leaves_again_opens_another() {
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);
        idp.activate(ada, true).demand(200);
        idp.activate(ada, false).demand(200);

        assertThat(each("open", "user")).containsExactly(ada);
        assertThat(each("cancelled", "user")).containsExactly(ada);
    }

    @Test
    void who_comes_and_goes_has_one_open_at_a_time() {
        String ada = idp.create("ada").demand(201).id();
        for (int i = 0; i < 3; i++) {
            idp.activate(ada, false).demand(200);
            idp.activate(ada, true).demand(200);
        }
        idp.delete("/Users/" + ada).demand(204);

        assertThat(Tables.rows(
                        "SELECT status, count(*) AS n FROM content_handover WHERE tenant_id = ? GROUP BY status ORDER BY 1",
                        tenant.id()))
                .extracting(row -> row.get("status") + " " + row.get("n"))
                .containsExactly("cancelled 3", "open 1");
    }

    @Test
    void who_waited_after_his_return_and_leaves_again_still_has_what_nobody_was_given() {
        TestTenant small = TestTenant.withoutSeats().seats("full", 1);
        idp = Connector.of(small, "okta");
        operator = new Operator(small);
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);
        idp.create("bob").demand(201);
        assertThat(idp.activate(ada, true).demand(200).usher("seatStatus")).isEqualTo("waitlisted");

        idp.activate(ada, false).demand(200);

        assertThat(each("open", "user")).containsExactly(ada);
    }

    @Test
    void who_waited_after_it_was_confirmed_leaves_nothing_again() {
        TestTenant small = TestTenant.withoutSeats().seats("full", 1);
        idp = Connector.of(small, "okta");
        operator = new Operator(small);
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);
        String bob = idp.create("bob").demand(201).id();
        confirm(ada, bob).demand(200);
        idp.activate(ada, true).demand(200);

        idp.activate(ada, false).demand(200);

        assertThat(handovers("open")).isEmpty();
        assertThat(each("confirmed", "user")).containsExactly(ada);
    }

    @Test
    void managers_who_are_inactive_or_deleted_are_passed_by() {
        String top = idp.create("top").demand(201).id();
        String gone = join("gone", top);
        String away = join("away", gone);
        String ada = join("ada", away);
        idp.delete("/Users/" + gone).demand(204);
        idp.activate(away, false).demand(200);
        idp.activate(ada, false).demand(200);

        assertThat(each("open", "user")).containsExactly(gone, away, ada);
        assertThat(each("open", "successor")).containsExactly(top, top, top);
    }

    @Test
    void the_successor_is_whoever_it_is_when_it_is_read() {
        String boss = idp.create("boss").demand(201).id();
        String other = idp.create("other").demand(201).id();
        String ada = join("ada", boss);
        idp.activate(ada, false).demand(200);

        manage(ada, other);

        assertThat(successor()).isEqualTo(other + " manager");
    }

    @Test
    void a_circle_of_managers_ends_with_the_default() {
        String ada = idp.create("ada").demand(201).id();
        String bob = join("bob", ada);
        manage(ada, bob);
        String heir = idp.create("heir").demand(201).id();
        operator.change("{'defaultSuccessor':'" + heir + "'}").demand(200);
        idp.activate(ada, false).demand(200);
        idp.activate(bob, false).demand(200);

        assertThat(each("open", "successor")).containsExactly(heir, heir);
        assertThat(each("open", "foundBy")).containsExactly("default", "default");
    }

    @Test
    void a_circle_above_him_or_he_himself_as_manager_is_no_trap() {
        String loop = idp.create("loop").demand(201).id();
        manage(loop, loop);
        idp.activate(loop, false).demand(200);
        String ada = join("ada", loop);

        idp.activate(ada, false).demand(200);

        assertThat(each("open", "successor")).containsExactly("null", "null");
    }

    @Test
    void a_manager_above_the_last_step_is_not_found() {
        List<String> above = new ArrayList<>();
        String top = idp.create("top").demand(201).id();
        above.add(top);
        for (int i = 1; i <= Limits.MANAGER_CHAIN; i++) {
            above.add(join("m-" + i, above.get(i - 1)));
        }
        // From the lowest up, so that all whom the steps pass have left.
        Collections.reverse(above);
        String low = above.get(0);
        for (String each : above.subList(0, Limits.MANAGER_CHAIN)) {
            idp.activate(each, false).demand(200);
        }
        assertThat(of(low).path("successor").asText()).isEqualTo(top);

        String lower = join("lower", low);
        idp.activate(lower, false).demand(200);

        assertThat(of(lower).path("successor").isNull()).isTrue();
        assertThat(of(low).path("successor").asText()).isEqualTo(top);
    }

    @Test
    void what_is_no_id_of_ours_ends_the_chain() {
        String stranger = join("ada", "CN=Boss,OU=People");
        String unknown = join("bob", UUID.randomUUID().toString());
        TestTenant other = TestTenant.create();
        String foreign = join(
                "cyd", Connector.of(other, "okta").create("theirs").demand(201).id());
        for (String each : List.of(stranger, unknown, foreign)) {
            idp.activate(each, false).demand(200);
        }

        assertThat(each("open", "successor")).containsExactly("null", "null", "null");
        assertThat(each("open", "foundBy")).containsExactly("null", "null", "null");
    }

    @Test
    void a_default_who_left_himself_succeeds_nobody() {
        String heir = idp.create("heir").demand(201).id();
        operator.change("{'defaultSuccessor':'" + heir + "'}").demand(200);
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);
        assertThat(successor()).isEqualTo(heir + " default");

        idp.delete("/Users/" + heir).demand(204);

        assertThat(each("open", "successor")).containsExactly("null", "null");
    }

    @Test
    void the_default_is_somebody_of_the_tenant_who_is_not_deleted_and_is_recorded() {
        String ada = idp.create("ada").demand(201).id();
        String gone = idp.create("gone").demand(201).id();
        idp.delete("/Users/" + gone).demand(204);
        String foreign = Connector.of(TestTenant.create(), "okta")
                .create("theirs")
                .demand(201)
                .id();
        for (String nobody : List.of(gone, foreign, UUID.randomUUID().toString())) {
            Reply refused =
                    operator.change("{'defaultSuccessor':'" + nobody + "'}").demand(400);
            assertThat(refused.body().path("code").asText()).isEqualTo("invalidSuccessor");
        }
        operator.change("{'defaultSuccessor':'ada'}").demand(400);
        operator.change("{'defaultSuccessor':7}").demand(400);

        JsonNode set = operator.change("{'defaultSuccessor':'" + ada + "'}")
                .demand(200)
                .body();
        assertThat(set.path("defaultSuccessor").asText()).isEqualTo(ada);
        JsonNode kept = operator.change("{'displayName':'Other'}").demand(200).body();
        assertThat(kept.path("defaultSuccessor").asText()).isEqualTo(ada);
        JsonNode none = operator.change("{'defaultSuccessor':null}").demand(200).body();
        assertThat(none.path("defaultSuccessor").isNull()).isTrue();
        List<String> changes = new ArrayList<>();
        operator.records(Map.of()).demand(200).body().path("records").forEach(record -> {
            if (record.path("changes").has("defaultSuccessor")) {
                changes.add(record.path("changes").path("defaultSuccessor").toString());
            }
        });
        assertThat(changes).containsExactly("{\"before\":\"" + ada + "\"}", "{\"after\":\"" + ada + "\"}");
    }

    @Test
    void the_application_confirms_whom_it_gave_it_to_with_a_record_and_an_event() {
        String bob = idp.create("bob").demand(201).id();
        idp.activate(bob, false).demand(200);
        String ada = join("ada", idp.create("boss").demand(201).id());
        idp.delete("/Users/" + ada).demand(204);
        Feed feed = Feed.fromNow();

        JsonNode answer = confirm(ada, bob).demand(200).body();

        JsonNode confirmed = only("confirmed");
        assertThat(answer).isEqualTo(confirmed);
        assertThat(confirmed.path("successor").asText()).isEqualTo(bob);
        assertThat(confirmed.path("foundBy").asText()).isEqualTo("application");
        assertThat(confirmed.path("confirmedAt").asText()).isNotEmpty();
        assertThat(confirmed.path("by").asText()).isEqualTo("operator");
        assertThat(each("open", "user")).containsExactly(bob);
        JsonNode event = feed.rest().stream()
                .filter(each -> each.path("user").asText().equals(ada))
                .findFirst()
                .orElseThrow();
        assertThat(event.path("type").asText()).isEqualTo("contentHandover.confirmed");
        assertThat(event.path("data").path("contentHandover").path("successor").asText())
                .isEqualTo(bob);
        JsonNode record = latestRecord(ada);
        assertThat(record.path("action").asText()).isEqualTo("contentHandover.confirmed");
        assertThat(record.path("id").asText()).isEqualTo(event.path("record").asText());
        assertThat(record.path("effects")
                        .path("contentHandover")
                        .path("successor")
                        .asText())
                .isEqualTo(bob);
    }

    @Test
    void without_a_word_the_successor_of_the_report_is_confirmed() {
        String boss = idp.create("boss").demand(201).id();
        String ada = join("ada", boss);
        idp.activate(ada, false).demand(200);

        confirm(ada, null).demand(200);
        idp.delete("/Users/" + boss).demand(204);

        JsonNode confirmed = only("confirmed");
        assertThat(confirmed.path("successor").asText()).isEqualTo(boss);
        assertThat(confirmed.path("foundBy").asText()).isEqualTo("manager");
    }

    @Test
    void with_nobody_to_get_it_a_confirmation_needs_a_name() {
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);

        Reply refused = confirm(ada, null).demand(409);

        assertThat(refused.body().path("code").asText()).isEqualTo("noSuccessor");
        assertThat(each("open", "user")).containsExactly(ada);
    }

    @Test
    void the_same_confirmation_again_changes_nothing_and_another_is_refused() {
        String bob = idp.create("bob").demand(201).id();
        String cyd = idp.create("cyd").demand(201).id();
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);
        JsonNode first = confirm(ada, bob).demand(200).body();
        Feed feed = Feed.fromNow();

        assertThat(confirm(ada, bob).demand(200).body()).isEqualTo(first);
        assertThat(confirm(ada, null).demand(200).body()).isEqualTo(first);
        assertThat(confirm(ada, cyd).demand(409).body().path("code").asText()).isEqualTo("contentHandoverConfirmed");

        assertThat(Feed.each(feed.rest(), "user")).doesNotContain(ada);
        assertThat(only("confirmed")).isEqualTo(first);
    }

    @Test
    void nobody_succeeds_himself_and_nobody_unknown_succeeds() {
        String ada = idp.create("ada").demand(201).id();
        String gone = idp.create("gone").demand(201).id();
        idp.activate(ada, false).demand(200);
        idp.delete("/Users/" + gone).demand(204);

        for (String wrong : List.of(ada, gone, UUID.randomUUID().toString())) {
            assertThat(confirm(ada, wrong).demand(400).body().path("code").asText())
                    .isEqualTo("invalidSuccessor");
        }
        confirm(ada, "ada").demand(400);
        operator.post("/content-handovers/" + ada + "/confirm", "{'heir':'x'}").demand(400);
        assertThat(each("open", "user")).contains(ada);
    }

    @Test
    void there_is_nothing_to_confirm_of_who_has_not_left() {
        String ada = idp.create("ada").demand(201).id();

        assertThat(confirm(ada, null).demand(404).body().path("code").asText()).isEqualTo("noContentHandover");
        confirm("nobody", null).demand(404);
    }

    @Test
    void who_comes_back_after_the_confirmation_and_leaves_again_leaves_anew() {
        String bob = idp.create("bob").demand(201).id();
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);
        confirm(ada, bob).demand(200);
        idp.activate(ada, true).demand(200);
        assertThat(each("confirmed", "user")).containsExactly(ada);

        idp.activate(ada, false).demand(200);

        assertThat(each("open", "user")).containsExactly(ada);
        confirm(ada, bob).demand(200);
        assertThat(each("confirmed", "user")).containsExactly(ada, ada);
    }

    @Test
    void the_event_of_the_leaving_says_that_content_waits() {
        String ada = idp.create("ada").demand(201).id();
        Feed feed = Feed.fromNow();

        idp.activate(ada, false).demand(200);

        JsonNode event = feed.rest().stream()
                .filter(each -> each.path("user").asText().equals(ada))
                .findFirst()
                .orElseThrow();
        assertThat(event.path("type").asText()).isEqualTo("user.deactivated");
        assertThat(event.path("data").path("contentHandover").path("status").asText())
                .isEqualTo("open");
    }

    @Test
    void a_table_for_a_spreadsheet_runs_nothing() {
        String boss = idp.create("boss").demand(201).id();
        String ada = join("=1+1", boss);
        idp.activate(ada, false).demand(200);

        String[] lines = operator.get("/reports/content-handovers?format=csv")
                .demand(200)
                .text()
                .split("\r\n");

        assertThat(lines).hasSize(2);
        assertThat(lines[0])
                .isEqualTo(
                        "user,userName,leftAt,record,status,successor,successorUserName,foundBy,confirmedAt,cancelledAt,by");
        assertThat(lines[1]).startsWith(ada + ",'=1+1,").endsWith(",open," + boss + ",boss,manager,,,");
    }

    @Test
    void pages_follow_each_other_in_the_order_of_leaving() {
        String first = idp.create("first").demand(201).id();
        idp.activate(first, false).demand(200);
        String second = idp.create("second").demand(201).id();
        idp.activate(second, false).demand(200);
        JsonNode page = operator.get("/reports/content-handovers").demand(200).body();
        assertThat(page.path("next").isNull()).isTrue();
        String seen = page.path("handovers").path(0).path("record").asText();

        JsonNode rest = operator.get("/reports/content-handovers?after=" + seen)
                .demand(200)
                .body()
                .path("handovers");

        assertThat(rest).hasSize(1);
        assertThat(rest.path(0).path("user").asText()).isEqualTo(second);
    }

    @Test
    void what_is_asked_wrongly_is_refused() {
        operator.get("/reports/content-handovers?status=closed").demand(400);
        operator.get("/reports/content-handovers?after=1").demand(400);
        operator.get("/reports/content-handovers?format=xml").demand(400);
    }

    @Test
    void a_page_takes_one_statement_for_two_leavers_as_for_one() {
        String boss = idp.create("boss").demand(201).id();
        idp.activate(join("ada", boss), false).demand(200);
        int one = statements();
        idp.activate(join("bob", boss), false).demand(200);

        assertThat(statements()).isEqualTo(one);
        assertThat(one).isLessThanOrEqualTo(2);
    }

    /** Of each leaver all managers have left too, so that every chain is walked to its last step. */
    @Test
    void a_page_is_told_in_time_among_a_hundred_thousand_people() {
        Crowd.join(tenant, idp, MANY);
        Tables.change("""
                WITH leaver AS (
                    SELECT u.id, lead(u.id) OVER (ORDER BY u.id) AS manager FROM users u
                    WHERE u.tenant_id = ? AND u.user_name LIKE 'crowd-%' ORDER BY u.id LIMIT 5000),
                gone AS (
                    UPDATE users u SET directory = 'inactive',
                        document = u.document || jsonb_build_object(?, jsonb_build_object('manager',
                            jsonb_build_object('value', l.manager)))
                    FROM leaver l WHERE u.tenant_id = ? AND u.id = l.id
                    RETURNING u.tenant_id, u.id)
                INSERT INTO content_handover (tenant_id, record_id, user_id, left_at, status)
                SELECT g.tenant_id, gen_random_uuid(), g.id, now(), 'open' FROM gone g""", tenant.id(), ENTERPRISE, tenant.id());
        Tables.change("ANALYZE users, content_handover");
        Instant begin = Instant.now();

        assertThat(handovers("open")).hasSize(Limits.REPORT_PAGE);

        LOG.infof("%d leavers among %d people in %s", Limits.REPORT_PAGE, MANY, Duration.between(begin, Instant.now()));
    }

    private int statements() {
        return Statements.during(() -> handovers("open")).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private JsonNode latestRecord(String user) {
        return operator.records(Map.of("user", user))
                .demand(200)
                .body()
                .path("records")
                .path(0);
    }

    /** Id of somebody with this manager. */
    private String join(String userName, String manager) {
        return idp.post(
                        "/Users",
                        Connector.person(userName, ",'" + ENTERPRISE + "':{'manager':{'value':'" + manager + "'}}"))
                .demand(201)
                .id();
    }

    private void manage(String user, String manager) {
        idp.patch("/Users/" + user, "{'op':'add','path':'" + ENTERPRISE + ":manager.value','value':'" + manager + "'}")
                .demand(200);
    }

    private Reply confirm(String user, @Nullable String successor) {
        String body = successor == null ? "" : "{'successor':'" + successor + "'}";
        return operator.post("/content-handovers/" + user + "/confirm", body);
    }

    private JsonNode handovers(String status) {
        return operator.get("/reports/content-handovers?status=" + status)
                .demand(200)
                .body()
                .path("handovers");
    }

    private List<String> each(String status, String field) {
        List<String> values = new ArrayList<>();
        handovers(status).forEach(row -> values.add(row.path(field).asText()));
        return values;
    }

    private JsonNode only(String status) {
        JsonNode rows = handovers(status);
        assertThat(rows).hasSize(1);
        return rows.path(0);
    }

    private JsonNode of(String user) {
        for (JsonNode row : handovers("open")) {
            if (row.path("user").asText().equals(user)) {
                return row;
            }
        }
        throw new AssertionError("nothing open of " + user);
    }

    private String successor() {
        JsonNode row = only("open");
        return row.path("successor").asText() + " " + row.path("foundBy").asText();
    }
}
