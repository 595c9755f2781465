package io.usher.seats;

import io.usher.platform.Limits;
import io.usher.platform.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An administrator's choice of somebody's seat type, which comes before everything else.
 *
 * @param until null: until it is taken back
 */
public record Pin(String type, String reason, @Nullable Instant until) {

    /** @throws io.usher.platform.Problem when the reason is empty or too long */
    public Pin {
        if (reason.isBlank() || reason.length() > Limits.REASON || reason.indexOf('\0') >= 0) {
            throw SeatProblems.badPin(Limits.REASON);
        }
    }

    static @Nullable Pin read(ResultSet row) throws SQLException {
        String type = row.getString("pinned_type");
        return type == null
                ? null
                : new Pin(type, row.getString("pin_reason"), Sql.instant(row.getTimestamp("pinned_until")));
    }

    public boolean holdsAt(Instant moment) {
        return until == null || moment.isBefore(until);
    }
}
