package io.usher.boot;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** Which bodies are refused unread. */
final class BodyProblems {

    private static final int MIB = 1024 * 1024;

    private BodyProblems() {}

    static Problem tooLarge(int maxBytes) {
        return new Problem(Kind.TOO_LARGE, "tooLarge", "The body may have at most " + maxBytes / MIB + " MiB.");
    }

    static Problem encoded() {
        return new Problem(
                Kind.UNREADABLE, "encodedBody", "Send the body as it is, without a Content-Encoding such as gzip.");
    }

    static Problem notJson() {
        return new Problem(
                Kind.UNREADABLE,
                "notJson",
                "Send the body with the Content-Type application/scim+json or application/json, in UTF-8.");
    }
}
