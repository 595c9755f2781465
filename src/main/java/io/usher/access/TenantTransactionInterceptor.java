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
import org.jboss.logging.Logger;

/** Opens, retries and translates failures, for {@link TenantTransaction}. */
@TenantTransaction
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class TenantTransactionInterceptor {

    private static final Logger LOG = Logger.getLogger(TenantTransactionInterceptor.class);
    private static final int RETRIES = 3;
    private static final long PAUSE_MILLIS = 20;

    private final Opener opener;

    TenantTransactionInterceptor(Opener opener) {
        this.opener = opener;
    }

    @AroundInvoke
    Object inTransaction(InvocationContext method) throws Exception {
        if (QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            return method.proceed();
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return QuarkusTransaction.requiringNew().call(() -> {
                    opener.open();
                    return method.proceed();
                });
            } catch (Problem problem) {
                throw problem;
            } catch (RuntimeException failure) {
                if (Sql.mayRetry(failure) && attempt <= RETRIES) {
                    LOG.debugf("Attempt %d met a deadlock; trying again", attempt);
                    pause(attempt);
                } else if (Sql.isAway(failure)) {
                    LOG.warnf(
                            "The database did not do its part (SQLState %s); the caller is told to come again",
                            Sql.state(failure));
                    throw AccessProblems.databaseAway(failure);
                } else {
                    throw failure;
                }
            }
        }
    }

    /** A little longer each time, and never two callers equally long. */
    private static void pause(int attempt) throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE_MILLIS, 2 * PAUSE_MILLIS) * attempt);
    }
}
