package io.usher.scim.http;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;

/** Everything else below the SCIM base: what RFC 7644 knows and has no meaning here, and what nobody knows. */
@Path(BaseUrl.PATH)
@AsConnector
public class OtherEndpoints {

    private static final Pattern DISCOVERY = Pattern.compile("(ServiceProviderConfig|Schemas|ResourceTypes)(/[^/]*)?");
    private static final String ANY = "{path: .+}";

    @GET
    @Path(ANY)
    public Response get(@PathParam("path") String path) {
        throw refuse(path);
    }

    @POST
    @Path(ANY)
    public Response post(@PathParam("path") String path) {
        throw refuseWrite(path);
    }

    @PUT
    @Path(ANY)
    public Response put(@PathParam("path") String path) {
        throw refuseWrite(path);
    }

    @PATCH
    @Path(ANY)
    public Response patch(@PathParam("path") String path) {
        throw refuseWrite(path);
    }

    @DELETE
    @Path(ANY)
    public Response delete(@PathParam("path") String path) {
        throw refuseWrite(path);
    }

    private static RuntimeException refuseWrite(String path) {
        // RFC 7644 §4 and table 2: discovery is read and nothing else.
        return DISCOVERY.matcher(path).matches()
                ? new NotAllowedException(Response.status(Response.Status.METHOD_NOT_ALLOWED)
                        .header(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS")
                        .build())
                : refuse(path);
    }

    private static RuntimeException refuse(String path) {
        return path.equals("Me") ? HttpProblems.noUserBehindToken() : HttpProblems.noSuchEndpoint();
    }
}
