package io.usher.scim;

import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** What the SCIM edge refuses; the code is the {@code scimType} of RFC 7644 table 9. */
public final class ScimProblems {

    /** A name may be as long as a body; a sentence is not. */
    private static final int MAX_ECHO = 120;

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

    /** RFC 9865 §5.2: one sentence for what was altered, belongs elsewhere or never was. */
    public static Problem invalidCursor() {
        return new Problem(
                Kind.INVALID,
                "invalidCursor",
                "The cursor is not one of this list and this question; start again without.");
    }

    public static Problem expiredCursor() {
        return new Problem(Kind.INVALID, "expiredCursor", "The cursor is too old; start again without.");
    }

    public static Problem invalidCount(String detail) {
        return new Problem(Kind.INVALID, "invalidCount", detail);
    }

    public static Problem noTarget(String detail) {
        return new Problem(Kind.INVALID, "noTarget", detail);
    }

    public static Problem mutability(String detail) {
        return new Problem(Kind.INVALID, "mutability", detail);
    }

    /** A body holds a name that no schema of the resource has, in a dialect that refuses it. */
    public static Problem unknownAttribute(String name) {
        return invalidSyntax(shortened(name) + " is not known here: see /Schemas.");
    }

    /** {@code schemas} holds what is not the URN of a schema of the resource. */
    public static Problem foreignSchema(String urn) {
        return invalidSyntax("schemas holds " + shortened(urn) + ", which is no schema of this resource.");
    }

    private static String shortened(String name) {
        return name.length() <= MAX_ECHO ? name : name.substring(0, MAX_ECHO) + "…";
    }

    /** RFC 7644 §3.7.4 answers 413 to what exceeds a stated limit; the sentence names the limit. */
    public static Problem tooLarge(String detail) {
        return new Problem(Kind.TOO_LARGE, "tooLarge", detail);
    }

    /** A resource that is longer than {@link Limits#RESOURCE}. */
    public static Problem tooLargeResource() {
        return tooLarge("The resource would have more than %,d characters.".formatted(Limits.RESOURCE));
    }
}
