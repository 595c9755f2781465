package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.directory.Group;
import io.usher.directory.Groups;
import io.usher.directory.Memberships;
import io.usher.platform.Ids;
import io.usher.scim.schema.GivenAttributes;
import io.usher.scim.schema.Projection;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /Groups} (RFC 7644 §3.2). Members are changed as a delta and loaded only to be shown. */
@Path(BaseUrl.PATH + "/Groups")
@Produces({ScimJson.MEDIA_TYPE, MediaType.APPLICATION_JSON})
@TenantTransaction
@Provisioned
@AsConnector
public class GroupsResource {

    private static final String MEMBERS = "members";

    private final CurrentCall current;
    private final GroupWrites writes;
    private final Groups groups;
    private final Memberships memberships;
    private final Searches searches;
    private final BaseUrl base;
    private final ResourceModel model;

    GroupsResource(
            CurrentCall current,
            GroupWrites writes,
            Groups groups,
            Memberships memberships,
            Searches searches,
            BaseUrl base,
            ScimSchemas schemas) {
        this.current = current;
        this.writes = writes;
        this.groups = groups;
        this.memberships = memberships;
        this.searches = searches;
        this.base = base;
        this.model = schemas.group();
    }

    @GET
    public Response list(@Context UriInfo request) {
        return Response.ok(searches.groups(SearchParameters.of(request), base.scim(request)))
                .build();
    }

    @POST
    @Path(".search")
    public Response search(@Context UriInfo request, byte[] body) {
        return Response.ok(searches.groups(SearchParameters.of(ScimJson.parse(body)), base.scim(request)))
                .build();
    }

    @GET
    @Path("{id}")
    public Response get(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Projection projection = SearchParameters.of(request).projection(model);
        Group group = group(GroupWrites.uuid(id));
        if (ETags.ifNoneMatch(ifNoneMatch, group.version())) {
            return Response.notModified()
                    .header(HttpHeaders.ETAG, ETags.of(group.version()))
                    .build();
        }
        return answer(Response.Status.OK, request, projection, group);
    }

    @POST
    public Response create(@Context UriInfo request, byte[] body) {
        Projection projection = SearchParameters.of(request).projection(model);
        UUID id = Ids.next();
        JsonNode wanted = ScimJson.parse(body);
        writes.create(id, wanted);
        return answer(Response.Status.CREATED, request, given(projection, wanted), group(id));
    }

    @PUT
    @Path("{id}")
    public Response replace(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        Projection projection = SearchParameters.of(request).projection(model);
        JsonNode wanted = ScimJson.parseGroup(body);
        writes.replace(id, ETags.ifMatch(ifMatch), wanted);
        return answer(Response.Status.OK, request, given(projection, wanted), group(GroupWrites.uuid(id)));
    }

    /** 204, so that a large group is not sent back for each new member; 200 when the client asks for attributes. */
    @PATCH
    @Path("{id}")
    public Response patch(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        SearchParameters asked = SearchParameters.of(request);
        Projection projection = asked.projection(model);
        long version = writes.patch(id, ETags.ifMatch(ifMatch), ScimJson.parseGroup(body));
        if (asked.has("attributes")) {
            return answer(Response.Status.OK, request, projection, group(GroupWrites.uuid(id)));
        }
        return Response.noContent().header(HttpHeaders.ETAG, ETags.of(version)).build();
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        writes.delete(id, ETags.ifMatch(ifMatch));
        return Response.noContent().build();
    }

    private Projection given(Projection projection, JsonNode body) {
        return projection.toSender(() -> GivenAttributes.of(model, body));
    }

    private Group group(UUID id) {
        return groups.find(tenant(), id);
    }

    private Response answer(Response.Status status, UriInfo request, Projection projection, Group group) {
        String url = base.scim(request);
        List<UUID> members = projection.wants(MEMBERS)
                ? memberships.of(tenant(), List.of(group.id())).get(group.id())
                : null;
        return Response.status(status)
                .header(HttpHeaders.ETAG, ETags.of(group.version()))
                .header(ETags.locationHeader(status), URI.create(url + "/Groups/" + group.id()))
                .entity(projection.apply(Representation.of(group, members, url)).toString())
                .build();
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
