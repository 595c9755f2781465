package io.usher.api;

import io.usher.access.TenantTransaction;
import io.usher.api.ContentHandoversResource.HandoverView;
import io.usher.leavers.LeaverProblems;
import io.usher.lifecycle.ContentHandoverLifecycle;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The application has given somebody's content to somebody else, and says so. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/content-handovers/{id}/confirm")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class ConfirmationResource {

    private final ContentHandoverLifecycle lifecycle;
    private final ApiJson json;

    ConfirmationResource(ContentHandoverLifecycle lifecycle, ApiJson json) {
        this.lifecycle = lifecycle;
        this.json = json;
    }

    /** @param successor who got it; without it, the one whom the report names */
    public record Confirmation(@Nullable String successor) {}

    /** What was confirmed with the same successor stays as it is. */
    @POST
    public HandoverView confirm(@PathParam("id") String id, byte @Nullable [] body) {
        String successor = body == null || body.length == 0
                ? null
                : json.read(body, Confirmation.class).successor();
        UUID leaver = Parameters.uuid(id).orElseThrow(LeaverProblems::noHandover);
        return HandoverView.of(lifecycle.confirm(leaver, Parameters.uuid("successor", successor)));
    }
}
