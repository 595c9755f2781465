package io.usher.directory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.TenantKey;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A person as he is read: a row of the view that joins him with his seat and his groups, in one round trip. */
@Entity
@Immutable
@Table(name = "person")
public class Person {

    @EmbeddedId
    private TenantKey key;

    @Column
    private String directory;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private String[] holds;

    @JdbcTypeCode(SqlTypes.JSON)
    private ObjectNode document;

    @Column
    private long version;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "last_modified_at")
    private Instant lastModifiedAt;

    @Column(name = "seat_type")
    private @Nullable String seatType;

    @Column(name = "seat_status")
    private String seatStatus;

    @Column(name = "seat_source")
    private @Nullable String seatSource;

    @Column(name = "seat_assigned_at")
    private @Nullable Instant seatAssignedAt;

    @Column(name = "waiting_since")
    private @Nullable Instant waitingSince;

    @Column(name = "waitlist_position")
    private @Nullable Integer waitlistPosition;

    @Column(name = "sign_in_since")
    private Instant signInSince;

    @Column(name = "state_version")
    private long stateVersion;

    @Column(name = "user_name")
    private String userName;

    @Column(name = "connection_id")
    private @Nullable UUID connectionId;

    @Column
    private String origin;

    @Column(name = "protected_account")
    private boolean protectedAccount;

    @Column(name = "rule_group")
    private @Nullable UUID ruleGroup;

    @Column(name = "pinned_type")
    private @Nullable String pinnedType;

    @Column(name = "pinned_until")
    private @Nullable Instant pinnedUntil;

    @Column(name = "pin_reason")
    private @Nullable String pinReason;

    @Column
    private @Nullable Integer priority;

    @Column(name = "app_role")
    private @Nullable String appRole;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable ArrayNode groups;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Person() {}

    public UUID id() {
        return key.id();
    }

    public DirectoryState directory() {
        return DirectoryState.of(directory);
    }

    public Set<String> holds() {
        return Set.of(holds);
    }

    /** Treat it as read-only. */
    public ObjectNode document() {
        return document;
    }

    public long version() {
        return version;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant lastModifiedAt() {
        return lastModifiedAt;
    }

    /** The type of the seat he holds, or null. */
    public @Nullable String seatType() {
        return seatType;
    }

    /** assigned, grace, waitlisted, fallback or none. */
    public String seatStatus() {
        return seatStatus;
    }

    /** What chose his seat type. */
    public @Nullable String seatSource() {
        return seatSource;
    }

    /** admin or user; null when he is to have no seat. */
    public @Nullable String appRole() {
        return appRole;
    }

    public @Nullable Instant seatAssignedAt() {
        return seatAssignedAt;
    }

    public boolean waiting() {
        return waitingSince != null;
    }

    /** His place in the queue, from 1, or null when he does not wait. */
    public @Nullable Integer waitlistPosition() {
        return waitlistPosition;
    }

    /** Since when the gate's answer about him is what it is. */
    public Instant signInSince() {
        return signInSince;
    }

    public long stateVersion() {
        return stateVersion;
    }

    /** Folded, as people are ordered by it. */
    public String userName() {
        return userName;
    }

    /** Who manages him, or null when no connection does. */
    public @Nullable UUID connectionId() {
        return connectionId;
    }

    /** scim or api. */
    public String origin() {
        return origin;
    }

    public boolean protectedAccount() {
        return protectedAccount;
    }

    /** The group whose rule chose his seat type, or null. */
    public @Nullable UUID ruleGroup() {
        return ruleGroup;
    }

    /** An administrator's choice of his seat type, or null; it may have ended. */
    public @Nullable String pinnedType() {
        return pinnedType;
    }

    public @Nullable Instant pinnedUntil() {
        return pinnedUntil;
    }

    public @Nullable String pinReason() {
        return pinReason;
    }

    /** In every queue; null when he never was to have a seat. */
    public @Nullable Integer priority() {
        return priority;
    }

    /** Objects with {@code value} and {@code display}; null when he is in none. */
    public @Nullable ArrayNode groups() {
        return groups;
    }
}
