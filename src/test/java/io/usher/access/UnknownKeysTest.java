package io.usher.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.platform.MasterKey;
import io.usher.platform.Problem;
import io.usher.platform.Time;
import io.usher.testing.Statements;
import io.usher.testing.TestTenant;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A key id that nobody knows may be a new key; that is asked at most once in 30 seconds, however many ask. */
@QuarkusTest
@Tag("T39")
@SuppressWarnings("NullAway.Init") // opened before each test
class UnknownKeysTest {

    private static final int FORGERIES = 10_000;
    private static final int THREADS = 8;

    @Inject
    MasterKey master;

    @Inject
    Time time;

    @Inject
    StartLock startLock;

    @Inject
    ObjectMapper json;

    private String token;
    private TokenVerifier verifier;

    @BeforeEach
    void a_program_that_has_read_no_key_yet() {
        token = TestTenant.create().token("okta");
        verifier = new TokenVerifier(new SigningKeys(master, time, startLock), json, time);
    }

    @Test
    void ten_thousand_unknown_keys_read_the_table_once() {
        Forgery real = Forgery.of(token);
        long start = System.nanoTime();
        int asked = questions(() -> together(() -> {
            for (int i = 0; i < FORGERIES / THREADS; i++) {
                String forged = real.header("kid", UUID.randomUUID()).unsigned() + "x";
                assertThatThrownBy(() -> verifier.verify(forged)).isInstanceOf(Problem.class);
            }
            return null;
        }));
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        assertThat(asked).isBetween(1, 1 + (int) (seconds / 30));
    }

    @Test
    void a_known_key_is_not_asked_for_again() {
        verifier.verify(token);
        assertThat(questions(() -> IntStream.range(0, 100).forEach(i -> verifier.verify(token))))
                .isZero();
    }

    private static void together(Callable<Object> work) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Object> done : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                done.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }

    private static int questions(Runnable work) {
        return Statements.during(work).entrySet().stream()
                .filter(sent -> sent.getKey().contains("signing_key"))
                .mapToInt(sent -> sent.getValue())
                .sum();
    }
}
