package io.usher.scim.http;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** What the SCIM endpoints refuse before anything is looked at. */
final class HttpProblems {

    private HttpProblems() {}

    static Problem noSuchEndpoint() {
        return new Problem(Kind.NOT_FOUND, "noSuchEndpoint", "There is nothing at this address.");
    }

    /** RFC 7644 §3.11: who asks is a connection, and no user stands behind it. */
    static Problem noUserBehindToken() {
        return new Problem(
                Kind.NOT_FOUND,
                "noUserBehindToken",
                "A SCIM token belongs to a connection and not to a user, so there is no /Me.");
    }

    /** RFC 7644 §3.7.1 */
    static Problem brokenCircle() {
        return new Problem(
                Kind.CONFLICT,
                "brokenCircle",
                "This operation and another refer to each other, and the other failed; neither was done.");
    }

    static Problem discoveryIsNotFiltered() {
        return new Problem(Kind.FORBIDDEN, "discoveryIsNotFiltered", "Discovery endpoints take no filter.");
    }
}
