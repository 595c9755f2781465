package io.usher.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.usher.platform.TenantKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** The people of a tenant, to be read. */
@ApplicationScoped
public class People implements PanacheRepositoryBase<Person, TenantKey> {

    private static final String LIVE = " FROM person p WHERE p.tenant_id = :tenant AND p.directory <> 'deleted' AND ";

    private final Session session;

    People(Session session) {
        this.session = session;
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

    /** People who meet a condition, in the order of their making. */
    public Page<Person> list(UUID tenant, Condition condition, int skip, int limit) {
        ConditionSql.Fragment where = ConditionSql.of(ConditionSql.Target.USERS, condition);
        var page = session.createNativeQuery(
                        "SELECT p.*" + LIVE + where.sql() + " ORDER BY p.id OFFSET :skip LIMIT :limit", Person.class)
                .setParameter("tenant", tenant)
                .setParameter("skip", skip)
                .setParameter("limit", limit);
        where.parameters().forEach(page::setParameter);
        List<Person> items = limit == 0 ? List.of() : page.getResultList();
        if (skip == 0 && items.size() < limit) {
            return new Page<>(items, items.size());
        }
        var count = session.createNativeQuery("SELECT count(*)" + LIVE + where.sql(), Long.class)
                .setParameter("tenant", tenant);
        where.parameters().forEach(count::setParameter);
        return new Page<>(items, count.getSingleResult());
    }
}
