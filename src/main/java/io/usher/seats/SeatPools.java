package io.usher.seats;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** The seat pools of a tenant. */
@ApplicationScoped
public class SeatPools implements PanacheRepositoryBase<SeatPool, SeatPool.Key> {

    /** Every type has its pool from the start, with nothing in it: a pool is what a claim locks and waits on. */
    public void open(UUID tenant, List<String> types) {
        for (int rank = 0; rank < types.size(); rank++) {
            open(tenant, types.get(rank), rank);
        }
    }

    /** @param rank of the type among those of the tenant, from 0 for the highest */
    public void open(UUID tenant, String type, int rank) {
        persist(new SeatPool(new SeatPool.Key(tenant, type), rank));
        flush();
    }

    public List<SeatPool> of(UUID tenant) {
        return list("key.tenantId", Sort.by("rank"), tenant);
    }
}
