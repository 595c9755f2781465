package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is deleted is gone for SCIM, and his names are free. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class LeaverTest {

    private static final String ADA =
            Connector.person("ada", ",'externalId':'x-1','emails':[{'value':'ada@example.com'}]");

    private TestTenant tenant;
    private Connector idp;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
    }

    /** One waits for the other's row; whoever comes second finds the person gone. */
    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT", "DELETE"})
    @Tag("T88")
    void who_is_deleted_while_a_write_waits_does_not_come_back(String method) throws Exception {
        String ada = idp.post("/Users", ADA).demand(201).id();
        ExecutorService calls = Executors.newFixedThreadPool(2);
        try (Connection lock = TestDatabase.superuser()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("SELECT 1 FROM users WHERE id = '" + ada + "' FOR UPDATE");
            Future<Reply> deleted = calls.submit(() -> idp.delete("/Users/" + ada));
            awaitWaiting(1);
            Future<Reply> written = calls.submit(() -> switch (method) {
                case "PATCH" -> idp.activate(ada, true);
                case "PUT" -> idp.put("/Users/" + ada, ADA);
                default -> idp.delete("/Users/" + ada);
            });
            awaitWaiting(2);
            lock.rollback();

            deleted.get().demand(204);
            written.get().demand(404);
        } finally {
            calls.shutdown();
        }
        idp.user(ada).demand(404);
        assertThat(Tables.value("SELECT directory FROM users WHERE id = ?", ada))
                .isEqualTo("deleted");
        assertThat(Tables.count(
                        "SELECT coalesce(sum(used + waiting), 0) FROM seat_pool WHERE tenant_id = ?", tenant.id()))
                .isZero();
        idp.post("/Users", ADA).demand(201);
    }

    @Test
    @Tag("T88")
    void deleting_and_writing_at_once_leave_nobody_half_there() throws Exception {
        ExecutorService calls = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                String ada = idp.post("/Users", ADA).demand(201).id();
                List<Callable<Reply>> all = List.of(
                        () -> idp.delete("/Users/" + ada),
                        () -> idp.activate(ada, true),
                        () -> idp.put("/Users/" + ada, ADA),
                        () -> idp.activate(ada, false));
                for (Future<Reply> done : calls.invokeAll(all)) {
                    assertThat(done.get().status()).isIn(200, 204, 404);
                }
                idp.user(ada).demand(404);
            }
        } finally {
            calls.shutdown();
        }
        assertThat(Tables.count(
                        "SELECT coalesce(sum(used + waiting), 0) FROM seat_pool WHERE tenant_id = ?", tenant.id()))
                .isZero();
    }

    private static void awaitWaiting(int calls) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (Tables.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") >= calls) {
                return;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("nobody waits for the lock");
    }

    @Test
    @Tag("DEL-01")
    @Tag("DEL-02")
    @Tag("DEL-07")
    @Tag("HTTP-12")
    void after_a_delete_every_operation_finds_nobody() {
        String ada = idp.post("/Users", ADA).demand(201).id();

        assertThat(idp.delete("/Users/" + ada).demand(204).text()).isEmpty();

        idp.user(ada).demand(404);
        idp.put("/Users/" + ada, ADA).demand(404);
        idp.activate(ada, true).demand(404);
        idp.delete("/Users/" + ada).demand(404);
        assertThat(idp.find("userName eq \"ada\"").body().path("totalResults").asInt())
                .isZero();
        assertThat(idp.find("emails.value eq \"ada@example.com\"")
                        .body()
                        .path("totalResults")
                        .asInt())
                .isZero();
    }

    @Test
    @Tag("DEL-04")
    @Tag("CRE-10")
    @Tag("COM-01")
    void the_same_names_make_somebody_new() {
        String ada = idp.post("/Users", ADA).demand(201).id();
        idp.delete("/Users/" + ada).demand(204);

        Reply again = idp.post("/Users", ADA).demand(201);

        assertThat(again.id()).isNotEqualTo(ada);
        assertThat(again.usher("stateVersion")).isEqualTo("1");
        idp.user(ada).demand(404);
    }

    @Test
    @Tag("DEL-08")
    void memberships_end_and_the_groups_say_that_they_changed() {
        String ada = idp.post("/Users", ADA).demand(201).id();
        String readers = idp.group("Readers");
        String others = idp.group("Others");
        idp.addMember(readers, ada).demand(204);
        Reply before = idp.get("/Groups/" + readers);
        Reply untouched = idp.get("/Groups/" + others);

        idp.delete("/Users/" + ada).demand(204);

        Reply after = idp.get("/Groups/" + readers);
        assertThat(after.body().has("members")).isFalse();
        assertThat(after.etag()).isNotEqualTo(before.etag());
        assertThat(idp.get("/Groups/" + others).etag()).isEqualTo(untouched.etag());
        assertThat(Tables.count("SELECT count(*) FROM membership WHERE tenant_id = ?", tenant.id()))
                .isZero();
    }

    @Test
    @Tag("DEL-09")
    void what_is_kept_of_him_is_told_to_nobody_who_adds_him_to_a_group() {
        String ada = idp.post("/Users", ADA).demand(201).id();
        String readers = idp.group("Readers");
        idp.delete("/Users/" + ada).demand(204);

        assertThat(idp.addMember(readers, ada).demand(400).scimType()).isEqualTo("invalidValue");
        assertThat(Tables.value("SELECT directory FROM users WHERE id = ?", ada))
                .isEqualTo("deleted");
    }

    @Test
    @Tag("PAT-61")
    @Tag("RES-07")
    void a_deactivated_person_stays_readable_and_findable() {
        String ada = idp.post("/Users", ADA).demand(201).id();
        idp.activate(ada, false).demand(200);

        assertThat(idp.user(ada).demand(200).body().path("active").asBoolean(true))
                .isFalse();
        assertThat(idp.find("externalId eq \"x-1\"")
                        .body()
                        .path("Resources")
                        .path(0)
                        .path("id")
                        .asText())
                .isEqualTo(ada);
    }
}
