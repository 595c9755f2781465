package io.usher.tenants;

import io.usher.platform.Limits;
import io.usher.platform.TenantKey;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One identity provider's link to a tenant. */
@Entity
@Table(name = "connections")
public class Connection {

    @EmbeddedId
    private TenantKey key;

    @Column(nullable = false, updatable = false)
    private String kind;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String dialect;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Connection() {}

    Connection(TenantKey key, ConnectionKind kind, String name, Dialect dialect, Instant now) {
        // PostgreSQL stores no NUL.
        if (name.isBlank() || name.length() > Limits.CONNECTION_NAME || name.indexOf('\0') >= 0) {
            throw TenantProblems.badConnectionName(Limits.CONNECTION_NAME);
        }
        if (ReservedNames.hold(name)) {
            throw TenantProblems.reservedName();
        }
        this.key = key;
        this.kind = kind.word();
        this.name = name;
        this.dialect = dialect.word();
        this.createdAt = now;
    }

    /** From the next request on. */
    public void speak(Dialect other) {
        dialect = other.word();
    }

    public UUID id() {
        return key.id();
    }

    public ConnectionKind kind() {
        return ConnectionKind.of(kind);
    }

    public String name() {
        return name;
    }

    public Dialect dialect() {
        return Dialect.of(dialect);
    }

    public Instant createdAt() {
        return createdAt;
    }
}
