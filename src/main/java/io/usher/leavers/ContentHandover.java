package io.usher.leavers;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's content on its way to somebody else.
 *
 * @param user who left
 * @param record of his leaving in the audit log; they are in the order of leaving
 * @param status open, confirmed or cancelled
 * @param successor to whom it went; of an open one, to whom it would go as things are now; null for nobody
 * @param foundBy manager, default or application; null when there is no successor
 * @param closedAt when it was confirmed, or cancelled by his return
 * @param closedBy who did that, null when it is open or the record is gone
 */
public record ContentHandover(
        UUID user,
        String userName,
        Instant leftAt,
        UUID record,
        String status,
        @Nullable UUID successor,
        @Nullable String successorUserName,
        @Nullable String foundBy,
        @Nullable Instant closedAt,
        @Nullable String closedBy) {

    public static final String OPEN = "open";
    public static final String CONFIRMED = "confirmed";
    public static final String CANCELLED = "cancelled";

    /** How a successor is found whom the application names itself. */
    public static final String BY_APPLICATION = "application";

    public boolean confirmed() {
        return status.equals(CONFIRMED);
    }

    public boolean cancelled() {
        return status.equals(CANCELLED);
    }
}
