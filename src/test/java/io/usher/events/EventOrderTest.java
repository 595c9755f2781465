package io.usher.events;

import static io.usher.testing.Feed.each;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Feed;
import io.usher.testing.Tables;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every event is told once, and those of a person in order, whoever writes, commits late or reads at the same time. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class EventOrderTest {

    private static final int WRITERS = 16;
    private static final int PEOPLE = 20;
    private static final int CHANGES = 30;

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
    void while_many_write_a_reader_who_follows_has_every_event_once_and_each_persons_in_order() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        List<String> people = IntStream.range(0, PEOPLE)
                .mapToObj(n -> idp.create("person-" + n).demand(201).id())
                .toList();
        String group = idp.createGroup("Readers", people.toArray(String[]::new));
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<JsonNode> told = new ArrayList<>();
        try {
            CompletableFuture<?> writing = CompletableFuture.allOf(IntStream.range(0, WRITERS)
                    .mapToObj(n -> CompletableFuture.runAsync(() -> write(people, group, new Random(n)), threads))
                    .toArray(CompletableFuture[]::new));
            while (!writing.isDone()) {
                told.addAll(feed.page(50));
            }
            writing.join();
        } finally {
            threads.shutdown();
        }
        told.addAll(feed.rest());

        List<String> written = Tables.rows("SELECT id FROM outbox WHERE tenant_id = ?", tenant.id()).stream()
                .map(row -> row.get("id"))
                .toList();
        assertThat(written).hasSizeGreaterThan(PEOPLE + WRITERS * CHANGES / 2);
        assertThat(each(told, "id")).containsExactlyInAnyOrderElementsOf(written);
        Map<String, Long> versions = new HashMap<>();
        for (JsonNode event : told) {
            if (event.has("stateVersion")) {
                long version = event.path("stateVersion").asLong();
                Long before = versions.put(event.path("user").asText(), version);
                assertThat(version).as("%s", event).isEqualTo(before == null ? 1 : before + 1);
            }
        }
        assertThat(versions).hasSize(PEOPLE);
    }

    private void write(List<String> people, String group, Random random) {
        for (int i = 0; i < CHANGES; i++) {
            String person = people.get(random.nextInt(PEOPLE));
            switch (random.nextInt(4)) {
                case 0 -> idp.activate(person, random.nextBoolean()).demand(200);
                case 1 -> idp.addMember(group, person).demand(204);
                case 2 -> idp.removeMember(group, person).demand(204);
                default ->
                    idp.patch("/Users/" + person, "{'op':'add','path':'title','value':'" + random.nextInt() + "'}")
                            .demand(200);
            }
        }
    }

    @Test
    void an_event_that_is_committed_late_is_told_then_and_none_twice() throws SQLException {
        try (Connection late = TestDatabase.superuser()) {
            late.setAutoCommit(false);
            addEvent(late);
            idp.create("ada").demand(201);
            List<JsonNode> meanwhile = feed.rest();
            late.commit();

            assertThat(each(meanwhile, "type")).containsExactly("user.created");
            assertThat(each(feed.rest(), "type")).containsExactly("late");
            assertThat(feed.rest()).isEmpty();
            // Who went by the numbers would have missed it.
            assertThat(Tables.rows(
                            "SELECT type FROM outbox WHERE tenant_id = ? ORDER BY seq DESC LIMIT 2", tenant.id()))
                    .extracting(row -> row.get("type"))
                    .containsExactly("user.created", "late");
        }
    }

    @Test
    void an_event_that_is_rolled_back_is_never_told() throws SQLException {
        try (Connection late = TestDatabase.superuser()) {
            late.setAutoCommit(false);
            addEvent(late);
            late.rollback();
        }
        idp.create("ada").demand(201);

        assertThat(each(feed.rest(), "type")).containsExactly("user.created");
    }

    @Test
    void a_numbering_that_is_rolled_back_leaves_no_gap() throws SQLException {
        long before = Feed.end();
        idp.create("ada").demand(201);
        try (Connection numbering = numbering()) {
            numbering.rollback();
        }

        assertThat(each(feed.rest(), "type")).containsExactly("user.created");
        assertThat(Tables.count("SELECT last_position FROM event_feed")).isEqualTo((int) before + 1);
    }

    @Test
    void a_reader_waits_for_another_one_who_numbers_and_then_has_the_same() throws SQLException {
        idp.create("ada").demand(201);
        CompletableFuture<List<JsonNode>> second;
        try (Connection numbering = numbering()) {
            second = CompletableFuture.supplyAsync(() -> feed.page(10));
            awaitSomebodyWaiting();
            numbering.commit();
        }

        assertThat(each(second.join(), "type")).containsExactly("user.created");
        assertThat(feed.rest()).isEmpty();
    }

    @Test
    void nobody_who_writes_waits_for_who_numbers() throws SQLException {
        idp.create("ada").demand(201);
        try (Connection numbering = numbering()) {
            idp.create("bob").demand(201);
            numbering.commit();
        }

        assertThat(each(feed.rest(), "type")).containsExactly("user.created", "user.created");
    }

    @Test
    void many_readers_have_the_same_events_in_the_same_order() {
        Feed start = feed.again();
        List<CompletableFuture<List<JsonNode>>> readers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            idp.create("ada-" + i).demand(201);
            readers.add(CompletableFuture.supplyAsync(() -> start.again().rest()));
        }
        List<JsonNode> all = feed.rest();

        assertThat(all).hasSize(30).doesNotHaveDuplicates();
        assertThat(readers)
                .allSatisfy(reader -> assertThat(all).startsWith(reader.join().toArray(JsonNode[]::new)));
    }

    /** Somebody who is about to give the pending events their places, and has not committed yet. */
    private static Connection numbering() throws SQLException {
        Connection numbering = TestDatabase.superuser();
        numbering.setAutoCommit(false);
        numbering.createStatement().execute("SELECT number_events(1000)");
        return numbering;
    }

    private static void awaitSomebodyWaiting() {
        while (Tables.count("""
                SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%number_events%'""") == 0) {
            Thread.onSpinWait();
        }
    }

    private void addEvent(Connection connection) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("""
                INSERT INTO outbox (tenant_id, id, type, record_id, payload, created_at)
                VALUES (?, gen_random_uuid(), 'late', gen_random_uuid(), '{}', now())""")) {
            sql.setObject(1, UUID.fromString(tenant.id()));
            sql.executeUpdate();
        }
    }
}
