package io.usher.scim.http;

import io.usher.access.TenantTransaction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The SCIM base itself: queries over users and groups together (RFC 7644 §3.4.2.1). */
@Path(BaseUrl.PATH)
@Produces({ScimJson.MEDIA_TYPE, MediaType.APPLICATION_JSON})
@TenantTransaction
@Provisioned
@AsConnector
public class EverythingResource {

    private final Searches searches;
    private final BaseUrl base;

    EverythingResource(Searches searches, BaseUrl base) {
        this.searches = searches;
        this.base = base;
    }

    @GET
    public Response list(@Context UriInfo request) {
        return Response.ok(searches.everything(SearchParameters.of(request), base.scim(request)))
                .build();
    }

    @POST
    @Path(".search")
    public Response search(@Context UriInfo request, byte[] body) {
        return Response.ok(searches.everything(SearchParameters.of(ScimJson.parse(body)), base.scim(request)))
                .build();
    }
}
