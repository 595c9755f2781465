package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An administrator answers while the identity provider changes the person. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class AnswerRaceTest {

    private final ExecutorService calls = Executors.newFixedThreadPool(4);
    private TestTenant tenant;
    private Connector idp;
    private Operator operator;
    private String ada;
    private String readers;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "entra");
        operator = new Operator(tenant);
        operator.change("{'reactivation':{'policy':'ask'}}").demand(200);
        ada = idp.create("ada").demand(201).id();
        readers = idp.createGroup("Readers", ada);
        operator.govern(readers, "{'seatRule':{'seatType':'partner','priority':1}}")
                .demand(200);
        idp.activate(ada, false).demand(200);
        idp.activate(ada, true).demand(200);
    }

    @AfterEach
    void close() {
        calls.shutdown();
    }

    /** Whoever comes second waits for the first, and finds him as he is by then. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_is_deactivated_meanwhile_has_no_membership_that_counts(boolean answerFirst) throws Exception {
        Callable<Reply> answer = () -> operator.post("/reactivations/" + ada, "{'restore':['" + readers + "']}");
        Callable<Reply> deactivate = () -> idp.activate(ada, false);
        Future<Reply> answered;
        Future<Reply> deactivated;
        try (Connection lock = TestDatabase.superuser()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("SELECT 1 FROM users WHERE id = '" + ada + "' FOR UPDATE");
            Future<Reply> first = calls.submit(answerFirst ? answer : deactivate);
            awaitWaiting(1);
            Future<Reply> second = calls.submit(answerFirst ? deactivate : answer);
            awaitWaiting(2);
            lock.rollback();
            answered = answerFirst ? first : second;
            deactivated = answerFirst ? second : first;
        }

        answered.get().demand(answerFirst ? 200 : 404);
        deactivated.get().demand(200);

        assertThat(state()).isEqualTo("inactive, dormant, not asked about");
        assertThat(operator.pools("partner")).isEqualTo("0 of null, 0 waiting");
        assertThat(operator.pools("full")).isEqualTo("0 of null, 0 waiting");
    }

    @Test
    void answering_adding_and_going_at_once_leave_nothing_half_done() throws Exception {
        for (int round = 0; round < 15; round++) {
            idp.activate(ada, false).demand(200);
            idp.activate(ada, true).demand(200);
            List<Callable<Reply>> all = List.of(
                    () -> operator.post("/reactivations/" + ada, "{'restore':['" + readers + "']}"),
                    () -> idp.activate(ada, false),
                    () -> idp.addMember(readers, ada),
                    () -> operator.post("/reactivations/" + ada, "{'restore':[]}"));
            for (Future<Reply> done : calls.invokeAll(all)) {
                assertThat(done.get().status()).isIn(200, 204, 404);
            }
            assertThat(state()).isEqualTo("inactive, dormant, not asked about");
            assertThat(operator.pools("partner")).isEqualTo("0 of null, 0 waiting");
        }
    }

    private String state() {
        return Tables.value("""
                SELECT u.directory || CASE WHEN m.dormant_since IS NULL THEN ', counts' ELSE ', dormant' END
                       || CASE WHEN m.asked_at IS NULL THEN ', not asked about' ELSE ', asked about' END
                FROM users u JOIN membership m ON m.tenant_id = u.tenant_id AND m.member_id = u.id
                WHERE u.tenant_id = ? AND u.id = ?""", tenant.id(), ada);
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
}
