package io.usher.leavers;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** What the leavers room refuses. */
public final class LeaverProblems {

    private LeaverProblems() {}

    public static Problem noHandover() {
        return new Problem(
                Kind.NOT_FOUND, "noContentHandover", "Nobody with this id has left this tenant and had a seat in it.");
    }

    public static Problem cameBack() {
        return new Problem(
                Kind.CONFLICT, "contentHandoverCancelled", "This person has come back, and his content is his again.");
    }

    public static Problem confirmedOtherwise() {
        return new Problem(
                Kind.CONFLICT,
                "contentHandoverConfirmed",
                "This hand-over was confirmed with another successor, and cannot be confirmed anew.");
    }

    public static Problem nobodySucceeds() {
        return new Problem(
                Kind.CONFLICT,
                "noSuccessor",
                "No manager of this person is active and the tenant has no active defaultSuccessor. Say in \"successor\" to whom the content went.");
    }

    /** @param field that names the successor */
    public static Problem badSuccessor(String field) {
        return new Problem(
                Kind.INVALID,
                "invalidSuccessor",
                field + " must be the id of somebody of this tenant who is not deleted, and not of who leaves.");
    }
}
