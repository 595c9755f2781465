package io.usher.api;

import io.usher.access.BearerToken;
import io.usher.access.Call;
import io.usher.access.CurrentCall;
import io.usher.access.OperatorTokens;
import io.usher.platform.Time;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the operator's token and the tenant that his path names; whether the token is his, the opened transaction says. */
@Provider
@AsOperator
@Priority(Priorities.AUTHENTICATION)
public class OperatorAuthentication implements ContainerRequestFilter {

    static final String PATH = "/api/v1";
    private static final Pattern TENANT = Pattern.compile("/api/v1/tenants/([A-Za-z0-9-]{1,64})(/.*)?");

    private final CurrentCall current;
    private final OperatorTokens tokens;
    private final Time time;

    @Context
    @SuppressWarnings("NullAway.Init")
    HttpServerRequest connection;

    OperatorAuthentication(CurrentCall current, OperatorTokens tokens, Time time) {
        this.current = current;
        this.tokens = tokens;
        this.time = time;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        Matcher tenant = TENANT.matcher(path);
        current.begin(new Call(
                tokens.caller(
                        BearerToken.of(request.getHeaders().get(HttpHeaders.AUTHORIZATION)),
                        tenant.matches() ? tenant.group(1) : null),
                request.getHeaderString(Call.REQUEST_ID),
                time.now(),
                request.getMethod(),
                path,
                connection.remoteAddress() == null
                        ? null
                        : connection.remoteAddress().hostAddress(),
                request.getHeaderString(HttpHeaders.USER_AGENT),
                Map.of()));
    }
}
