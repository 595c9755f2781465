package io.usher.tenants;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.usher.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** All tenants of the installation. */
@ApplicationScoped
public class Tenants implements PanacheRepositoryBase<Tenant, UUID> {

    /** @throws io.usher.platform.Problem when the name is malformed or taken */
    public Tenant add(String name, String displayName, String defaultSeatType, Instant now) {
        Tenant tenant = new Tenant(Ids.next(), name, displayName, defaultSeatType, now);
        try {
            persistAndFlush(tenant);
        } catch (ConstraintViolationException nameTaken) {
            throw TenantProblems.nameTaken();
        }
        // What the table gives to every tenant that is made.
        getEntityManager().refresh(tenant);
        return tenant;
    }

    /** With its row locked, before anything of the tenant is. */
    public Tenant lock(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    public List<Tenant> byName() {
        return listAll(Sort.by("name"));
    }
}
