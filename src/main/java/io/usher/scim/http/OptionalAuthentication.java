package io.usher.scim.http;

import io.usher.platform.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Says who makes a call that needs no token; one that cannot be read counts as none. */
@Provider
@PerhapsAsConnector
@Priority(Priorities.AUTHENTICATION)
public class OptionalAuthentication implements ContainerRequestFilter {

    private final ScimTokenAuthentication authentication;

    OptionalAuthentication(ScimTokenAuthentication authentication) {
        this.authentication = authentication;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        try {
            authentication.filter(request);
        } catch (Problem unusable) {
            if (unusable.kind() == Problem.Kind.UNAVAILABLE) {
                throw unusable;
            }
        }
    }
}
