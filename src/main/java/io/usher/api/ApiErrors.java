package io.usher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The one translator of this edge: a {@link Problem} as problem details (RFC 9457). */
public final class ApiErrors {

    private static final String MEDIA_TYPE = "application/problem+json";

    private ApiErrors() {}

    public static Response of(Problem problem) {
        Response.ResponseBuilder answer = Response.fromResponse(of(status(problem), problem.code(), problem.detail()));
        if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"usher-api\"");
        } else if (problem.kind() == Problem.Kind.UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return answer.build();
    }

    /** @param code a stable word for programs, or empty */
    public static Response of(int status, String code, String detail) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", status);
        if (!code.isEmpty()) {
            body.put("code", code);
        }
        body.put("title", detail);
        return Response.status(status).type(MEDIA_TYPE).entity(body.toString()).build();
    }

    private static int status(Problem problem) {
        return switch (problem.kind()) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case GONE -> 410;
            case VERSION_MISMATCH -> 412;
            case TOO_LARGE -> 413;
            case UNREADABLE -> 415;
            case UNSUPPORTED -> 501;
            case UNAVAILABLE -> 503;
        };
    }
}
