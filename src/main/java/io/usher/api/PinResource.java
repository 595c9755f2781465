package io.usher.api;

import io.usher.access.TenantTransaction;
import io.usher.directory.DirectoryProblems;
import io.usher.lifecycle.UserAdministration;
import io.usher.seats.Pin;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An administrator's choice of somebody's seat type, before everything that his identity provider or his groups say. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/users/{id}/pin")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class PinResource {

    private final UserAdministration lifecycle;
    private final ApiJson json;

    PinResource(UserAdministration lifecycle, ApiJson json) {
        this.lifecycle = lifecycle;
        this.json = json;
    }

    /** @param until when it ends, or null: when it is taken back */
    public record PinView(
            @Nullable String seatType,
            @Nullable String reason,
            @Nullable String until) {}

    @PUT
    public PinView pin(@PathParam("id") String id, byte[] body) {
        PinView wanted = json.read(body, PinView.class);
        if (wanted.seatType() == null) {
            throw ApiProblems.missing("seatType");
        }
        if (wanted.reason() == null) {
            throw ApiProblems.missing("reason");
        }
        lifecycle.pin(
                user(id),
                Optional.of(new Pin(wanted.seatType(), wanted.reason(), Parameters.instant("until", wanted.until()))));
        return wanted;
    }

    /** Whoever has none stays as he is. */
    @DELETE
    public void unpin(@PathParam("id") String id) {
        lifecycle.pin(user(id), Optional.empty());
    }

    private static UUID user(String id) {
        return Parameters.uuid(id).orElseThrow(DirectoryProblems::noSuchUser);
    }
}
