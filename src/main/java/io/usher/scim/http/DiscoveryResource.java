package io.usher.scim.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Limits;
import io.usher.scim.schema.ScimSchemas;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.apache.directory.scim.protocol.data.ListResponse;
import org.apache.directory.scim.spec.schema.ServiceProviderConfiguration;

/** What this server offers (RFC 7644 §4), readable by everybody: who sets a connection up has no token yet. */
@Path(BaseUrl.PATH)
@Produces({ScimJson.MEDIA_TYPE, MediaType.APPLICATION_JSON})
public class DiscoveryResource {

    private final ScimSchemas schemas;
    private final BaseUrl base;
    private final InteropProfile profile;

    DiscoveryResource(ScimSchemas schemas, BaseUrl base, InteropProfile profile) {
        this.schemas = schemas;
        this.base = base;
        this.profile = profile;
    }

    @GET
    @Path("ServiceProviderConfig")
    @PerhapsAsConnector
    public String serviceProviderConfig(@Context UriInfo request) {
        refuseFilter(request);
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putArray("schemas").add(ServiceProviderConfiguration.SCHEMA_URI);
        config.putObject("patch").put("supported", true);
        config.putObject("bulk")
                .put("supported", true)
                .put("maxOperations", Limits.BULK_OPERATIONS)
                .put("maxPayloadSize", Limits.BODY);
        config.putObject("filter").put("supported", true).put("maxResults", Limits.PAGE);
        config.putObject("changePassword").put("supported", false);
        config.putObject("sort").put("supported", true);
        config.putObject("etag").put("supported", true);
        config.putObject("pagination")
                .put("cursor", true)
                .put("index", true)
                .put("defaultPaginationMethod", "index")
                .put("defaultPageSize", Limits.PAGE_DEFAULT)
                .put("maxPageSize", Limits.PAGE)
                .put("cursorTimeout", Cursors.LIFETIME.toSeconds());
        config.putArray("authenticationSchemes")
                .addObject()
                .put("type", "oauthbearertoken")
                .put("name", "OAuth Bearer Token")
                .put("description", "A SCIM token of the connection, in the Authorization header.")
                .put("specUri", "https://www.rfc-editor.org/rfc/rfc6750")
                .put("primary", true);
        config.put("interopProfileConformant", profile.kept());
        meta(config, "ServiceProviderConfig", base.scim(request) + "/ServiceProviderConfig");
        return config.toString();
    }

    @GET
    @Path("Schemas")
    public String schemas(@Context UriInfo request) {
        refuseFilter(request);
        List<ObjectNode> all =
                schemas.schemas().stream().map(each -> schema(each, request)).toList();
        return list(all);
    }

    @GET
    @Path("Schemas/{urn}")
    public String schema(@Context UriInfo request, @PathParam("urn") String urn) {
        return schemas.schema(urn)
                .map(found -> schema(found, request).toString())
                .orElseThrow(HttpProblems::noSuchEndpoint);
    }

    @GET
    @Path("ResourceTypes")
    public String resourceTypes(@Context UriInfo request) {
        refuseFilter(request);
        return list(schemas.resourceTypes().stream()
                .map(each -> resourceType(each, request))
                .toList());
    }

    @GET
    @Path("ResourceTypes/{name}")
    public String resourceType(@Context UriInfo request, @PathParam("name") String name) {
        return schemas.resourceTypes().stream()
                .filter(each -> each.path("id").asText().equals(name))
                .findFirst()
                .map(found -> resourceType(found, request).toString())
                .orElseThrow(HttpProblems::noSuchEndpoint);
    }

    /** RFC 7644 §4: a filter on discovery is refused, so that nobody takes a part for the whole. */
    private static void refuseFilter(UriInfo request) {
        if (request.getQueryParameters().containsKey("filter")) {
            throw HttpProblems.discoveryIsNotFiltered();
        }
    }

    private ObjectNode schema(ObjectNode schema, UriInfo request) {
        return meta(
                schema.deepCopy(),
                "Schema",
                base.scim(request) + "/Schemas/" + schema.path("id").asText());
    }

    private ObjectNode resourceType(ObjectNode type, UriInfo request) {
        return meta(
                type.deepCopy(),
                "ResourceType",
                base.scim(request) + "/ResourceTypes/" + type.path("id").asText());
    }

    private static ObjectNode meta(ObjectNode resource, String type, String location) {
        resource.putObject("meta").put("resourceType", type).put("location", location);
        return resource;
    }

    private static String list(List<ObjectNode> all) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("schemas").add(ListResponse.SCHEMA_URI);
        list.put("totalResults", all.size()).put("startIndex", 1).put("itemsPerPage", all.size());
        ArrayNode resources = list.putArray("Resources");
        all.forEach(resources::add);
        return list.toString();
    }
}
