package io.usher.events;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A place in the feed as text, which a reader keeps and gives back and need not understand.
 *
 * @param position of the last event that he has read
 */
record FeedCursor(long position) {

    /** @throws io.usher.platform.Problem when the text was not made by {@link #text()} */
    static FeedCursor of(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == Long.BYTES) {
                FeedCursor cursor = new FeedCursor(ByteBuffer.wrap(bytes).getLong());
                // Two texts of one place would be one too many; and no place lies before the first.
                if (cursor.position >= 0 && cursor.text().equals(text)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException notOurs) {
            throw EventProblems.badCursor();
        }
        throw EventProblems.badCursor();
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(Long.BYTES).putLong(position).array());
    }
}
