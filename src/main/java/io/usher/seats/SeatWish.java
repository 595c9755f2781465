package io.usher.seats;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The seat that a person is to have.
 *
 * @param source what chose the type
 * @param group whose rule chose it, when a rule did
 * @param admin he is to be an admin of the application
 */
public record SeatWish(String type, Source source, @Nullable UUID group, boolean admin) {

    /** What may choose a person's seat type; the first that applies does. */
    public enum Source {
        PIN("pin"),
        REQUESTED("requestedSeatType"),
        ENTITLEMENT("entitlements"),
        ROLE("roles"),
        USER_TYPE("userType"),
        GROUP_RULE("groupRule"),
        TENANT_DEFAULT("tenantDefault");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * What the rules of his groups say of somebody.
     *
     * @param type by the rule that comes first
     * @param group whose rule that is
     * @param admin some rule makes him an admin
     */
    record Ruled(@Nullable String type, @Nullable UUID group, boolean admin) {

        static final Ruled NOTHING = new Ruled(null, null, false);

        static Ruled read(ResultSet row) throws SQLException {
            return new Ruled(
                    row.getString("rule_type"),
                    row.getObject("ruling_group", UUID.class),
                    row.getBoolean("rule_admin"));
        }
    }

    /** The precedence. Who is to have another seat than full is no admin, whoever says so: an admin needs that seat. */
    static SeatWish of(@Nullable String pinned, Asked asked, Ruled ruled, String tenantDefault) {
        boolean admin = asked.admin() || ruled.admin();
        if (pinned != null) {
            return wish(pinned, Source.PIN, null, admin);
        }
        if (asked.type() != null) {
            return wish(asked.type(), Objects.requireNonNull(asked.source()), null, admin);
        }
        if (ruled.type() != null) {
            return wish(ruled.type(), Source.GROUP_RULE, ruled.group(), admin);
        }
        return wish(tenantDefault, Source.TENANT_DEFAULT, null, admin);
    }

    private static SeatWish wish(String type, Source source, @Nullable UUID group, boolean admin) {
        return new SeatWish(type, source, group, admin && type.equals(SeatTypes.FULL));
    }
}
