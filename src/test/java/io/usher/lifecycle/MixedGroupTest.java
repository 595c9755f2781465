package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Crowd;
import io.usher.testing.Feed;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When members of a group come to hold seats of several types, or of one that it does not allow, that is told, once. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class MixedGroupTest {

    private static final Logger LOG = Logger.getLogger(MixedGroupTest.class);
    private static final int MANY = 100_000;

    @Inject
    EntityManager database;

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;
    private String ada;
    private String bob;
    private String group;
    private Feed feed;

    @BeforeEach
    void open() {
        Watching.fromNow();
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
        ada = idp.create("ada").demand(201).id();
        bob = idp.create("bob").demand(201).id();
        group = idp.createGroup("Sales", ada, bob);
        feed = Feed.fromNow();
    }

    private void give(String user, String seatType) {
        operator.pin(user, "{'seatType':'" + seatType + "','reason':'test'}").demand(200);
    }

    /** What was told of mixed groups since it was last asked, after the watch has seen all that happened. */
    private List<JsonNode> told() {
        Watching.look();
        return feed.rest().stream()
                .filter(event -> event.path("type").asText().equals("group.mixed"))
                .toList();
    }

    private int records() {
        return Tables.count(
                "SELECT count(*) FROM audit_record WHERE tenant_id = ? AND convert_from(body, 'UTF8') LIKE '%\"group.mixed\"%'",
                tenant.id());
    }

    @Test
    void a_group_that_becomes_mixed_is_told_with_a_record_of_it() {
        assertThat(told()).isEmpty();
        give(bob, "partner");

        List<JsonNode> told = told();

        assertThat(told).hasSize(1);
        JsonNode event = told.get(0);
        assertThat(event.path("tenant").asText()).isEqualTo(tenant.name());
        assertThat(event.path("group").asText()).isEqualTo(group);
        assertThat(event.path("data"))
                .hasToString(
                        "{\"id\":\"" + group + "\",\"seatTypes\":[\"full\",\"partner\"],\"displayName\":\"Sales\"}");
        JsonNode record =
                operator.records(Map.of("limit", 1)).demand(200).body().at("/records/0");
        assertThat(record.path("id").asText()).isEqualTo(event.path("record").asText());
        assertThat(record.path("action").asText()).isEqualTo("group.mixed");
        assertThat(record.at("/actor/id").asText()).isEqualTo("usher");
        assertThat(record.at("/effects/seatTypes")).hasToString("[\"full\",\"partner\"]");
    }

    @Test
    void it_is_told_once_however_much_moves_in_it_and_again_after_it_was_not_mixed() {
        give(bob, "partner");
        assertThat(told()).hasSize(1);
        give(ada, "learning");
        assertThat(told()).as("still mixed").isEmpty();
        give(ada, "partner");
        assertThat(told()).as("not mixed any more").isEmpty();
        give(ada, "full");
        assertThat(told()).hasSize(1);
        assertThat(records()).isEqualTo(2);
    }

    @Test
    void a_type_that_the_group_does_not_allow_makes_it_mixed() {
        operator.govern(group, "{'allowedSeatTypes':['partner']}").demand(200);
        assertThat(told()).hasSize(1);
        operator.govern(group, "{'allowedSeatTypes':['full']}").demand(200);
        assertThat(told()).isEmpty();
        give(bob, "partner");
        assertThat(told()).hasSize(1);
    }

    @Test
    void whoever_comes_with_another_seat_makes_it_mixed_and_whoever_leaves_ends_that() {
        String cyd = idp.create("cyd").demand(201).id();
        give(cyd, "partner");
        assertThat(told()).isEmpty();
        idp.addMember(group, cyd).demand(204);
        assertThat(told()).hasSize(1);
        idp.removeMember(group, cyd).demand(204);
        assertThat(told()).isEmpty();
        idp.addMember(group, cyd).demand(204);
        assertThat(told()).hasSize(1);
    }

    @Test
    void a_dormant_member_does_not_count() {
        give(bob, "partner");
        assertThat(told()).hasSize(1);
        idp.activate(bob, false).demand(200);
        assertThat(told()).isEmpty();
        idp.activate(bob, true).demand(200);
        assertThat(told()).hasSize(1);
    }

    @Test
    void a_member_who_is_deleted_ends_it_too() {
        give(bob, "partner");
        assertThat(told()).hasSize(1);
        idp.delete("/Users/" + bob).demand(204);
        assertThat(told()).isEmpty();
        String cyd = idp.create("cyd").demand(201).id();
        give(cyd, "partner");
        idp.addMember(group, cyd).demand(204);
        assertThat(told()).hasSize(1);
    }

    @Test
    void the_group_itself_stays_the_version_that_it_is() {
        Reply before = idp.get("/Groups/" + group).demand(200);
        give(bob, "partner");
        assertThat(told()).hasSize(1);

        Reply after = idp.get("/Groups/" + group).demand(200);

        assertThat(after.etag()).isEqualTo(before.etag());
        assertThat(after.text()).isEqualTo(before.text());
    }

    @Test
    void recipients_have_a_mail_of_it() {
        operator.change("{'alertRecipients':['ada@example.com']}").demand(200);
        give(bob, "partner");

        List<JsonNode> told = told();

        assertThat(Tables.rows(
                        "SELECT event_id, recipient, payload ->> 'displayName' AS name FROM alert_mail WHERE tenant_id = ?",
                        tenant.id()))
                .containsExactly(Map.of(
                        "event_id", told.get(0).path("id").asText(), "recipient", "ada@example.com", "name", "Sales"));
    }

    @Test
    void two_replicas_tell_each_group_once() throws Exception {
        List<String> groups = IntStream.range(0, 20)
                .mapToObj(n -> idp.createGroup("Sales " + n, ada, bob))
                .toList();
        told();
        give(bob, "partner");

        CompletableFuture.allOf(CompletableFuture.runAsync(Watching::look), CompletableFuture.runAsync(Watching::look))
                .get();

        assertThat(told()).hasSize(groups.size() + 1);
        assertThat(records()).isEqualTo(groups.size() + 1);
        assertThat(Tables.count(
                        "SELECT count(DISTINCT group_id) FROM outbox WHERE tenant_id = ? AND type = 'group.mixed'",
                        tenant.id()))
                .isEqualTo(groups.size() + 1);
    }

    @Test
    void a_watch_that_is_killed_loses_nothing() {
        give(bob, "partner");
        String before = Tables.value("SELECT position FROM group_watch");
        Feed.end();
        QuarkusTransaction.begin();
        assertThat(database.createNativeQuery("SELECT watch_groups(200)").getSingleResult())
                .isNotEqualTo(0);
        QuarkusTransaction.rollback();
        assertThat(Tables.value("SELECT position FROM group_watch")).isEqualTo(before);
        assertThat(Tables.count("SELECT count(*) FROM group_queue WHERE tenant_id = ?", tenant.id()))
                .isZero();

        // And between noting a group and looking at it.
        QuarkusTransaction.requiringNew()
                .run(() ->
                        database.createNativeQuery("SELECT watch_groups(200)").getSingleResult());
        assertThat(Tables.count("SELECT count(*) FROM group_queue WHERE tenant_id = ?", tenant.id()))
                .isEqualTo(1);
        assertThat(told()).hasSize(1);
    }

    @Test
    void what_happens_while_a_group_is_looked_at_has_it_looked_at_again() throws Exception {
        give(ada, "full");
        Feed.end();
        watchGroups();
        CompletableFuture<Void> later;
        QuarkusTransaction.begin();
        // As MixedGroups takes it, and then looks, before this was so.
        database.createNativeQuery("DELETE FROM group_queue").executeUpdate();
        give(bob, "partner");
        Feed.end();
        later = CompletableFuture.runAsync(this::watchGroups);
        Thread.sleep(500);
        assertThat(later).as("waits until the look has ended").isNotDone();
        QuarkusTransaction.commit();
        later.get();
        assertThat(Tables.count("SELECT count(*) FROM group_queue WHERE tenant_id = ?", tenant.id()))
                .isEqualTo(1);
        assertThat(told()).hasSize(1);
    }

    private void watchGroups() {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        database.createNativeQuery("SELECT watch_groups(200)").getSingleResult());
    }

    @Test
    void a_group_of_a_hundred_thousand_is_looked_at_within_the_time_of_a_statement() {
        String large = idp.group("Everybody");
        List<String> people = Crowd.joinGroup(tenant, idp, MANY, large);
        Tables.change("""
                UPDATE seat_claim SET held_type = 'full', wanted_type = 'full', source = 'default', assigned_at = now()
                WHERE tenant_id = ? AND held_type IS NULL""", tenant.id());
        Tables.change("ANALYZE seat_claim");
        told();

        give(people.get(MANY - 1), "partner");
        long start = System.nanoTime();
        assertThat(told()).hasSize(1);
        Duration mixed = Duration.ofNanos(System.nanoTime() - start);
        give(people.get(MANY - 1), "full");
        start = System.nanoTime();
        assertThat(told()).isEmpty();
        Duration same = Duration.ofNanos(System.nanoTime() - start);
        assertThat(Tables.count(
                        "SELECT count(*) FROM groups WHERE tenant_id = ? AND mixed_since IS NOT NULL", tenant.id()))
                .isZero();

        LOG.infof(
                "A look at %d members: %d ms when all are alike, %d ms when not",
                MANY, same.toMillis(), mixed.toMillis());
    }
}
