package io.usher.seats;

import io.usher.seats.SeatWish.Ruled;
import io.usher.seats.Seats.Settled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a seat change has locked, and what it read under these locks: {@code lock_claims} answers all of it at once. */
final class SeatLocks {

    private final List<SeatPool> pools = new ArrayList<>();
    private final Map<UUID, SeatClaim> own = new HashMap<>();
    private final Map<UUID, Ruled> ruled = new HashMap<>();
    private final List<SeatClaim> queues = new ArrayList<>();
    private int settingsVersion;
    private String defaultType = "";

    private SeatLocks() {}

    /** @param pin null for the pin that each has, an empty text for none, else the type of another one */
    static SeatLocks take(Connection connection, UUID tenant, List<Settled> people, @Nullable String pin, Instant now)
            throws SQLException {
        SeatLocks locks = new SeatLocks();
        try (PreparedStatement sql = connection.prepareStatement("""
                SELECT l.kind, l.settings_version, l.rule_type, l.rule_admin, l.rule_group AS ruling_group,
                       (l.pool).*, (l.claim).*
                FROM lock_claims(?, ?, ?, ?, ?, ?) l""")) {
            sql.setObject(1, tenant);
            sql.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", people.stream().map(Settled::user).toArray()));
            sql.setArray(
                    3,
                    connection.createArrayOf(
                            "boolean", people.stream().map(Settled::active).toArray()));
            sql.setArray(
                    4,
                    connection.createArrayOf(
                            "text",
                            people.stream().map(each -> each.asked().type()).toArray()));
            sql.setString(5, pin);
            sql.setTimestamp(6, Timestamp.from(now));
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    locks.read(tenant, row);
                }
            }
        }
        return locks;
    }

    private void read(UUID tenant, ResultSet row) throws SQLException {
        switch (row.getString("kind")) {
            case "settings" -> {
                settingsVersion = row.getInt("settings_version");
                defaultType = row.getString("rule_type");
            }
            case "pool" -> pools.add(SeatPool.read(tenant, row));
            case "own" -> {
                SeatClaim claim = SeatClaim.read(row);
                own.put(claim.user(), claim);
                ruled.put(claim.user(), Ruled.read(row));
            }
            default -> queues.add(SeatClaim.read(row));
        }
    }

    int settingsVersion() {
        return settingsVersion;
    }

    /** What people get who ask for nothing. */
    String defaultType() {
        return defaultType;
    }

    /** All of the tenant's, or none when nobody is to have another seat than before. */
    List<SeatPool> pools() {
        return pools;
    }

    /** Of somebody whose change it is; of one who has just been made, a new one. */
    SeatClaim claim(UUID user, Instant now) {
        SeatClaim claim = own.get(user);
        return claim == null ? SeatClaim.first(user, now) : claim;
    }

    Ruled ruled(UUID user) {
        return Objects.requireNonNullElse(ruled.get(user), Ruled.NOTHING);
    }

    /** The first of each queue. */
    List<SeatClaim> queues() {
        return queues;
    }
}
