package io.usher.scim.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where this server is, as clients see it: {@code USHER_BASE_URL}, else the request's own host. */
@ApplicationScoped
class BaseUrl {

    static final String PATH = "/scim/v2";

    private final Optional<String> configured;

    BaseUrl(@ConfigProperty(name = "usher.base-url") Optional<String> configured) {
        this.configured = configured.map(url -> url.replaceAll("/+$", ""));
    }

    /** The SCIM base, without a slash at its end. */
    String scim(UriInfo request) {
        return configured.orElseGet(() -> request.getBaseUri().toString().replaceAll("/+$", "")) + PATH;
    }
}
