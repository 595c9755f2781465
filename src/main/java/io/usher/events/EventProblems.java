package io.usher.events;

import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** What the events room refuses. */
final class EventProblems {

    private EventProblems() {}

    static Problem badCursor() {
        return new Problem(
                Kind.INVALID,
                "invalidCursor",
                "after must be a cursor that this feed gave as next. Without after the feed begins with the oldest event.");
    }

    static Problem pruned() {
        return new Problem(
                Kind.GONE,
                "eventsPruned",
                "Events behind this cursor were removed because of their age. Read from the start, without after,"
                        + " and compare the people and seats that you know with those that are there.");
    }
}
