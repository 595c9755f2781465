package io.usher.scim;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** What the SCIM edge refuses; the code is the {@code scimType} of RFC 7644 table 9. */
public final class ScimProblems {

    private ScimProblems() {}

    public static Problem invalidFilter(String detail) {
        return new Problem(Kind.INVALID, "invalidFilter", detail);
    }

    public static Problem invalidSyntax(String detail) {
        return new Problem(Kind.INVALID, "invalidSyntax", detail);
    }

    public static Problem invalidPath(String detail) {
        return new Problem(Kind.INVALID, "invalidPath", detail);
    }

    public static Problem invalidValue(String detail) {
        return new Problem(Kind.INVALID, "invalidValue", detail);
    }

    public static Problem noTarget(String detail) {
        return new Problem(Kind.INVALID, "noTarget", detail);
    }

    public static Problem mutability(String detail) {
        return new Problem(Kind.INVALID, "mutability", detail);
    }

    /** RFC 7644 §3.7.4 answers 413 to what exceeds a stated limit; the sentence names the limit. */
    public static Problem tooLarge(String detail) {
        return new Problem(Kind.TOO_LARGE, "tooLarge", detail);
    }
}
