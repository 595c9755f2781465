package io.usher.api;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** What the API refuses before anything is asked. */
final class ApiProblems {

    private ApiProblems() {}

    static Problem missing(String field) {
        return new Problem(Kind.INVALID, "missingField", "The body needs a field \"" + field + "\".");
    }

    static Problem badBody() {
        return new Problem(
                Kind.INVALID,
                "invalidBody",
                "The body must be one JSON object with the fields of this call and no others.");
    }

    static Problem missingParameter(String name) {
        return new Problem(Kind.INVALID, "missingParameter", "The request needs a parameter " + name + ".");
    }

    static Problem badParameter(String name, String shape) {
        return new Problem(Kind.INVALID, "invalidParameter", name + " must be " + shape + ".");
    }
}
