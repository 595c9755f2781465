package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.Group;
import io.usher.directory.Groups;
import io.usher.directory.Memberships;
import io.usher.directory.Origin;
import io.usher.directory.Page;
import io.usher.lifecycle.GroupLifecycle;
import io.usher.lifecycle.GroupLifecycle.Edited;
import io.usher.scim.patch.GroupPatch;
import io.usher.scim.patch.MembersDelta;
import io.usher.scim.patch.PatchEngine;
import io.usher.scim.patch.PatchRequest;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final GroupLifecycle lifecycle;
    private final Groups groups;
    private final Memberships memberships;
    private final BaseUrl base;
    private final ResourceModel model;

    GroupsResource(
            CurrentCall current,
            GroupLifecycle lifecycle,
            Groups groups,
            Memberships memberships,
            BaseUrl base,
            ScimSchemas schemas) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.groups = groups;
        this.memberships = memberships;
        this.base = base;
        this.model = schemas.group();
    }

    @GET
    public Response list(@Context UriInfo request) {
        ListQuery query = ListQuery.of(model, request);
        Page<Group> page = groups.list(tenant(), query.condition(), query.skip(), query.count());
        Map<UUID, List<UUID>> members = query.projection().wants(MEMBERS)
                ? memberships.of(tenant(), page.items().stream().map(Group::id).toList())
                : Map.of();
        String url = base.scim(request);
        return Response.ok(query.answer(
                                page.items().stream()
                                        .map(group -> Representation.of(group, members.get(group.id()), url))
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
        Group group = groups.find(tenant(), uuid(id));
        if (ETags.ifNoneMatch(ifNoneMatch, group.version())) {
            return Response.notModified()
                    .header(HttpHeaders.ETAG, ETags.of(group.version()))
                    .build();
        }
        return answer(Response.Status.OK, request, projection, group);
    }

    @POST
    public Response create(@Context UriInfo request, byte[] body) {
        Projection projection = ListQuery.projection(model, request);
        JsonNode wanted = ScimJson.parse(body);
        UUID id = lifecycle.create(Origin.SCIM, whole(wanted, false));
        return answer(
                Response.Status.CREATED,
                request,
                projection.toSender(() -> GivenAttributes.of(model, wanted)),
                groups.find(tenant(), id));
    }

    @PUT
    @Path("{id}")
    public Response replace(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        Projection projection = ListQuery.projection(model, request);
        JsonNode wanted = ScimJson.parseGroup(body);
        UUID group = uuid(id);
        lifecycle.update(group, ETags.ifMatch(ifMatch), document -> {
            Edited replaced = whole(wanted, true);
            Invariants.requireImmutableKept(model, document, replaced.content().document());
            return replaced;
        });
        return answer(
                Response.Status.OK,
                request,
                projection.toSender(() -> GivenAttributes.of(model, wanted)),
                groups.find(tenant(), group));
    }

    /** 204, so that a large group is not sent back for each new member; 200 when the client asks for attributes. */
    @PATCH
    @Path("{id}")
    public Response patch(
            @Context UriInfo request,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        Projection projection = ListQuery.projection(model, request);
        GroupPatch patch = GroupPatch.split(model, PatchRequest.parse(ScimJson.parseGroup(body)));
        UUID group = uuid(id);
        lifecycle.update(
                group,
                ETags.ifMatch(ifMatch),
                document -> new Edited(
                        Contents.group(model, PatchEngine.apply(model, document, patch.attributes())),
                        Contents.members(patch.members())));
        if (request.getQueryParameters().containsKey("attributes")) {
            return answer(Response.Status.OK, request, projection, groups.find(tenant(), group));
        }
        return Response.noContent().build();
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        lifecycle.delete(uuid(id), ETags.ifMatch(ifMatch));
        return Response.noContent().build();
    }

    private Edited whole(JsonNode wanted, boolean replaceAll) {
        Set<String> members = Normalizer.members(model, wanted);
        return new Edited(
                Contents.group(model, Normalizer.document(model, wanted)),
                Contents.members(new MembersDelta(members, Set.of(), replaceAll)));
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

    private static UUID uuid(String id) {
        return Contents.uuid(id).orElseThrow(DirectoryProblems::noSuchGroup);
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
