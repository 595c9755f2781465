package io.usher.scim.http;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** What the SCIM endpoints refuse before anything is looked at. */
final class HttpProblems {

    private HttpProblems() {}

    static Problem noSuchEndpoint() {
        return new Problem(Kind.NOT_FOUND, "noSuchEndpoint", "There is nothing at this address.");
    }

    static Problem notOffered(String feature) {
        return new Problem(Kind.UNSUPPORTED, "notOffered", feature + " is not offered; see /ServiceProviderConfig.");
    }

    static Problem discoveryIsNotFiltered() {
        return new Problem(Kind.FORBIDDEN, "discoveryIsNotFiltered", "Discovery endpoints take no filter.");
    }
}
