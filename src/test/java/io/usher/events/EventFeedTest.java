package io.usher.events;

import static io.usher.testing.Feed.each;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.lifecycle.Watching;
import io.usher.testing.Connector;
import io.usher.testing.Feed;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Statements;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed of events over HTTP: what it tells, how a reader goes on, and what it refuses. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class EventFeedTest {

    private static final Path PAGE = Path.of("src", "site", "markdown", "events.md");
    /** First cells that name types. */
    private static final Pattern TYPES = Pattern.compile("(?m)^\\| (`[a-zA-Z]+\\.[a-zA-Z]+` )+");

    private static final Pattern TYPE = Pattern.compile("`([^`]+)`");

    private TestTenant tenant;
    private Connector idp;
    private Feed feed;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        feed = Feed.fromNow();
    }

    @Test
    void an_event_says_what_happened_to_whom_in_which_tenant() {
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);

        List<JsonNode> events = feed.rest();

        assertThat(each(events, "type")).containsExactly("user.created", "user.deactivated");
        JsonNode event = events.get(1);
        Map<String, String> row = Tables.rows(
                        "SELECT * FROM outbox WHERE tenant_id = ? AND type = 'user.deactivated'", tenant.id())
                .get(0);
        assertThat(event.path("id").asText()).isEqualTo(row.get("id"));
        assertThat(event.path("tenant").asText()).isEqualTo(tenant.name());
        assertThat(event.path("user").asText()).isEqualTo(ada);
        assertThat(event.path("stateVersion").asLong()).isEqualTo(2);
        assertThat(event.path("record").asText()).isEqualTo(row.get("record_id"));
        assertThat(event.path("at").asText()).endsWith("Z");
        assertThat(event.at("/data/signIn/reason").asText()).isEqualTo("directory_inactive");
        assertThat(event.at("/data/seat/status").asText()).isEqualTo("none");
    }

    @Test
    void what_an_event_has_not_is_left_out() {
        String group = idp.group("Readers");

        JsonNode event = feed.rest().get(0);

        assertThat(event.path("group").asText()).isEqualTo(group);
        assertThat(event.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "type", "tenant", "group", "record", "at", "data");
    }

    @Test
    void each_event_is_of_the_tenant_that_it_names_and_all_come_in_the_order_of_happening() {
        TestTenant other = TestTenant.create();
        Connector theirs = Connector.of(other, "okta");
        feed.rest();
        List<String> tenants = new ArrayList<>();
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            boolean ours = i % 3 != 1;
            people.add((ours ? idp : theirs).create("ada-" + i).demand(201).id());
            tenants.add((ours ? tenant : other).name());
        }

        List<JsonNode> events = feed.rest();

        assertThat(each(events, "user")).isEqualTo(people);
        assertThat(each(events, "tenant")).isEqualTo(tenants);
    }

    @Test
    void the_page_names_every_type_that_there_is_and_no_other() throws IOException {
        Watching.fromNow();
        Feed all = Feed.fromNow();
        TestTenant full = TestTenant.withoutSeats().seats("full", 1);
        Operator operator = new Operator(full);
        operator.change("{'displayName':'Renamed'}").demand(200);
        Connector theirs = Connector.of(full, "okta");
        full.token("entra");
        full.revokeAll("entra");
        TestTenant.operator()
                .body("{\"dialect\":\"rfc\"}")
                .patch("/api/v1/tenants/" + full.name() + "/connections/" + full.connection("entra"))
                .then()
                .statusCode(200);
        String ada = theirs.create("ada").demand(201).id();
        theirs.create("bob").demand(201);
        String group = theirs.group("Readers");
        theirs.addMember(group, ada).demand(204);
        operator.govern(group, "{'seatRule':{'seatType':'partner','priority':1}}")
                .demand(200);
        operator.pin(ada, "{'seatType':'full','reason':'x'}").demand(200);
        operator.unpin(ada).demand(204);
        operator.patch("/users/" + ada, "{'waitlistPriority':10}").demand(200);
        operator.agree("learning", "{'quantity':1,'onLimit':'overage','overage':{'seats':1,'days':1,'then':'reject'}}")
                .demand(200);
        String eve = theirs.post("/Users", Connector.person("eve", Connector.wishing("learning")))
                .demand(201)
                .id();
        theirs.addMember(group, eve).demand(204);
        Watching.look();
        String fay = theirs.post("/Users", Connector.person("fay", Connector.wishing("learning")))
                .demand(201)
                .id();
        theirs.delete("/Users/" + fay).demand(204);
        operator.post("/content-handovers/" + fay + "/confirm", "{'successor':'" + eve + "'}")
                .demand(200);
        operator.put("/users/" + ada + "/holds/admin", "{'reason':'x'}").demand(200);
        operator.delete("/users/" + ada + "/holds/admin").demand(200);
        operator.patch("/users/" + ada, "{'connection':''}").demand(200);
        operator.change("{'reactivation':{'policy':'ask'}}").demand(200);
        theirs.activate(ada, false).demand(200);
        theirs.activate(ada, true).demand(200);
        operator.post("/reactivations/" + ada, "{'restore':[]}").demand(200);
        theirs.addMember(group, ada).demand(204);
        theirs.removeMember(group, ada).demand(204);
        theirs.patch("/Users/" + ada, "{'op':'add','path':'title','value':'Dr'}")
                .demand(200);
        theirs.patch("/Groups/" + group, "{'op':'replace','path':'displayName','value':'Writers'}")
                .demand(204);
        operator.put("/users/" + ada + "/holds/security", "{'reason':'x'}").demand(200);
        theirs.delete("/Users/" + ada).demand(204);
        theirs.create("ada").demand(201);
        theirs.delete("/Groups/" + group).demand(204);

        Set<String> named = TYPES.matcher(Files.readString(PAGE))
                .results()
                .flatMap(row -> TYPE.matcher(row.group()).results())
                .map(type -> type.group(1))
                .collect(Collectors.toSet());

        assertThat(new TreeSet<>(each(all.rest(), "type"))).isEqualTo(new TreeSet<>(named));
    }

    @Test
    void a_reader_goes_on_behind_the_page_that_he_has_read() {
        for (int i = 0; i < 5; i++) {
            idp.create("ada-" + i).demand(201);
        }
        Feed whole = feed.again();

        List<JsonNode> first = feed.page(2);
        List<JsonNode> second = feed.page(2);
        List<JsonNode> third = feed.page(2);

        assertThat(List.of(first.size(), second.size(), third.size())).containsExactly(2, 2, 1);
        List<JsonNode> pages = new ArrayList<>(first);
        pages.addAll(second);
        pages.addAll(third);
        assertThat(pages).doesNotHaveDuplicates().isEqualTo(whole.page(1_000));
    }

    @Test
    void a_reader_who_comes_back_misses_nothing_and_a_page_that_he_lost_he_gets_again() {
        idp.create("ada").demand(201);
        Feed asBefore = feed.again();
        List<JsonNode> lost = feed.page(10);
        idp.create("bob").demand(201);

        List<JsonNode> again = asBefore.page(10);

        assertThat(again).hasSize(2).startsWith(lost.get(0));
        assertThat(feed.rest()).containsExactly(again.get(1));
    }

    @Test
    void where_nothing_is_new_the_cursor_stays() {
        String before = feed.cursor();

        Reply reply = Feed.ask(Map.of("after", before)).demand(200);

        assertThat(reply.body().path("events")).isEmpty();
        assertThat(reply.body().path("next").asText()).isEqualTo(before);
    }

    @Test
    void without_a_cursor_the_feed_begins_with_the_oldest_event_that_is_kept() {
        idp.create("ada").demand(201);
        feed.rest();

        JsonNode oldest =
                Feed.ask(Map.of("limit", 1)).demand(200).body().path("events").path(0);

        assertThat(oldest.path("id").asText()).isEqualTo(Tables.value("""
                SELECT o.id FROM event_position p JOIN outbox o USING (tenant_id, seq) ORDER BY p.position LIMIT 1"""));
        assertThat(Feed.ask(Map.of("limit", 1, "after", "")).demand(200).body().path("events"))
                .containsExactly(oldest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "AAAAAAAAAA", "AAAAAAAAAAB", "AAAAAAAAAAA=", "__________8", "\0", "ä", "null"})
    void a_cursor_that_is_none_is_refused(String cursor) {
        Reply reply = Feed.ask(Map.of("after", cursor)).demand(400);

        assertThat(reply.body().path("code").asText()).isEqualTo("invalidCursor");
    }

    @Test
    void a_cursor_from_the_future_is_refused() {
        Feed.ask(Map.of("after", Feed.cursor(Feed.end()))).demand(200);

        Reply reply = Feed.ask(Map.of("after", Feed.cursor(Feed.end() + 1))).demand(400);

        assertThat(reply.body().path("code").asText()).isEqualTo("invalidCursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1.5", "1e3", "99999999999"})
    void a_limit_that_is_no_number_of_at_least_one_is_refused(String limit) {
        Reply reply = Feed.ask(Map.of("limit", limit)).demand(400);

        assertThat(reply.body().path("code").asText()).isEqualTo("invalidParameter");
    }

    @Test
    void nobody_but_the_operator_reads_it() {
        for (String token : List.of(idp.token(), "x".repeat(40))) {
            Reply reply = Reply.of(new Connector(token).request().get("/api/v1/events"));

            assertThat(reply.status()).isEqualTo(401);
        }
    }

    @Test
    void a_page_takes_as_many_statements_for_many_events_of_many_tenants_as_for_one() {
        idp.create("ada").demand(201);
        int one = statements(1);
        for (int i = 0; i < 3; i++) {
            Connector other = Connector.of(TestTenant.create(), "okta");
            for (int n = 0; n < 5; n++) {
                other.create("ada-" + n).demand(201);
            }
        }

        assertThat(statements(15)).isEqualTo(one).isLessThanOrEqualTo(3);
    }

    /** Without the one that numbers, which is the same for all: also a timer sends it. */
    private int statements(int atLeast) {
        return Statements.during(() -> assertThat(feed.page(1_000)).hasSizeGreaterThanOrEqualTo(atLeast))
                .values()
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
