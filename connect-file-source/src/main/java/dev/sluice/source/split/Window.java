package dev.sluice.source.split;

import java.io.IOException;
import java.util.Arrays;

/** The part of a file that is held: from the current record on, as far as it has been read. One thread. */
final class Window {
    /** Room for what must be seen behind the longest record: a line end of two bytes, and what tells it from another. */
    static final int LOOK_AHEAD = 8;

    private final ByteSource source;
    private final Encoding encoding;
    private final boolean direct;
    private final int maxRecordBytes;

    byte[] bytes;
    /** The current record's first byte. */
    int start;
    /** The end of what is held. */
    int limit;
    /** True if nothing follows what is held. */
    boolean ended;
    /** An index whose file offset is known. */
    private int known;
    /** File offset of {@code known}. */
    private long base;

    Window(ByteSource file, Encoding encoding, int maxRecordBytes, int bytes, long position) {
        this.source = encoding.scanned(file);
        this.encoding = encoding;
        this.direct = encoding.isDirect();
        this.maxRecordBytes = maxRecordBytes;
        this.bytes = new byte[Math.max(LOOK_AHEAD, bytes)];
        this.base = position;
    }

    /** Offset in the file of the first byte of a character. */
    long offset(int index) {
        if (direct) {
            return base + index - known;
        }
        while (known < index) {
            base += encoding.fileBytes(bytes[known++]);
        }
        while (known > index) {
            base -= encoding.fileBytes(bytes[--known]);
        }
        return base;
    }

    /** True if this many bytes follow {@code start}. Moves indexes. */
    boolean has(int count) throws IOException {
        while (limit - start < count && !ended) {
            fill();
        }
        return limit - start >= count;
    }

    /** Makes room and reads once. Moves {@code start} to 0. */
    void fill() throws IOException {
        if (start > 0) {
            base = offset(start);
            known = 0;
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            limit -= start;
            start = 0;
        } else if (limit == bytes.length) {
            int wanted = Math.min(2 * limit, maxRecordBytes + LOOK_AHEAD);
            bytes = Arrays.copyOf(bytes, Math.max(wanted, limit + LOOK_AHEAD));
        }
        read();
    }

    /**
     * Drops what is held from one index up to another, and reads once. What stands before the first index stays, but file offsets
     * are then right only for what follows it.
     */
    void drop(int from, int to) throws IOException {
        base = offset(to);
        known = from;
        System.arraycopy(bytes, to, bytes, from, limit - to);
        limit -= to - from;
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length + LOOK_AHEAD);
        }
        read();
    }

    private void read() throws IOException {
        int read = source.read(bytes, limit, bytes.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
        }
    }

    boolean isLineEnd(int index) {
        return bytes[index] == '\n' || bytes[index] == '\r';
    }

    /** True if the byte at this index cannot be told from the first of a pair yet. */
    boolean mayBePair(int index) {
        return bytes[index] == '\r' && index + 1 == limit && !ended;
    }

    boolean isPair(int index) {
        return bytes[index] == '\r' && index + 1 < limit && bytes[index + 1] == '\n';
    }

    /** Negative if a byte is above 127. */
    int sign(int from, int to) {
        int sign = 0;
        for (int i = from; i < to; i++) {
            sign |= bytes[i];
        }
        return sign;
    }
}
