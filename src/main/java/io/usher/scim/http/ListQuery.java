package io.usher.scim.http;

import io.usher.directory.Condition;
import io.usher.directory.Listing;
import io.usher.directory.Listing.From;
import io.usher.directory.Listing.Skip;
import io.usher.directory.Listing.Start;
import io.usher.directory.Order;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import java.util.function.Function;

/**
 * How a list is asked for (RFC 7644 §3.4.2): by index, which is the default (RFC 9865 §2.4), or by cursor.
 *
 * @param startIndex from 1; of no meaning for a cursor
 * @param count how many at most, already within the limit
 */
record ListQuery(Start start, int startIndex, int count, boolean byCursor) {

    /**
     * Reads where the page starts and how much it holds.
     *
     * @param question what a cursor is bound to
     * @throws Problem {@code invalidValue}; {@code invalidCursor}, {@code expiredCursor} and {@code invalidCount} with a cursor
     */
    static ListQuery of(SearchParameters asked, Cursors cursors, String question) {
        boolean byCursor = asked.has("cursor");
        Function<String, Problem> badCount = byCursor ? ScimProblems::invalidCount : ScimProblems::invalidValue;
        int count = Math.min(
                Limits.PAGE, Math.max(0, asked.number("count", badCount).orElse(Limits.PAGE_DEFAULT)));
        if (!byCursor) {
            int startIndex = Math.max(
                    1, asked.number("startIndex", ScimProblems::invalidValue).orElse(1));
            return new ListQuery(new Skip(startIndex - 1), startIndex, count, false);
        }
        if (asked.has("startIndex")) {
            throw ScimProblems.invalidValue("cursor and startIndex cannot be used together.");
        }
        String cursor = asked.get("cursor");
        From from = cursor == null || cursor.isEmpty() ? new From(null, false) : cursors.open(question, count, cursor);
        return new ListQuery(from, 1, count, true);
    }

    Listing listing(Condition condition, Order order) {
        return new Listing(condition, order, start, count);
    }
}
