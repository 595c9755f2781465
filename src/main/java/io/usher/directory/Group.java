package io.usher.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.TenantKey;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A group of a tenant, without its members: those are rows of their own and never loaded with it. */
@Entity
@Table(name = "groups")
@DynamicUpdate
public class Group {

    @EmbeddedId
    private TenantKey key;

    @Column(name = "connection_id")
    private @Nullable UUID connectionId;

    @Column(nullable = false, updatable = false)
    private String origin;

    @Column(name = "display_name", nullable = false)
    private String displayName;

    @Column(name = "external_id")
    private @Nullable String externalId;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false)
    private ObjectNode document;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false)
    private ObjectNode search;

    @Column(nullable = false)
    private long version;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "last_modified_at", nullable = false)
    private Instant lastModifiedAt;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    @Column(name = "rule_type")
    private @Nullable String ruleType;

    @Column(name = "rule_admin", nullable = false)
    private boolean ruleAdmin;

    @Column(name = "rule_priority")
    private @Nullable Integer rulePriority;

    @Column(name = "allowed_seat_types")
    @JdbcTypeCode(SqlTypes.ARRAY)
    private String @Nullable [] allowedSeatTypes;

    @Column(nullable = false)
    private boolean privileged;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Group() {}

    Group(TenantKey key, @Nullable UUID connectionId, Origin origin, GroupContent content, Instant now) {
        this.key = key;
        this.connectionId = connectionId;
        this.origin = origin.word();
        this.displayName = content.displayName();
        this.externalId = content.externalId();
        this.document = content.document();
        this.search = content.search();
        this.version = 1;
        this.createdAt = now;
        this.lastModifiedAt = now;
    }

    /** Makes it what the content says; false when it already is. */
    boolean become(GroupContent content) {
        if (document.equals(content.document())) {
            return false;
        }
        displayName = content.displayName();
        externalId = content.externalId();
        document = content.document();
        search = content.search();
        return true;
    }

    /** It or its members changed. */
    void touch(Instant now) {
        version++;
        lastModifiedAt = now.isAfter(lastModifiedAt) ? now : lastModifiedAt;
    }

    void delete(Instant now) {
        deletedAt = now;
        touch(now);
    }

    void govern(GroupPolicy policy) {
        GroupPolicy.Rule rule = policy.rule();
        ruleType = rule == null ? null : rule.seatType();
        ruleAdmin = rule != null && rule.admin();
        rulePriority = rule == null ? null : rule.priority();
        List<String> allowed = policy.allowedSeatTypes();
        allowedSeatTypes = allowed == null ? null : allowed.toArray(String[]::new);
        privileged = policy.privileged();
    }

    /** What an administrator says of it. */
    public GroupPolicy policy() {
        return new GroupPolicy(
                ruleType == null
                        ? null
                        : new GroupPolicy.Rule(ruleType, ruleAdmin, Objects.requireNonNull(rulePriority)),
                allowedSeatTypes == null ? null : List.of(allowedSeatTypes),
                privileged);
    }

    /** Lets a connection manage it when nobody does; true when it was adopted. */
    boolean manage(UUID connection) {
        if (connectionId == null) {
            connectionId = connection;
            return true;
        }
        return false;
    }

    public UUID id() {
        return key.id();
    }

    public @Nullable UUID connectionId() {
        return connectionId;
    }

    /** As it is shown, without members; treat it as read-only. */
    public ObjectNode document() {
        return document;
    }

    /** As filters are asked of it; treat it as read-only. */
    ObjectNode search() {
        return search;
    }

    UniqueValues.Owner owner() {
        return new UniqueValues.Owner(key.tenantId(), "Group", key.id());
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
}
