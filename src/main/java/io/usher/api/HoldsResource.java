package io.usher.api;

import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.directory.People;
import io.usher.directory.People.Held;
import io.usher.platform.Limits;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is held, those too who were deleted while they were. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/holds")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class HoldsResource {

    private final CurrentCall current;
    private final People people;

    HoldsResource(CurrentCall current, People people) {
        this.current = current;
        this.people = people;
    }

    /** @param nextCursor pass as {@code cursor} for those after these, or null at the end */
    public record Holds(List<Held> held, @Nullable UUID nextCursor) {}

    /** By id of the person. */
    @GET
    public Holds list(@QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        Integer wanted = Parameters.positive("limit", limit);
        int max = Math.min(wanted == null ? Limits.RETURNS_PAGE_DEFAULT : wanted, Limits.RETURNS_PAGE);
        List<Held> found = people.held(current.tenant().id(), Parameters.uuid("cursor", cursor), max + 1);
        List<Held> page = found.subList(0, Math.min(found.size(), max));
        return new Holds(page, found.size() > max ? page.get(max - 1).user() : null);
    }
}
