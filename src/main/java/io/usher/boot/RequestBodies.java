package io.usher.boot;

import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every body before it is read: what it is written in, and how much of it there may be.
 * After authentication, so that a refusal is told to callers only, and recorded.
 */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class RequestBodies implements ContainerRequestFilter {

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final Set<String> JSON = Set.of("application/scim+json", "application/json");
    private static final String SCIM = "/scim/";
    private static final String GROUP = SCIM + "v2/Groups/";

    /** Longer than an answer takes when the database does not answer. */
    private static final long HANG_UP_MILLIS = 5_000;

    /** Filters are made before Vert.x is. */
    private final Instance<Vertx> vertx;

    @Context
    @SuppressWarnings("NullAway.Init")
    HttpServerRequest http;

    RequestBodies(Instance<Vertx> vertx) {
        this.vertx = vertx;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!WITH_BODY.contains(request.getMethod())) {
            return;
        }
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        int limit = limit(request);
        if (length != null && exceeds(length, limit)) {
            throw tooLarge(limit);
        }
        boolean body = length == null ? request.getHeaderString("Transfer-Encoding") != null : !length.equals("0");
        if (body) {
            requirePlain(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
            // Scripts that call the API with curl -d say that they send a form; what they send is read as JSON all the
            // same.
            if (request.getUriInfo().getPath().startsWith(SCIM)) {
                requireJson(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
            }
        }
        request.setEntityStream(new BoundedStream(request.getEntityStream(), limit, () -> tooLarge(limit)));
    }

    /** The answer goes at once. Who is still sending gets a moment to read it, as a reset could overtake it; then nobody listens. */
    private Problem tooLarge(int limit) {
        http.response().putHeader("Connection", "close");
        HttpConnection connection = http.connection();
        vertx.get().setTimer(HANG_UP_MILLIS, timer -> connection.close());
        return BodyProblems.tooLarge(limit);
    }

    private static int limit(ContainerRequestContext request) {
        boolean group = request.getUriInfo().getPath().startsWith(GROUP)
                && !request.getMethod().equals("POST");
        return group ? Limits.GROUP_BODY : Limits.BODY;
    }

    /** The HTTP parser lets only digits pass, but as many as one likes. */
    private static boolean exceeds(String length, int limit) {
        return length.length() > 10 || Long.parseLong(length) > limit;
    }

    private static void requirePlain(@Nullable String encoding) {
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw BodyProblems.encoded();
        }
    }

    private static void requireJson(@Nullable String contentType) {
        try {
            MediaType type = MediaType.valueOf(contentType == null ? "" : contentType);
            String charset = type.getParameters().getOrDefault("charset", "utf-8");
            String name = (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
            if (JSON.contains(name) && charset.equalsIgnoreCase("utf-8")) {
                return;
            }
        } catch (IllegalArgumentException noMediaType) {
            throw BodyProblems.notJson();
        }
        throw BodyProblems.notJson();
    }
}
