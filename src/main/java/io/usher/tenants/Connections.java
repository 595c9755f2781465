package io.usher.tenants;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.usher.platform.Ids;
import io.usher.platform.TenantKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** The connections of a tenant. */
@ApplicationScoped
public class Connections implements PanacheRepositoryBase<Connection, TenantKey> {

    public Connection add(UUID tenant, ConnectionKind kind, String name, Dialect dialect, Instant now) {
        Connection connection = new Connection(new TenantKey(tenant, Ids.next()), kind, name, dialect, now);
        try {
            persistAndFlush(connection);
        } catch (ConstraintViolationException nameTaken) {
            throw TenantProblems.connectionNameTaken();
        }
        return connection;
    }

    public Optional<Connection> find(UUID tenant, UUID id) {
        return findByIdOptional(new TenantKey(tenant, id));
    }

    /** The connection, or a {@link io.usher.platform.Problem} when the tenant has none of this id. */
    public Connection require(UUID tenant, UUID id) {
        return find(tenant, id).orElseThrow(TenantProblems::noSuchConnection);
    }

    /** The same with its row locked: whoever else changes the connection waits. */
    public Connection lock(UUID tenant, UUID id) {
        return find("key", new TenantKey(tenant, id))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(TenantProblems::noSuchConnection);
    }

    public List<Connection> of(UUID tenant) {
        return list("key.tenantId", Sort.by("name"), tenant);
    }
}
