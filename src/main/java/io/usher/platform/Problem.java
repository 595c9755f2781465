package io.usher.platform;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be met, told to people: what kind of thing is wrong, a stable code for programs
 * and one sentence that an administrator can act on.
 * It knows nothing of HTTP; each edge translates it once.
 * Made only by the {@code …Problems} class of a room, so that all texts of a room stand on one screen.
 */
public final class Problem extends RuntimeException {

    /** What is wrong, coarsely enough for every protocol to have an answer for it. */
    public enum Kind {
        /** The request is malformed or breaks a rule of the data. */
        INVALID,
        /** The caller is not who he says, or his credential is dead. */
        UNAUTHENTICATED,
        /** The caller is known and may not do this. */
        FORBIDDEN,
        /** What is named does not exist for this caller. */
        NOT_FOUND,
        /** What is named was there and is not kept any more. */
        GONE,
        /** It clashes with something that exists. */
        CONFLICT,
        /** The version that the caller expected is not the current one. */
        VERSION_MISMATCH,
        /** Larger than a stated limit. */
        TOO_LARGE,
        /** The body is written in a form that is not read here. */
        UNREADABLE,
        /** A feature that this server does not offer. */
        UNSUPPORTED,
        /** For a moment the server cannot answer; asking again later is right. */
        UNAVAILABLE
    }

    private static final int LATEST_RETRY_SECONDS = 5;

    private final Kind kind;
    private final String code;

    public Problem(Kind kind, String code, String detail) {
        this(kind, code, detail, null);
    }

    public Problem(Kind kind, String code, String detail, @Nullable Throwable cause) {
        super(detail, cause, false, cause != null);
        this.kind = kind;
        this.code = code;
    }

    public Kind kind() {
        return kind;
    }

    /** A stable word for programs; for SCIM it is the {@code scimType} where RFC 7644 table 9 has one. */
    public String code() {
        return code;
    }

    /** When asking again is right, if the server is {@link Kind#UNAVAILABLE}; drawn by lot, so that callers do not come back as one. */
    public int retryAfterSeconds() {
        return ThreadLocalRandom.current().nextInt(1, LATEST_RETRY_SECONDS + 1);
    }

    /** One sentence for people; holds no secret and nothing of another tenant. */
    public String detail() {
        return java.util.Objects.requireNonNull(getMessage());
    }
}
