package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.CurrentCall.OpenedTenant;
import io.usher.access.TenantTransaction;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.Origin;
import io.usher.directory.Page;
import io.usher.directory.People;
import io.usher.directory.Person;
import io.usher.directory.UserContent;
import io.usher.lifecycle.UserLifecycle;
import io.usher.scim.patch.PatchEngine;
import io.usher.scim.patch.PatchRequest;
import io.usher.scim.patch.PatchedAttributes;
import io.usher.scim.schema.GivenAttributes;
import io.usher.scim.schema.Invariants;
import io.usher.scim.schema.Normalizer;
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
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /Users} (RFC 7644 §3.2). Each request is one transaction, opened before its body is read. */
@Path(BaseUrl.PATH + "/Users")
@Produces({ScimJson.MEDIA_TYPE, MediaType.APPLICATION_JSON})
@TenantTransaction
@Provisioned
@AsConnector
public class UsersResource {

    private static final String ACTIVE = "active";

    private final CurrentCall current;
    private final UserLifecycle lifecycle;
    private final People people;
    private final BaseUrl base;
    private final ResourceModel model;

    UsersResource(CurrentCall current, UserLifecycle lifecycle, People people, BaseUrl base, ScimSchemas schemas) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.people = people;
        this.base = base;
        this.model = schemas.user();
    }

    @GET
    public Response list(@Context UriInfo request) {
        ListQuery query = ListQuery.of(model, request);
        OpenedTenant tenant = current.tenant();
        Page<Person> page = people.list(tenant.id(), query.condition(), query.skip(), query.count());
        String url = base.scim(request);
        return Response.ok(query.answer(
                                page.items().stream()
                                        .map(person -> Representation.of(person, tenant, url))
                                        .toList(),
                                page.total())
                        .toString())
                .build();
    }

    @GET
    @Path("{id}")
    public Response get(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Projection projection = ListQuery.projection(model, request);
        Person person = people.find(current.tenant().id(), uuid(id));
        if (ETags.ifNoneMatch(ifNoneMatch, person.version())) {
            return Response.notModified()
                    .header(HttpHeaders.ETAG, ETags.of(person.version()))
                    .build();
        }
        return answer(Response.Status.OK, request, projection, person);
    }

    @POST
    public Response create(@Context UriInfo request, byte[] body) {
        Projection projection = ListQuery.projection(model, request);
        JsonNode wanted = ScimJson.parse(body);
        UserContent content = Contents.user(model, Normalizer.document(model, wanted));
        UUID id = lifecycle.create(Origin.SCIM, content);
        return answer(
                Response.Status.CREATED,
                request,
                projection.toSender(() -> GivenAttributes.of(model, wanted)),
                person(id));
    }

    @PUT
    @Path("{id}")
    public Response replace(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        JsonNode wanted = ScimJson.parse(body);
        return update(request, id, ifMatch, () -> GivenAttributes.of(model, wanted), document -> {
            ObjectNode replaced = Normalizer.document(model, wanted);
            Invariants.requireImmutableKept(model, document, replaced);
            return replaced;
        });
    }

    @PATCH
    @Path("{id}")
    public Response patch(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        PatchRequest patch = PatchRequest.parse(ScimJson.parse(body));
        return update(
                request,
                id,
                ifMatch,
                () -> PatchedAttributes.of(model, patch),
                document -> PatchEngine.apply(model, document, patch));
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        lifecycle.delete(uuid(id), ETags.ifMatch(ifMatch));
        return Response.noContent().build();
    }

    private Response update(
            UriInfo request,
            String id,
            @Nullable String ifMatch,
            Supplier<GivenAttributes> given,
            Function<ObjectNode, ObjectNode> edit) {
        Projection projection = ListQuery.projection(model, request);
        UUID user = uuid(id);
        lifecycle.update(user, ETags.ifMatch(ifMatch), document -> {
            ObjectNode wanted = edit.apply(document);
            // A write that says nothing of active changes nothing of it: Okta's full pushes may leave it out.
            if (!wanted.has(ACTIVE)) {
                wanted.set(ACTIVE, document.get(ACTIVE));
            }
            return Contents.user(model, wanted);
        });
        return answer(Response.Status.OK, request, projection.toSender(given), person(user));
    }

    private Person person(UUID id) {
        return people.find(current.tenant().id(), id);
    }

    private static UUID uuid(String id) {
        return Contents.uuid(id).orElseThrow(DirectoryProblems::noSuchUser);
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
