package io.usher.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.usher.directory.ConditionSql.Target;
import io.usher.platform.Folding;
import io.usher.platform.TenantKey;
import io.usher.platform.Writes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The people of a tenant, to be read. */
@ApplicationScoped
public class People implements PanacheRepositoryBase<Person, TenantKey> {

    private final Session session;
    private final Listings listings;

    People(Session session, Listings listings) {
        this.session = session;
        this.listings = listings;
    }

    /** Somebody who is not deleted. */
    public Person find(UUID tenant, UUID id) {
        return findEver(tenant, id)
                .filter(person -> person.directory() != DirectoryState.DELETED)
                .orElseThrow(DirectoryProblems::noSuchUser);
    }

    /** Somebody who is, or was. */
    public Optional<Person> findEver(UUID tenant, UUID id) {
        return findByIdOptional(new TenantKey(tenant, id));
    }

    /** People who meet a condition. */
    public Page<Person> list(UUID tenant, Listing listing) {
        return listings.ofType(Target.USERS, Person.class, Person::id, tenant, listing);
    }

    /** Those of these ids who are not deleted, by id. */
    public Map<UUID, Person> all(UUID tenant, Collection<UUID> ids) {
        return list("key.tenantId = ?1 and key.id in ?2 and directory <> 'deleted'", tenant, ids).stream()
                .collect(Collectors.toMap(Person::id, person -> person));
    }

    /** The userNames of these people, as they were sent; in parts, since they may be all of a large tenant. */
    public Map<UUID, String> names(UUID tenant, List<UUID> ids) {
        Map<UUID, String> names = new HashMap<>();
        for (int from = 0; from < ids.size(); from += Writes.PART) {
            session.createNativeQuery("""
                            SELECT u.id, u.document ->> 'userName' FROM users u
                            WHERE u.tenant_id = :tenant AND u.id = ANY (:ids)""", Object[].class)
                    .setParameter("tenant", tenant)
                    .setParameter(
                            "ids",
                            ids.subList(from, Math.min(from + Writes.PART, ids.size()))
                                    .toArray(UUID[]::new))
                    .getResultList()
                    .forEach(row -> names.put((UUID) row[0], (String) row[1]));
        }
        return names;
    }

    /**
     * Which people an administrator wants to see; what is null does not count.
     *
     * @param seatType of the seat that they hold
     * @param seatStatus assigned, grace, waitlisted, fallback or none
     * @param group of which they are effective members
     * @param userName with which theirs begins
     * @param inactive deactivated people too
     * @param after the folded userName behind which the page begins
     */
    public record Wanted(
            @Nullable String seatType,
            @Nullable String seatStatus,
            @Nullable UUID group,
            @Nullable String userName,
            boolean inactive,
            @Nullable String after) {}

    /**
     * Somebody on whom administrators have put a hold.
     *
     * @param connection that manages him, or managed him; null for none
     * @param directory active, inactive or deleted: whoever comes with the names of who is deleted inherits his holds
     */
    public record Held(UUID user, String userName, @Nullable UUID connection, String directory, List<String> holds) {}

    /**
     * Who is held, deleted people too, by id.
     *
     * @param after the person behind whom the page begins, or null for the first page
     */
    public List<Held> held(UUID tenant, @Nullable UUID after, int max) {
        return session
                .createNativeQuery("""
                        SELECT u.id, u.document ->> 'userName', u.connection_id, u.directory, array_to_string(u.holds, ',')
                        FROM users u
                        WHERE u.tenant_id = :tenant AND u.id > :after AND cardinality(u.holds) > 0
                        ORDER BY u.id""", Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("after", Objects.requireNonNullElse(after, new UUID(0, 0)))
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(row -> new Held(
                        (UUID) row[0],
                        (String) row[1],
                        (UUID) row[2],
                        (String) row[3],
                        List.of(((String) row[4]).split(",", -1))))
                .toList();
    }

    /** Who is wanted, in the order of userNames; of those who are deleted, nobody. */
    public List<Person> page(UUID tenant, Wanted wanted, int max) {
        return session.createNativeQuery("""
                        SELECT p.* FROM person p
                        WHERE p.tenant_id = :tenant AND p.user_name > :after
                          AND p.directory <> 'deleted' AND p.directory = ANY (:states)
                          AND (CAST(:seatType AS text) IS NULL OR p.seat_type = :seatType)
                          AND (CAST(:seatStatus AS text) IS NULL OR p.seat_status = :seatStatus)
                          AND (CAST(:userName AS text) IS NULL OR p.user_name ^@ :userName)
                          AND (CAST(:group AS uuid) IS NULL OR EXISTS (
                              SELECT 1 FROM membership m
                              WHERE m.tenant_id = p.tenant_id AND m.group_id = CAST(:group AS uuid)
                                AND m.member_id = p.id AND m.dormant_since IS NULL))
                        ORDER BY p.user_name""", Person.class)
                .setParameter("tenant", tenant)
                .setParameter("after", Objects.requireNonNullElse(wanted.after(), ""))
                .setParameter(
                        "states", wanted.inactive() ? new String[] {"active", "inactive"} : new String[] {"active"})
                .setParameter("seatType", wanted.seatType(), String.class)
                .setParameter("seatStatus", wanted.seatStatus(), String.class)
                .setParameter(
                        "userName",
                        wanted.userName() == null ? null : Folding.caseless(wanted.userName()),
                        String.class)
                .setParameter("group", wanted.group(), UUID.class)
                .setMaxResults(max)
                .getResultList();
    }
}
