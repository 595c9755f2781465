package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.directory.People;
import io.usher.directory.Person;
import io.usher.platform.Ids;
import io.usher.scim.DialectRules;
import io.usher.scim.patch.PatchRequest;
import io.usher.scim.patch.PatchedAttributes;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /Users} (RFC 7644 §3.2). Each request is one transaction, opened before its body is read. */
@Path(BaseUrl.PATH + "/Users")
@Produces({ScimJson.MEDIA_TYPE, MediaType.APPLICATION_JSON})
@TenantTransaction
@Provisioned
@AsConnector
public class UsersResource {

    private final CurrentCall current;
    private final UserWrites writes;
    private final People people;
    private final Searches searches;
    private final BaseUrl base;
    private final ResourceModel model;

    UsersResource(
            CurrentCall current,
            UserWrites writes,
            People people,
            Searches searches,
            BaseUrl base,
            ScimSchemas schemas) {
        this.current = current;
        this.writes = writes;
        this.people = people;
        this.searches = searches;
        this.base = base;
        this.model = schemas.user();
    }

    @GET
    public Response list(@Context UriInfo request) {
        return Response.ok(searches.users(SearchParameters.of(request), base.scim(request)))
                .build();
    }

    @POST
    @Path(".search")
    public Response search(@Context UriInfo request, byte[] body) {
        return Response.ok(searches.users(SearchParameters.of(ScimJson.parse(body)), base.scim(request)))
                .build();
    }

    @GET
    @Path("{id}")
    public Response get(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Projection projection = SearchParameters.of(request).projection(model);
        Person person = person(UserWrites.uuid(id));
        if (ETags.ifNoneMatch(ifNoneMatch, person.version())) {
            return Response.notModified()
                    .header(HttpHeaders.ETAG, ETags.of(person.version()))
                    .build();
        }
        return answer(Response.Status.OK, request, projection, person);
    }

    @POST
    public Response create(@Context UriInfo request, byte[] body) {
        Projection projection = SearchParameters.of(request).projection(model);
        UUID id = Ids.next();
        JsonNode wanted = ScimJson.parse(body);
        writes.create(id, wanted);
        return answer(Response.Status.CREATED, request, given(projection, wanted), person(id));
    }

    @PUT
    @Path("{id}")
    public Response replace(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        Projection projection = SearchParameters.of(request).projection(model);
        JsonNode wanted = ScimJson.parse(body);
        writes.replace(id, ETags.ifMatch(ifMatch), wanted);
        return answer(Response.Status.OK, request, given(projection, wanted), person(UserWrites.uuid(id)));
    }

    @PATCH
    @Path("{id}")
    public Response patch(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        Projection projection = SearchParameters.of(request).projection(model);
        JsonNode message = ScimJson.parse(body);
        writes.patch(id, ETags.ifMatch(ifMatch), message);
        Projection given = projection.toSender(
                () -> PatchedAttributes.of(model, PatchRequest.parse(DialectRules.of(current.dialect()), message)));
        return answer(Response.Status.OK, request, given, person(UserWrites.uuid(id)));
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

    private Person person(UUID id) {
        return people.find(current.tenant().id(), id);
    }

    private Response answer(Response.Status status, UriInfo request, Projection projection, Person person) {
        String url = base.scim(request);
        ObjectNode whole = Representation.of(person, current.tenant(), url);
        URI location = URI.create(url + "/Users/" + person.id());
        return Response.status(status)
                .header(HttpHeaders.ETAG, ETags.of(person.version()))
                .header(ETags.locationHeader(status), location)
                .entity(projection.apply(whole).toString())
                .build();
    }
}
