package io.usher.scim.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** What every SCIM answer carries: its media type, whatever the client accepts beside it. */
@Provider
public class ScimAnswers implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        if (answer.hasEntity() && request.getUriInfo().getPath().startsWith(BaseUrl.PATH)) {
            answer.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, ScimJson.MEDIA_TYPE + ";charset=UTF-8");
        }
    }
}
