package io.usher.events;

import static io.usher.testing.Feed.each;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Feed;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Old events go, and a reader who has not read them is told so. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class EventPruningTest {

    /** Usher's own number, unless it is configured. */
    private static final int DAYS = 30;

    @Inject
    EventPruning pruning;

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
    void what_is_older_goes_and_what_is_younger_stays_read_or_not() {
        idp.create("ada").demand(201);
        makeOld(DAYS);
        idp.create("bob").demand(201);
        age("30 days - 1 minute");
        idp.create("cyd").demand(201);

        pruning.prune();

        assertThat(Tables.rows("SELECT user_id FROM outbox WHERE tenant_id = ?", tenant.id()))
                .extracting(row -> row.get("user_id"))
                .containsExactlyInAnyOrder(
                        idp.find("userName eq \"bob\"")
                                .body()
                                .at("/Resources/0/id")
                                .asText(),
                        idp.find("userName eq \"cyd\"")
                                .body()
                                .at("/Resources/0/id")
                                .asText());
        assertThat(Tables.count("SELECT count(*) FROM event_position WHERE tenant_id = ?", tenant.id()))
                .isEqualTo(2);
    }

    @Test
    void a_reader_who_has_read_all_that_went_goes_on() {
        idp.create("ada").demand(201);
        feed.rest();
        makeOld(DAYS);
        idp.create("bob").demand(201);

        pruning.prune();

        assertThat(feed.rest()).hasSize(1);
    }

    @Test
    void a_reader_who_has_not_read_what_went_is_told_and_told_what_to_do() {
        String before = feed.cursor();
        idp.create("ada").demand(201);
        makeOld(DAYS);
        String bob = idp.create("bob").demand(201).id();

        pruning.prune();

        Reply refused = Feed.ask(Map.of("after", before)).demand(410);
        assertThat(refused.body().path("code").asText()).isEqualTo("eventsPruned");
        assertThat(refused.body().path("title").asText()).contains("without after", "compare");
        Reply fromTheStart = Feed.ask(Map.of()).demand(200);
        assertThat(fromTheStart.body().at("/events/0/user").asText()).isEqualTo(bob);
        Feed.ask(Map.of("after", fromTheStart.body().path("next").asText())).demand(200);
    }

    @Test
    void where_all_has_gone_who_starts_anew_reads_on_from_there() {
        idp.create("ada").demand(201);
        makeOld(DAYS);
        pruning.prune();

        Reply empty = Feed.ask(Map.of()).demand(200);
        idp.create("bob").demand(201);
        Reply next =
                Feed.ask(Map.of("after", empty.body().path("next").asText())).demand(200);

        assertThat(empty.body().path("events")).isEmpty();
        assertThat(next.body().path("events")).hasSize(1);
    }

    @Test
    void an_event_that_nobody_ever_asked_for_goes_too() {
        idp.create("ada").demand(201);
        Tables.change("UPDATE event_pending SET created_at = now() - interval '31 days'");
        makeOld(DAYS, Feed.end() - 1);

        pruning.prune();

        assertThat(Tables.count("SELECT count(*) FROM outbox WHERE tenant_id = ?", tenant.id()))
                .isZero();
        assertThat(Tables.count("SELECT count(*) FROM event_pending")).isZero();
    }

    @Test
    void a_young_event_keeps_the_older_ones_behind_it_so_that_there_is_no_gap() {
        idp.create("ada").demand(201);
        makeOld(DAYS);
        pruning.prune();
        idp.create("bob").demand(201);
        idp.create("cyd").demand(201);
        long last = Feed.end();
        Tables.change("UPDATE event_position SET created_at = now() - interval '31 days' WHERE position = ?", last);
        Feed reader = Feed.at(last - 2);

        pruning.prune();

        assertThat(each(reader.rest(), "type")).containsExactly("user.created", "user.created");
    }

    @Test
    void more_than_a_batch_goes_at_one_time_and_two_who_prune_do_not_disturb_each_other() {
        Tables.change("""
                INSERT INTO outbox (tenant_id, id, type, record_id, payload, created_at)
                SELECT ?, gen_random_uuid(), 'old', gen_random_uuid(), '{}', now()
                FROM generate_series(1, 4500)""", tenant.id());
        makeOld(DAYS);

        List.of(1, 2).parallelStream().forEach(replica -> pruning.prune());

        assertThat(Tables.count("SELECT count(*) FROM outbox WHERE tenant_id = ?", tenant.id()))
                .isZero();
    }

    @Test
    void the_working_account_cannot_have_todays_events_removed() {
        idp.create("ada").demand(201);
        Feed.end();

        Tables.value("SELECT prune_events(-5, 1000)");

        assertThat(feed.rest()).hasSize(1);
    }

    /** Everything that there is, whatever test it comes from: only what is oldest of all goes. */
    private static void makeOld(int days) {
        makeOld(days, Feed.end());
    }

    private static void makeOld(int days, long through) {
        Tables.change(
                "UPDATE event_position SET created_at = now() - make_interval(days => ?, mins => 1) WHERE position <= ?",
                days,
                through);
    }

    /** What this tenant has that is young. */
    private void age(String interval) {
        Feed.end();
        Tables.change(
                "UPDATE event_position SET created_at = now() - interval '" + interval
                        + "' WHERE tenant_id = ? AND created_at > now() - interval '1 day'",
                tenant.id());
    }
}
