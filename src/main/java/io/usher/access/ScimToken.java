package io.usher.access;

import io.usher.platform.TenantKey;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is kept of a token: all but the token. */
@Entity
@Table(name = "scim_token")
public class ScimToken {

    @EmbeddedId
    private TenantKey key;

    @Column(name = "connection_id", nullable = false, updatable = false)
    private UUID connectionId;

    @Column(nullable = false, updatable = false)
    private String scope;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "expires_at", nullable = false, updatable = false)
    private Instant expiresAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Column(name = "last_used_at", insertable = false, updatable = false)
    private @Nullable Instant lastUsedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ScimToken() {}

    ScimToken(TenantKey key, UUID connectionId, String scope, Instant now, Instant expiresAt) {
        this.key = key;
        this.connectionId = connectionId;
        this.scope = scope;
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    void revoke(Instant now) {
        revokedAt = now;
    }

    /** The whole {@code jti}; people see {@link #prefix()}. */
    public UUID id() {
        return key.id();
    }

    /** How people and records name a token: the first 8 characters of its {@code jti}. */
    public String prefix() {
        return id().toString().substring(0, 8);
    }

    public UUID connectionId() {
        return connectionId;
    }

    public String scope() {
        return scope;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }
}
