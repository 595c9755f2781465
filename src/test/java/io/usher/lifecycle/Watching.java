package io.usher.lifecycle;

import io.quarkus.arc.Arc;
import io.usher.testing.Feed;
import io.usher.testing.Tables;

/** The watch of mixed groups, which runs in the tests when it is told to. */
public final class Watching {

    private Watching() {}

    /** What happened before, other tests have left. */
    public static void fromNow() {
        Tables.change("UPDATE group_watch SET position = ?", Feed.end());
        Tables.change("DELETE FROM group_queue");
    }

    /** Looks at what moved since. */
    public static void look() {
        var request = Arc.container().requestContext();
        boolean alone = !request.isActive();
        if (alone) {
            request.activate();
        }
        try {
            Arc.container().instance(GroupWatch.class).get().watch();
        } finally {
            if (alone) {
                request.terminate();
            }
        }
    }
}
