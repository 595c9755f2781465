package io.usher.boot;

import io.usher.platform.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A body that is refused once more of it has come than it may have: one without a stated length is counted as it comes. */
final class BoundedStream extends FilterInputStream {

    private final int limit;
    private final Supplier<Problem> refusal;
    private long taken;

    BoundedStream(InputStream body, int limit, Supplier<Problem> refusal) {
        super(body);
        this.limit = limit;
        this.refusal = refusal;
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
            throw refusal.get();
        }
    }
}
