package io.usher.api;

import io.usher.access.AccessProblems;
import io.usher.access.Call;
import io.usher.access.CurrentCall;
import io.usher.access.OperatorTokens;
import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the operator's token and the tenant that his path names; whether the token is his, the opened transaction says. */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class OperatorAuthentication implements ContainerRequestFilter {

    static final String PATH = "/api/v1";
    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] ([\\x21-\\x7e]{1,512})");
    private static final Pattern TENANT = Pattern.compile("/api/v1/tenants/([^/\\x00]+)(/.*)?");
    private static final int HEADER_MAX = 256;

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
        // The path by which the resource was found, without dots: as sent it may read /scim/v2/%2e%2e/%2e%2e/api.
        String path = request.getUriInfo().getPath();
        if (!path.startsWith(PATH + "/")) {
            return;
        }
        Matcher tenant = TENANT.matcher(path);
        String userAgent = request.getHeaderString(HttpHeaders.USER_AGENT);
        current.begin(new Call(
                tokens.caller(
                        bearer(request.getHeaders().get(HttpHeaders.AUTHORIZATION)),
                        tenant.matches() ? tenant.group(1) : null),
                Ids.next().toString(),
                time.now(),
                request.getMethod(),
                path.length() > HEADER_MAX ? path.substring(0, HEADER_MAX) : path,
                connection.remoteAddress() == null
                        ? null
                        : connection.remoteAddress().hostAddress(),
                userAgent == null || userAgent.length() <= HEADER_MAX ? userAgent : userAgent.substring(0, HEADER_MAX),
                Map.of()));
    }

    private static String bearer(@Nullable List<String> headers) {
        if (headers == null || headers.isEmpty()) {
            throw AccessProblems.noToken();
        }
        if (headers.size() > 1) {
            throw AccessProblems.twoTokens();
        }
        Matcher bearer = BEARER.matcher(headers.get(0));
        if (!bearer.matches()) {
            throw AccessProblems.badToken();
        }
        return bearer.group(1);
    }
}
