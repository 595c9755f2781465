package io.usher.boot;

import io.usher.access.DatabaseWatch;
import io.usher.api.ApiErrors;
import io.usher.lifecycle.Refusals;
import io.usher.platform.Ids;
import io.usher.platform.Problem;
import io.usher.platform.Sql;
import io.usher.scim.http.ScimErrors;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends every failure to the translator of the edge it came through, and has refused writes recorded. */
@Provider
public class ErrorTranslation implements ExceptionMapper<Throwable> {

    private static final Logger LOG = Logger.getLogger(ErrorTranslation.class);
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,62}");

    private final Refusals refusals;
    private final DatabaseWatch watch;

    @Context
    @SuppressWarnings("NullAway.Init")
    ContainerRequestContext request;

    ErrorTranslation(Refusals refusals, DatabaseWatch watch) {
        this.refusals = refusals;
        this.watch = watch;
    }

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof Problem problem) {
            refusals.logLine(problem);
            return translated(recorded(problem));
        }
        if (failure instanceof WebApplicationException http) {
            return translated(http.getResponse());
        }
        if (Sql.isAway(failure)) {
            return translated(watch.failed(failure));
        }
        String reference = Ids.next().toString();
        LOG.errorf(failure, "Unexpected failure, reference %s", reference);
        return translated(
                Response.Status.INTERNAL_SERVER_ERROR.getStatusCode(),
                "Something went wrong here. Reference " + reference);
    }

    /** What the caller is to be told: the refusal, or that he may not be told anything. */
    private Problem recorded(Problem problem) {
        return isRead() ? problem : refusals.record(problem, targetType(), targetId());
    }

    private boolean isRead() {
        return READS.contains(request.getMethod())
                || request.getUriInfo().getPath().endsWith("/.search");
    }

    private String targetType() {
        List<String> path = path();
        String collection = path.size() > 2 ? path.get(2) : path.get(path.size() - 1);
        return switch (collection) {
            case "Users" -> "User";
            case "Groups" -> "Group";
            case "tenants" -> "Tenant";
            default -> collection;
        };
    }

    /** An id of ours or a tenant's name; anything else in its place may be an address, which the log keeps of nobody. */
    private @Nullable String targetId() {
        List<String> path = path();
        boolean known =
                path.size() > 3 && (scim() ? ID : NAME).matcher(path.get(3)).matches();
        return known ? path.get(3) : null;
    }

    private List<String> path() {
        return List.of(request.getUriInfo().getPath().replaceFirst("^/", "").split("/", -1));
    }

    private Response translated(Problem problem) {
        return scim() ? ScimErrors.of(problem) : ApiErrors.of(problem);
    }

    private Response translated(Response http) {
        String detail = switch (http.getStatus()) {
            case 404 -> "There is nothing at this address.";
            case 405 -> "This method is not offered at this address.";
            case 406 -> "Answers are application/scim+json or application/json.";
            default -> "The request cannot be served.";
        };
        Response answer = translated(http.getStatus(), detail);
        String allow = http.getHeaderString("Allow");
        return allow == null
                ? answer
                : Response.fromResponse(answer).header("Allow", allow).build();
    }

    private Response translated(int status, String detail) {
        return atEdge(request.getUriInfo().getPath(), status, detail);
    }

    /** A failure of the protocol itself, in the words of the edge to which the path leads. */
    static Response atEdge(@Nullable String path, int status, String detail) {
        return scim(path) ? ScimErrors.of(status, "", detail) : ApiErrors.of(status, "", detail);
    }

    private boolean scim() {
        return scim(request.getUriInfo().getPath());
    }

    private static boolean scim(@Nullable String path) {
        return path != null && path.startsWith("/scim/");
    }
}
