package io.usher.access;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;
import org.jspecify.annotations.Nullable;

/** What the access room refuses. */
public final class AccessProblems {

    private AccessProblems() {}

    /** One text for a forged, foreign, expired and revoked token: nobody learns which. */
    public static Problem badToken() {
        return new Problem(
                Kind.UNAUTHENTICATED, "invalid_token", "The bearer token is not valid: malformed, expired or revoked.");
    }

    public static Problem noToken() {
        return new Problem(
                Kind.UNAUTHENTICATED, "no_token", "This call needs a bearer token in the Authorization header.");
    }

    public static Problem twoTokens() {
        return new Problem(Kind.INVALID, "invalid_request", "Send exactly one Authorization header.");
    }

    static Problem tooManyTokens(int max) {
        return new Problem(
                Kind.CONFLICT,
                "tooManyTokens",
                "This connection has " + max + " living tokens. Revoke one, then make the new one.");
    }

    static Problem badLifetime(int max) {
        return new Problem(Kind.INVALID, "invalidLifetime", "expiresInDays must be between 1 and " + max + ".");
    }

    static Problem noSuchToken() {
        return new Problem(Kind.NOT_FOUND, "noSuchToken", "This connection has no living token with this id.");
    }

    static Problem busy() {
        return new Problem(
                Kind.UNAVAILABLE,
                "busy",
                "The service is busy with other calls of this tenant. Try again shortly, with fewer calls at once.");
    }

    static Problem databaseAway(@Nullable Throwable cause) {
        return new Problem(
                Kind.UNAVAILABLE,
                "databaseUnavailable",
                "The service cannot answer right now. Try again shortly.",
                cause);
    }
}
