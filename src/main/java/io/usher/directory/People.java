package io.usher.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.usher.directory.ConditionSql.Target;
import io.usher.platform.TenantKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The people of a tenant, to be read. */
@ApplicationScoped
public class People implements PanacheRepositoryBase<Person, TenantKey> {

    private final Listings listings;

    People(Listings listings) {
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
}
