package io.usher.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.TenantKey;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One person of a tenant, as he is written. */
@Entity
@Table(name = "users")
@DynamicUpdate
public class User {

    @EmbeddedId
    private TenantKey key;

    @Column(name = "connection_id")
    private @Nullable UUID connectionId;

    @Column(nullable = false, updatable = false)
    private String origin;

    @Column(nullable = false)
    private String directory;

    @Column(nullable = false, insertable = false)
    @JdbcTypeCode(SqlTypes.ARRAY)
    private String @Nullable [] holds;

    @Column(name = "protected", nullable = false, insertable = false, updatable = false)
    private boolean protectedAccount;

    @Column(name = "user_name", nullable = false)
    private String userName;

    @Column(name = "external_id")
    private @Nullable String externalId;

    @Column(name = "display_name")
    private @Nullable String displayName;

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

    /** Read with the row, since every change is recorded under it. */
    @Formula("(SELECT k.sealed_key FROM person_key k WHERE k.tenant_id = tenant_id AND k.user_id = id)")
    private byte @Nullable [] recordKey;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected User() {}

    User(TenantKey key, @Nullable UUID connectionId, Origin origin, UserContent content, Instant now) {
        this.key = key;
        this.connectionId = connectionId;
        this.origin = origin.word();
        this.version = 1;
        this.createdAt = now;
        this.lastModifiedAt = now;
        this.directory = "";
        this.userName = "";
        this.document = content.document();
        this.search = content.search();
        take(content);
    }

    private void take(UserContent content) {
        document = content.document();
        search = content.search();
        userName = content.userName();
        externalId = content.externalId();
        displayName = content.displayName();
        directory = (content.active() ? DirectoryState.ACTIVE : DirectoryState.INACTIVE).word();
    }

    /** Makes him what the content says; false when he already is, and then nothing about him changes. */
    boolean become(UserContent content, Instant now) {
        if (document.equals(content.document())) {
            return false;
        }
        take(content);
        touch(now);
        return true;
    }

    /** False when he already is so. */
    boolean activate(boolean active, Instant now) {
        if (active == active()) {
            return false;
        }
        directory = (active ? DirectoryState.ACTIVE : DirectoryState.INACTIVE).word();
        document = document.deepCopy().put("active", active);
        search = search.deepCopy().put("active", active);
        touch(now);
        return true;
    }

    /** False when the hold is there already, or not there. */
    boolean hold(Hold hold, boolean put) {
        Set<String> all = new TreeSet<>(holds());
        boolean changed = put ? all.add(hold.word()) : all.remove(hold.word());
        if (changed) {
            holds = all.toArray(String[]::new);
        }
        return changed;
    }

    void inherit(Set<String> others) {
        Set<String> all = new TreeSet<>(holds());
        all.addAll(others);
        holds = all.toArray(String[]::new);
    }

    void handOver(@Nullable UUID connection) {
        connectionId = connection;
    }

    /** Gone for the identity provider; what is kept stays until it is purged. */
    void delete(Instant now) {
        directory = DirectoryState.DELETED.word();
        touch(now);
    }

    private void touch(Instant now) {
        version++;
        lastModifiedAt = now.isAfter(lastModifiedAt) ? now : lastModifiedAt;
    }

    /**
     * Lets a connection write him: his own may, and whoever finds him unmanaged adopts him.
     *
     * @return true when he was adopted
     */
    boolean manage(UUID connection) {
        if (protectedAccount) {
            throw DirectoryProblems.protectedAccount();
        }
        if (connectionId == null) {
            connectionId = connection;
            return true;
        }
        return false;
    }

    public UUID id() {
        return key.id();
    }

    /** What others may know him by. */
    public record Names(String userName, @Nullable String externalId) {}

    public Names names() {
        return new Names(userName, externalId);
    }

    public @Nullable UUID connectionId() {
        return connectionId;
    }

    public DirectoryState directory() {
        return DirectoryState.of(directory);
    }

    public boolean active() {
        return directory() == DirectoryState.ACTIVE;
    }

    public Set<String> holds() {
        return holds == null ? Set.of() : Set.of(holds);
    }

    /** As it is shown; treat it as read-only. */
    public ObjectNode document() {
        return document;
    }

    /** As filters are asked of him; treat it as read-only. */
    ObjectNode search() {
        return search;
    }

    public SeatCarriers seatCarriers() {
        return SeatCarriers.of(search);
    }

    /** Folded addresses, as they are kept to be found. */
    Set<String> emails() {
        Set<String> emails = new HashSet<>();
        search.path("emails").forEach(email -> emails.add(email.path("value").asText()));
        emails.remove("");
        return emails;
    }

    public long version() {
        return version;
    }

    /** Sealed; null when it was destroyed, or when the person is just being made. */
    public byte @Nullable [] recordKey() {
        return recordKey;
    }
}
