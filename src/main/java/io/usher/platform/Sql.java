package io.usher.platform;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rooms need to know of PostgreSQL's answers. */
public final class Sql {

    private static final Set<String> RETRY = Set.of("40001", "40P01");
    /** The server goes down, comes up, or ended this connection. */
    private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "57P05", "25P03");
    /** Not PostgreSQL's: the transaction as a whole took too long, and the transaction manager rolled it back. */
    private static final String GIVEN_UP = "40000";
    /** Timeouts of a statement or lock, and a server that is full or read-only for a while. */
    private static final Set<String> SLOW = Set.of("55P03", "57014", "53300", "53100", "53200", "25006", GIVEN_UP);

    private static final String CONNECTION = "08";
    /** Not PostgreSQL's: the pool had no connection in time. */
    private static final String NO_CONNECTION = "08000";

    private Sql() {}

    /** True for a deadlock or a serialization failure: the same transaction may succeed when run again. */
    public static boolean mayRetry(Throwable failure) {
        String state = state(failure);
        return state != null && RETRY.contains(state);
    }

    /** True when the database cannot be asked at the moment. */
    public static boolean isAway(Throwable failure) {
        String state = state(failure);
        return state != null
                && (state.startsWith(CONNECTION)
                        || LOST.contains(state)
                        || SLOW.contains(state)
                        || RETRY.contains(state));
    }

    /** True when the connection to the database broke: others will fare the same until one succeeds. */
    public static boolean isLost(Throwable failure) {
        String state = state(failure);
        return state != null
                && (LOST.contains(state) || (state.startsWith(CONNECTION) && !state.equals(NO_CONNECTION)));
    }

    /** PostgreSQL's five-character code for a failure, to be logged: it holds nothing of the data. */
    public static @Nullable String state(Throwable failure) {
        boolean givenUp = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                // The pool's own failures (no connection in time) carry no state: to the caller that is the same.
                return sql.getSQLState() == null ? NO_CONNECTION : sql.getSQLState();
            }
            // The transaction manager hides there why a commit failed.
            for (Throwable suppressed : cause.getSuppressed()) {
                String state = state(suppressed);
                if (state != null) {
                    return state;
                }
            }
            givenUp |= cause instanceof RollbackException;
        }
        return givenUp ? GIVEN_UP : null;
    }

    public static @Nullable Instant instant(@Nullable Timestamp value) {
        return value == null ? null : value.toInstant();
    }
}
