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
        this.configured = configured.map(BaseUrl::withoutSlash);
    }

    /** The SCIM base, without a slash at its end. */
    String scim(UriInfo request) {
        return configured.orElseGet(() -> withoutSlash(request.getBaseUri().toString())) + PATH;
    }

    /** No regular expression: one for "slashes at the end" tries each slash of a long row anew. */
    private static String withoutSlash(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }
}
