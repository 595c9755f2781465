package io.usher.platform;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rooms need to know of PostgreSQL's answers. */
public final class Sql {

    private static final Set<String> RETRY = Set.of("40001", "40P01");
    /** Timeouts of a statement or lock, and states in which the server refuses connections or writes for a while. */
    private static final Set<String> AWAY =
            Set.of("55P03", "57014", "57P01", "57P02", "57P03", "53300", "53100", "25006", "57P05", "25P03");

    private Sql() {}

    /** True for a deadlock or a serialization failure: the same transaction may succeed when run again. */
    public static boolean mayRetry(Throwable failure) {
        String state = state(failure);
        return state != null && RETRY.contains(state);
    }

    /** True when the database cannot be asked at the moment. */
    public static boolean isAway(Throwable failure) {
        String state = state(failure);
        return state != null && (state.startsWith("08") || AWAY.contains(state) || RETRY.contains(state));
    }

    /** PostgreSQL's five-character code for a failure, to be logged: it holds nothing of the data. */
    public static @Nullable String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                // The pool's own failures (no connection in time) carry no state: to the caller that is the same.
                return sql.getSQLState() == null ? "08000" : sql.getSQLState();
            }
        }
        return null;
    }

    public static @Nullable Instant instant(@Nullable Timestamp value) {
        return value == null ? null : value.toInstant();
    }
}
