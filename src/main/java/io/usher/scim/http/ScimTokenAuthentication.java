package io.usher.scim.http;

import io.usher.access.BearerToken;
import io.usher.access.Call;
import io.usher.access.CurrentCall;
import io.usher.access.TokenVerifier;
import io.usher.platform.Time;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says who makes a SCIM call, by the signature of his token alone; whether the token still lives is asked when the call's
 * transaction opens.
 */
@Provider
@AsConnector
@Priority(Priorities.AUTHENTICATION)
public class ScimTokenAuthentication implements ContainerRequestFilter {

    private static final Pattern ID = Pattern.compile("(?<=^/scim/v2/(Users|Groups)/)(?!\\.search$)[^/]+");
    /** Ids by which Entra and Okta find a call again in their own logs. */
    private static final List<String> CORRELATION = List.of(
            "client-request-id", "x-ms-client-request-id", "x-ms-correlation-id", "x-okta-request-id", "traceparent");

    private final CurrentCall current;
    private final TokenVerifier verifier;
    private final Time time;

    @Context
    @SuppressWarnings("NullAway.Init")
    HttpServerRequest connection;

    ScimTokenAuthentication(CurrentCall current, TokenVerifier verifier, Time time) {
        this.current = current;
        this.verifier = verifier;
        this.time = time;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        var caller = verifier.verify(BearerToken.of(request.getHeaders().get(HttpHeaders.AUTHORIZATION)));
        current.begin(new Call(
                caller,
                request.getHeaderString(Call.REQUEST_ID),
                time.now(),
                request.getMethod(),
                ID.matcher(path).replaceAll("{id}"),
                connection.remoteAddress() == null
                        ? null
                        : connection.remoteAddress().hostAddress(),
                request.getHeaderString(HttpHeaders.USER_AGENT),
                correlation(request)));
    }

    private static Map<String, String> correlation(ContainerRequestContext request) {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String name : CORRELATION) {
            String value = request.getHeaderString(name);
            if (value != null) {
                ids.put(name, value);
            }
        }
        return ids;
    }
}
