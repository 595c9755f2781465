package io.usher.seats;

import io.usher.platform.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person is to have, has, and waits for; changed only with his claim row and, for seats, the pools locked. */
public final class SeatClaim {

    /** Of whom nobody has said anything; a lower one comes first. */
    public static final int PRIORITY = 100;

    private final UUID user;
    private final State before;
    private State now;
    private final @Nullable Pin pinBefore;
    private @Nullable Pin pin;
    private final int priorityBefore;
    private int priority;
    private Instant signInSince;
    private long stateVersion;

    /**
     * A claim at one moment.
     *
     * @param wanted the seat type he is to have, or null for none
     * @param source what chose it
     * @param held the seat type he holds, or null
     * @param waitingSince his place in the queue for {@code wanted}, or null when he does not wait
     * @param group whose rule chose it, when a rule did
     * @param admin he is an admin of the application
     * @param graceSince since when he holds a seat beyond the pool's quantity, or null when it is one of them
     */
    public record State(
            @Nullable String wanted,
            @Nullable String source,
            @Nullable String held,
            @Nullable Instant assignedAt,
            @Nullable Instant waitingSince,
            @Nullable Instant graceSince,
            @Nullable UUID group,
            boolean admin) {

        static final State NONE = new State(null, null, null, null, null, null, null, false);

        public boolean holds() {
            return held != null;
        }

        public boolean waits() {
            return waitingSince != null;
        }

        boolean beyond() {
            return graceSince != null;
        }

        /** assigned, grace, waitlisted, fallback or none, as the view says it. */
        public String status() {
            if (held == null) {
                return waits() ? "waitlisted" : "none";
            }
            if (waits()) {
                return "fallback";
            }
            return beyond() ? "grace" : "assigned";
        }
    }

    SeatClaim(UUID user, State state, @Nullable Pin pin, int priority, Instant signInSince, long stateVersion) {
        this.user = user;
        this.before = state;
        this.now = state;
        this.pinBefore = pin;
        this.pin = pin;
        this.priorityBefore = priority;
        this.priority = priority;
        this.signInSince = signInSince;
        this.stateVersion = stateVersion;
    }

    /** From a row whose columns have the names of the table's. */
    static SeatClaim read(ResultSet row) throws SQLException {
        return new SeatClaim(
                row.getObject("user_id", UUID.class),
                new State(
                        row.getString("wanted_type"),
                        row.getString("source"),
                        row.getString("held_type"),
                        Sql.instant(row.getTimestamp("assigned_at")),
                        Sql.instant(row.getTimestamp("waiting_since")),
                        Sql.instant(row.getTimestamp("grace_since")),
                        row.getObject("rule_group", UUID.class),
                        "admin".equals(row.getString("app_role"))),
                Pin.read(row),
                row.getInt("priority"),
                row.getTimestamp("sign_in_since").toInstant(),
                row.getLong("state_version"));
    }

    /** Of somebody who has just been made. */
    static SeatClaim first(UUID user, Instant now) {
        return new SeatClaim(user, State.NONE, null, PRIORITY, now, 0);
    }

    void want(@Nullable SeatWish wish) {
        now = new State(
                wish == null ? null : wish.type(),
                wish == null ? null : wish.source().word(),
                now.held,
                now.assignedAt,
                now.waitingSince,
                now.graceSince,
                wish == null ? null : wish.group(),
                wish != null && wish.admin());
    }

    /** @param beyond the pool's quantity */
    void hold(String type, Instant at, boolean beyond) {
        now = new State(now.wanted, now.source, type, at, now.waitingSince, beyond ? at : null, now.group, now.admin);
    }

    void confirm() {
        now = new State(now.wanted, now.source, now.held, now.assignedAt, now.waitingSince, null, now.group, now.admin);
    }

    void letGo() {
        now = new State(now.wanted, now.source, null, null, now.waitingSince, null, now.group, now.admin);
    }

    void queue(Instant at) {
        now = new State(now.wanted, now.source, now.held, now.assignedAt, at, now.graceSince, now.group, now.admin);
    }

    void leaveQueue() {
        now = new State(now.wanted, now.source, now.held, now.assignedAt, null, now.graceSince, now.group, now.admin);
    }

    /** Counts a change in what is in force about him; every record and event of him takes its number here. */
    public long nextStateVersion() {
        return ++stateVersion;
    }

    /** The gate's answer about him became another one. */
    public void signInChanged(Instant at) {
        signInSince = at;
    }

    public UUID user() {
        return user;
    }

    /** As it was when it was locked. */
    public State before() {
        return before;
    }

    public State now() {
        return now;
    }

    /** An administrator's choice, or null; it may have ended. */
    public @Nullable Pin pin() {
        return pin;
    }

    void pin(@Nullable Pin choice) {
        pin = choice;
    }

    /** In every queue, from 1: the lowest comes first. */
    public int priority() {
        return priority;
    }

    public int priorityBefore() {
        return priorityBefore;
    }

    void prioritise(int choice) {
        priority = choice;
    }

    public @Nullable Pin pinBefore() {
        return pinBefore;
    }

    public boolean moved() {
        return !Objects.equals(before.held, now.held)
                || !Objects.equals(before.waitingSince, now.waitingSince)
                || before.beyond() != now.beyond()
                || before.admin != now.admin;
    }

    Instant signInSince() {
        return signInSince;
    }

    long stateVersion() {
        return stateVersion;
    }
}
