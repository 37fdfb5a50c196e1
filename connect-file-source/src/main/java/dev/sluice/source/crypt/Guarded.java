package dev.sluice.source.crypt;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Bytes that somebody else wrote, for a parser that would hold as many as they tell it to. Remembers trouble with their source, so that
 * it is not taken for theirs. One thread.
 */
final class Guarded extends FilterInputStream {
    private final LongSupplier most;
    private long passed;
    private Optional<IOException> trouble = Optional.empty();

    /** @param most how many bytes may have passed now */
    Guarded(InputStream in, LongSupplier most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(into, offset, length);
        } catch (IOException e) {
            trouble = Optional.of(e);
            throw e;
        }
        passed += Math.max(0, read);
        if (passed > most.getAsLong()) {
            throw new IOException("it is mostly not data");
        }
        return read;
    }

    @Override
    public long skip(long bytes) {
        throw new UnsupportedOperationException("all that is passed is counted");
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Trouble with the source. */
    Optional<IOException> trouble() {
        return trouble;
    }
}
