package io.usher.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.usher.platform.TenantKey;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The people of a tenant, to be written. Only {@code lifecycle} calls what changes them. */
@ApplicationScoped
public class Users implements PanacheRepositoryBase<User, TenantKey> {

    private static final String EMAIL = "emails.value";

    private static final Write FORGET_VALUES = new Write("forget_values", """
            DELETE FROM user_value v USING jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, user_id uuid, attribute text, folded text)
            WHERE v.tenant_id = r.tenant_id AND v.attribute = r.attribute AND v.folded = r.folded AND v.user_id = r.user_id""");

    private static final Write KEEP_VALUES = new Write("keep_values", """
            INSERT INTO user_value (tenant_id, attribute, folded, user_id)
            SELECT tenant_id, attribute, folded, user_id FROM jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, user_id uuid, attribute text, folded text)""");

    /**
     * Of the people with a name who were deleted while they were held, the last. Theirs is the connection that is asked for,
     * or one of the two is none.
     */
    private static final String HELD = """
            (SELECT u.id, array_to_string(u.holds, ',') FROM users u
             WHERE u.tenant_id = :tenant AND u.%s = :%s AND u.directory = 'deleted' AND cardinality(u.holds) > 0
               AND coalesce(u.connection_id = CAST(:connection AS uuid), true)
             ORDER BY u.last_modified_at DESC, u.id DESC LIMIT 1)""";

    private static final String HELD_BEFORE =
            HELD.formatted("user_name", "userName") + " UNION " + HELD.formatted("external_id", "externalId");

    private final Writes writes;
    private final UniqueValues unique;

    Users(Writes writes, UniqueValues unique) {
        this.writes = writes;
        this.unique = unique;
    }

    public User add(UUID tenant, UUID id, @Nullable UUID connection, Origin origin, UserContent content, Instant now) {
        User user = new User(new TenantKey(tenant, id), connection, origin, content, now);
        persist(user);
        flushNaming();
        values(tenant, user.id(), Set.of(), content.emails());
        unique.change(owner(tenant, user), content.unique(), null, content.search());
        return user;
    }

    /**
     * What somebody is held by since he came to his names, and who had it.
     *
     * @param from deleted people
     */
    public record Inherited(Set<String> holds, List<UUID> from) {}

    /**
     * Whoever has come to the names of somebody who was deleted while he was held is held as he was. To be called when the
     * names are his: somebody who is being deleted has been waited for by then, since two cannot have them.
     *
     * @return no holds when there are none that he did not have
     */
    public Inherited inherit(UUID tenant, User user) {
        Set<String> holds = new TreeSet<>();
        List<UUID> from = new ArrayList<>();
        for (Object[] row : getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(HELD_BEFORE, Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("userName", user.names().userName())
                .setParameter("externalId", user.names().externalId(), String.class)
                .setParameter("connection", user.connectionId(), UUID.class)
                .getResultList()) {
            from.add((UUID) row[0]);
            holds.addAll(List.of(((String) row[1]).split(",", -1)));
        }
        holds.removeAll(user.holds());
        if (!holds.isEmpty()) {
            user.inherit(holds);
            flush();
        }
        return new Inherited(holds, from);
    }

    /** The person with his row locked; what else the change needs is locked after it. */
    public User lock(UUID tenant, UUID id) {
        return find("key = ?1 and directory <> 'deleted'", new TenantKey(tenant, id))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(DirectoryProblems::noSuchUser);
    }

    /** As {@link #lock}, of somebody who may be deleted. */
    public User lockEver(UUID tenant, UUID id) {
        return findByIdOptional(new TenantKey(tenant, id), LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(DirectoryProblems::noSuchUser);
    }

    /** True for somebody who is not deleted. */
    public boolean knows(UUID tenant, UUID id) {
        return count("key = ?1 and directory <> 'deleted'", new TenantKey(tenant, id)) > 0;
    }

    /** Active people whose ids come after this one, in the order of ids. */
    public List<UUID> activeAfter(UUID tenant, @Nullable UUID id, int max) {
        return getEntityManager()
                .createQuery(
                        "select key.id from User where key.tenantId = :tenant and key.id > :id and directory = 'active'"
                                + " order by key.id",
                        UUID.class)
                .setParameter("tenant", tenant)
                .setParameter("id", id == null ? new UUID(0, 0) : id)
                .setMaxResults(max)
                .getResultList();
    }

    public int countActive(UUID tenant) {
        return (int) count("key.tenantId = ?1 and directory = 'active'", tenant);
    }

    /** What somebody's resource says of his seat. */
    public record Asking(UUID id, boolean active, SeatCarriers carriers) {}

    /** Those of these people, whose rows are locked, who are not deleted; by id. */
    public List<Asking> asking(UUID tenant, Collection<UUID> ids) {
        return getEntityManager()
                .createQuery(
                        "select key.id, directory, search from User where key.tenantId = :tenant and key.id in :ids"
                                + " and directory <> 'deleted' order by key.id",
                        Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("ids", ids)
                .getResultList()
                .stream()
                .map(row -> new Asking(
                        (UUID) row[0],
                        DirectoryState.of((String) row[1]) == DirectoryState.ACTIVE,
                        SeatCarriers.of((ObjectNode) row[2])))
                .toList();
    }

    /** False when he already is what the content says. */
    public boolean change(UUID tenant, User user, UserContent content, Instant now) {
        Set<String> before = user.emails();
        ObjectNode searchBefore = user.search();
        boolean changed = user.become(content, now);
        // Unchanged content may still come with a new manager, in whose connection the externalId is taken.
        flushNaming();
        if (!changed) {
            return false;
        }
        values(tenant, user.id(), before, content.emails());
        unique.change(owner(tenant, user), content.unique(), searchBefore, content.search());
        return true;
    }

    public void delete(UUID tenant, User user, Instant now) {
        Set<String> before = user.emails();
        user.delete(now);
        flush();
        values(tenant, user.id(), before, Set.of());
        unique.forget(owner(tenant, user));
    }

    /** False when he already is so. */
    public boolean activate(User user, boolean active, Instant now) {
        boolean changed = user.activate(active, now);
        flush();
        return changed;
    }

    /** False when the hold is there already, or not there. */
    public boolean hold(User user, Hold hold, boolean put) {
        boolean changed = user.hold(hold, put);
        flush();
        return changed;
    }

    /** @throws io.usher.platform.Problem when his externalId is taken in that connection */
    public void handOver(User user, @Nullable UUID connection) {
        user.handOver(connection);
        flushNaming();
    }

    /** Those of these people whom that connection still manages, with their rows locked, handed over; by id. */
    public List<User> handOver(UUID tenant, List<UUID> ids, @Nullable UUID from, @Nullable UUID to) {
        List<User> people = find(
                        "key.tenantId = ?1 and key.id in ?2 and directory <> 'deleted' order by key.id", tenant, ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .stream()
                .filter(user -> Objects.equals(user.connectionId(), from))
                .toList();
        people.forEach(user -> user.handOver(to));
        flushNaming();
        return people;
    }

    public boolean manage(User user, UUID connection) {
        return user.manage(connection);
    }

    private static UniqueValues.Owner owner(UUID tenant, User user) {
        return new UniqueValues.Owner(tenant, "User", user.id());
    }

    private void values(UUID tenant, UUID user, Set<String> before, Set<String> after) {
        for (String gone : without(before, after)) {
            row(FORGET_VALUES, tenant, user, gone);
        }
        for (String come : without(after, before)) {
            row(KEEP_VALUES, tenant, user, come);
        }
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> left = new TreeSet<>(some);
        left.removeAll(others);
        return left;
    }

    private void row(Write write, UUID tenant, UUID user, String folded) {
        writes.row(write)
                .put("tenant_id", tenant.toString())
                .put("user_id", user.toString())
                .put("attribute", EMAIL)
                .put("folded", folded);
    }

    private void flushNaming() {
        try {
            flush();
        } catch (ConstraintViolationException violation) {
            throw DirectoryProblems.of(violation);
        }
    }
}
