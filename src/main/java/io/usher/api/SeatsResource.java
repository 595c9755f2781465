package io.usher.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.lifecycle.TenantLifecycle;
import io.usher.seats.SeatPool;
import io.usher.seats.SeatPools;
import io.usher.seats.SeatTypes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's seat pools. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/seats")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class SeatsResource {

    private static final String WAITLIST = "waitlist";

    private final CurrentCall current;
    private final TenantLifecycle lifecycle;
    private final SeatPools pools;
    private final ApiJson json;

    SeatsResource(CurrentCall current, TenantLifecycle lifecycle, SeatPools pools, ApiJson json) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.pools = pools;
        this.json = json;
    }

    /** @param quantity a number, or JSON null for unlimited; it must be given */
    public record PoolChange(
            @Nullable JsonNode quantity, @Nullable String onLimit) {}

    /** @param quantity null for unlimited */
    public record PoolView(String type, @Nullable Integer quantity, int used, int waitlisted, String onLimit) {

        static PoolView of(SeatPool pool) {
            return new PoolView(pool.type(), pool.quantity(), pool.used(), pool.waiting(), WAITLIST);
        }
    }

    @GET
    public List<PoolView> list() {
        return pools.of(current.tenant().id()).stream().map(PoolView::of).toList();
    }

    /** In force at once: who waited and now fits has his seat when this answers. */
    @PUT
    @Path("{type}")
    public PoolView resize(@PathParam("type") String type, byte[] body) {
        PoolChange wanted = json.read(body, PoolChange.class);
        if (wanted.onLimit() != null && !wanted.onLimit().equals(WAITLIST)) {
            throw ApiProblems.limitPolicyNotOffered();
        }
        lifecycle.resizePool(SeatTypes.checked(type), quantity(wanted.quantity()));
        return pools.of(current.tenant().id()).stream()
                .filter(pool -> pool.type().equals(type))
                .map(PoolView::of)
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Integer quantity(@Nullable JsonNode value) {
        if (value == null) {
            throw ApiProblems.missing("quantity");
        }
        if (value.isNull()) {
            return null;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw ApiProblems.badParameter("quantity", "a whole number, or null for unlimited");
        }
        return value.intValue();
    }
}
