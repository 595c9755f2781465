package io.usher.scim.http;

import io.usher.access.CurrentCall;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** What every SCIM answer carries: its media type, whatever the client accepts beside it, and the id of the request. */
@Provider
public class ScimAnswers implements ContainerResponseFilter {

    private final CurrentCall current;

    ScimAnswers(CurrentCall current) {
        this.current = current;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        if (!request.getUriInfo().getPath().startsWith(BaseUrl.PATH)) {
            return;
        }
        if (answer.hasEntity()) {
            answer.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, ScimJson.MEDIA_TYPE + ";charset=UTF-8");
        }
        if (current.hasCaller()) {
            answer.getHeaders().putSingle("X-Request-Id", current.call().requestId());
        }
    }
}
