package io.usher.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usher.platform.Problem;
import io.usher.platform.Time;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("T60")
class TurnsTest {

    private static final int CONNECTIONS = 32;
    private static final int SHARE = 4;
    private static final int PRESENT = 110;

    private final DatabaseWatch watch = new DatabaseWatch(new Time());
    private final Turns turns = new Turns(watch, CONNECTIONS);
    private final Caller.Connector greedy = new Caller.Connector(UUID.randomUUID(), UUID.randomUUID());
    private final Caller.Connector modest = new Caller.Connector(UUID.randomUUID(), UUID.randomUUID());

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();

    @Test
    void a_tenant_that_asks_for_everything_gets_an_eighth_and_leaves_the_rest_to_the_others() throws Exception {
        var calls = calls(40);
        awaitInside(SHARE);
        assertThat(turns.<String>inTurn(modest, () -> "served")).isEqualTo("served");
        assertThat(inside).hasValue(SHARE);
        release.countDown();
        CompletableFuture.allOf(calls).join();
        assertThat(inside).hasValue(40);
    }

    @Test
    void who_waits_while_the_database_is_lost_is_sent_away_at_once() throws Exception {
        var calls = calls(SHARE);
        awaitInside(SHARE);
        watch.note(new SQLException("gone", "08006"));
        assertThatThrownBy(() -> turns.inTurn(greedy, () -> "served"))
                .isInstanceOf(Problem.class)
                .hasMessage("The service cannot answer right now. Try again shortly.");
        release.countDown();
        CompletableFuture.allOf(calls).join();
    }

    @Test
    void more_than_can_wait_are_sent_away_at_once() throws Exception {
        var calls = calls(PRESENT);
        awaitInside(SHARE);
        while (turns.present(greedy.tenant()) < PRESENT) {
            Thread.sleep(10);
        }
        assertThatThrownBy(() -> turns.inTurn(greedy, () -> "served"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("busy with other calls of this tenant");
        assertThat(turns.<String>inTurn(modest, () -> "served")).isEqualTo("served");
        release.countDown();
        CompletableFuture.allOf(calls).join();
        assertThat(turns.present(greedy.tenant())).isZero();
    }

    private CompletableFuture<?>[] calls(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    CompletableFuture<Object> call = new CompletableFuture<>();
                    new Thread(() -> call.complete(in(() -> {
                                inside.incrementAndGet();
                                release.await();
                                return "served";
                            })))
                            .start();
                    return call;
                })
                .toArray(CompletableFuture<?>[]::new);
    }

    private <T> T in(Callable<T> work) {
        try {
            return turns.inTurn(greedy, work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitInside(int wanted) throws InterruptedException {
        for (int n = 0; n < 500 && inside.get() < wanted; n++) {
            Thread.sleep(10);
        }
        // whoever could come in besides, has had the time
        Thread.sleep(100);
        assertThat(inside).hasValue(wanted);
    }
}
