package io.usher.scim.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/** What every SCIM answer carries: its media type, whatever the client accepts beside it, and what a 405 must name. */
@Provider
public class ScimAnswers implements ContainerResponseFilter {

    private static final Pattern COLLECTION = Pattern.compile("/scim/v2/(Users|Groups)/?");
    private static final Pattern RESOURCE = Pattern.compile("/scim/v2/(Users|Groups)/[^/]+");
    private static final Pattern MESSAGES = Pattern.compile("/scim/v2/(Bulk|((Users|Groups)/)?\\.search)");

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        String path = request.getUriInfo().getPath();
        if (!path.startsWith(BaseUrl.PATH)) {
            return;
        }
        if (answer.hasEntity()) {
            answer.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, ScimJson.MEDIA_TYPE + ";charset=UTF-8");
        }
        if (answer.getStatus() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            answer.getHeaders().putSingle(HttpHeaders.ALLOW, methods(path));
        }
    }

    /** RFC 7644 table 2; RFC 9110 §15.5.6 wants them in a 405. What is none of these is only read. */
    private static String methods(String path) {
        if (MESSAGES.matcher(path).matches()) {
            return "POST, OPTIONS";
        }
        if (RESOURCE.matcher(path).matches()) {
            return "GET, HEAD, PUT, PATCH, DELETE, OPTIONS";
        }
        return COLLECTION.matcher(path).matches() ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS";
    }
}
