package io.usher.scim.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.directory.scim.protocol.ErrorMessageType;
import org.apache.directory.scim.protocol.data.ErrorResponse;

/** The one translator of this edge: a {@link Problem} as a SCIM error (RFC 7644 §3.12). */
public final class ScimErrors {

    /** Those of RFC 7644 table 9, those of RFC 9865 §2.1, and one of our own for a 403 that an administrator can act on. */
    private static final Set<String> SCIM_TYPES = Stream.concat(
                    Arrays.stream(ErrorMessageType.values()).map(ErrorMessageType::getScimType),
                    Stream.of("invalidCursor", "expiredCursor", "invalidCount", "seatLimitReached"))
            .collect(Collectors.toUnmodifiableSet());

    private static final int UNSUPPORTED = 501;

    private ScimErrors() {}

    public static Response of(Problem problem) {
        Response.ResponseBuilder answer =
                Response.fromResponse(of(status(problem), scimType(problem), problem.detail()));
        if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, challenge(problem));
        } else if (problem.kind() == Problem.Kind.UNAVAILABLE) {
            // Okta honours whole seconds and nothing else.
            answer.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return answer.build();
    }

    /** The error message alone. */
    static ObjectNode body(Problem problem) {
        return body(status(problem), scimType(problem), problem.detail());
    }

    /** @param scimType as in the RFCs, or empty */
    public static Response of(int status, String scimType, String detail) {
        return Response.status(status)
                .type(ScimJson.MEDIA_TYPE)
                .entity(body(status, scimType, detail).toString())
                .build();
    }

    private static ObjectNode body(int status, String scimType, String detail) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add(ErrorResponse.SCHEMA_URI);
        body.put("status", String.valueOf(status));
        if (!scimType.isEmpty()) {
            body.put("scimType", scimType);
        }
        return body.put("detail", detail);
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
            case UNSUPPORTED -> UNSUPPORTED;
            case UNAVAILABLE -> 503;
        };
    }

    private static String scimType(Problem problem) {
        return SCIM_TYPES.contains(problem.code()) ? problem.code() : "";
    }

    /** Who sent no token is told what is wanted; who sent a bad one, that it is bad (RFC 6750 §3.1). */
    private static String challenge(Problem problem) {
        String realm = "Bearer realm=\"usher\"";
        return problem.code().equals("invalid_token") ? realm + ", error=\"invalid_token\"" : realm;
    }
}
