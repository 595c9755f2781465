package io.usher.access;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.usher.platform.Problem;
import io.usher.platform.Sql;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import java.util.concurrent.ThreadLocalRandom;

/** Waits for its turn, opens, retries and translates failures, for {@link TenantTransaction}. */
@TenantTransaction
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class TenantTransactionInterceptor {

    private static final int RETRIES = 3;
    private static final long PAUSE_MILLIS = 20;

    private final CurrentCall current;
    private final Turns turns;
    private final Opener opener;
    private final DatabaseWatch watch;

    TenantTransactionInterceptor(CurrentCall current, Turns turns, Opener opener, DatabaseWatch watch) {
        this.current = current;
        this.turns = turns;
        this.opener = opener;
        this.watch = watch;
    }

    @AroundInvoke
    Object inTransaction(InvocationContext method) throws Exception {
        return QuarkusTransaction.getStatus() == Status.STATUS_NO_TRANSACTION
                ? turns.inTurn(current.call().caller(), () -> attempt(method))
                : method.proceed();
    }

    /** A timeout is not tried again: the caller has waited for it already, and the next would wait as long. */
    private Object attempt(InvocationContext method) throws InterruptedException {
        boolean ofOneMoment =
                method.getInterceptorBinding(TenantTransaction.class).ofOneMoment();
        for (int attempt = 1; ; attempt++) {
            try {
                Object result = QuarkusTransaction.requiringNew().call(() -> {
                    if (ofOneMoment) {
                        opener.holdTheMoment();
                    }
                    opener.open();
                    return method.proceed();
                });
                watch.succeeded();
                return result;
            } catch (Problem problem) {
                throw problem;
            } catch (RuntimeException failure) {
                if (!Sql.isAway(failure)) {
                    throw failure;
                }
                if (!Sql.mayRetry(failure) || attempt > RETRIES) {
                    throw watch.failed(failure);
                }
                pause(attempt);
            }
        }
    }

    /** A little longer each time, and never two callers equally long. */
    private static void pause(int attempt) throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE_MILLIS, 2 * PAUSE_MILLIS) * attempt);
    }
}
