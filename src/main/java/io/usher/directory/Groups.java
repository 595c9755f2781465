package io.usher.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.usher.directory.ConditionSql.Target;
import io.usher.platform.TenantKey;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The groups of a tenant. Only {@code lifecycle} calls what changes them. */
@ApplicationScoped
public class Groups implements PanacheRepositoryBase<Group, TenantKey> {

    private static final Write TOUCH_ALL = new Write("touch_groups", """
            UPDATE groups g SET version = g.version + 1, last_modified_at = greatest(g.last_modified_at, r.at)
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, member_id uuid, at timestamptz)
            JOIN membership m ON m.tenant_id = r.tenant_id AND m.member_id = r.member_id
            WHERE g.tenant_id = r.tenant_id AND g.id = m.group_id""");

    private final Session session;
    private final Listings listings;
    private final Writes writes;
    private final UniqueValues unique;

    Groups(Session session, Listings listings, Writes writes, UniqueValues unique) {
        this.session = session;
        this.listings = listings;
        this.writes = writes;
        this.unique = unique;
    }

    public Group add(
            UUID tenant, UUID id, @Nullable UUID connection, Origin origin, GroupContent content, Instant now) {
        Group group = new Group(new TenantKey(tenant, id), connection, origin, content, now);
        persist(group);
        flushNaming();
        unique.change(group.owner(), content.unique(), null, content.search());
        return group;
    }

    /** The group with its row locked: the first lock of every membership change. */
    public Group lock(UUID tenant, UUID id) {
        return find("key = ?1 and deletedAt is null", new TenantKey(tenant, id))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(DirectoryProblems::noSuchGroup);
    }

    /** Locks the groups of a person, by id: before his own row, as every membership change does. */
    public void lockOf(UUID tenant, UUID member) {
        session.createNativeQuery("""
                        SELECT 1 FROM groups g
                        WHERE g.tenant_id = :tenant AND g.id IN (
                            SELECT m.group_id FROM membership m WHERE m.tenant_id = :tenant AND m.member_id = :member)
                        ORDER BY g.id FOR NO KEY UPDATE OF g""", Integer.class)
                .setParameter("tenant", tenant)
                .setParameter("member", member)
                .getResultList();
    }

    /** The person leaves all his groups: each is another version from now on. */
    public void touchOf(UUID tenant, UUID member, Instant now) {
        writes.row(TOUCH_ALL)
                .put("tenant_id", tenant.toString())
                .put("member_id", member.toString())
                .put("at", now.toString());
    }

    /** False when it already is what the content says. */
    public boolean change(Group group, GroupContent content) {
        ObjectNode searchBefore = group.search();
        boolean changed = group.become(content);
        if (changed) {
            unique.change(group.owner(), content.unique(), searchBefore, content.search());
        }
        return changed;
    }

    public void touch(Group group, Instant now) {
        group.touch(now);
        flushNaming();
    }

    public void delete(Group group, Instant now) {
        group.delete(now);
        flush();
        unique.forget(group.owner());
    }

    public void govern(Group group, GroupPolicy policy) {
        group.govern(policy);
        flush();
    }

    /** Groups about which an administrator has said something, by id. */
    public List<Group> governed(UUID tenant) {
        return list(
                "key.tenantId = ?1 and deletedAt is null and (ruleType is not null or allowedSeatTypes is not null"
                        + " or privileged) order by key.id",
                tenant);
    }

    /**
     * Keeps whether a group is mixed, which makes it no other version; false when that was known.
     *
     * @param since null when it is not
     */
    public boolean mixed(UUID tenant, UUID group, @Nullable Instant since) {
        return session.createNativeMutationQuery("""
                        UPDATE groups SET mixed_since = CAST(:since AS timestamptz)
                        WHERE tenant_id = :tenant AND id = :group AND deleted_at IS NULL
                          AND (mixed_since IS NULL) = CAST(:mixed AS boolean)""")
                        .setParameter("since", since, Instant.class)
                        .setParameter("mixed", since != null)
                        .setParameter("tenant", tenant)
                        .setParameter("group", group)
                        .executeUpdate()
                > 0;
    }

    public boolean manage(Group group, UUID connection) {
        return group.manage(connection);
    }

    public Group find(UUID tenant, UUID id) {
        return find("key = ?1 and deletedAt is null", new TenantKey(tenant, id))
                .firstResultOptional()
                .orElseThrow(DirectoryProblems::noSuchGroup);
    }

    /** Groups that meet a condition. */
    public Page<Group> list(UUID tenant, Listing listing) {
        return listings.ofType(Target.GROUPS, Group.class, Group::id, tenant, listing);
    }

    /** Those of these ids that are not deleted, by id. */
    public Map<UUID, Group> all(UUID tenant, Collection<UUID> ids) {
        return list("key.tenantId = ?1 and key.id in ?2 and deletedAt is null", tenant, ids).stream()
                .collect(Collectors.toMap(Group::id, group -> group));
    }

    private void flushNaming() {
        try {
            flush();
        } catch (ConstraintViolationException violation) {
            throw DirectoryProblems.of(violation);
        }
    }
}
