package io.usher.boot;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is refused once more of it has come than it may have: one without a stated length is counted as it comes. */
final class BoundedStream extends FilterInputStream {

    private final int limit;
    private long taken;

    BoundedStream(InputStream body, int limit) {
        super(body);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int read = super.read(buffer, from, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) {
        taken += bytes;
        if (taken > limit) {
            throw BodyProblems.tooLarge(limit);
        }
    }
}
