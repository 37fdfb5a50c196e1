package dev.sluice.source.stage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip, strictly. Java's own stream takes whatever it does not understand behind the first member for the end, and so loses
 * the rest of a damaged file in silence; here only zeros may stand there, as tape tools write them. One thread.
 */
final class GzipInput extends InputStream {
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int limit;
    private boolean inMember;
    private boolean ended;

    GzipInput(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (!ended) {
                if (!inMember) {
                    firstOrNextMember();
                    continue;
                }
                int unpacked = inflater.inflate(into, offset, length);
                if (unpacked > 0) {
                    checksum.update(into, offset, unpacked);
                    return unpacked;
                }
                if (inflater.finished()) {
                    endMember();
                } else if (inflater.needsDictionary()) {
                    throw new ZipException("it needs a dictionary");
                } else {
                    inflater.setInput(buffer, fill(), limit - at);
                }
            }
            return -1;
        } catch (DataFormatException e) {
            throw new ZipException("its data is damaged: " + e.getMessage());
        }
    }

    /** Index of the first of at least one byte; those the inflater has not used are in front. */
    private int fill() throws IOException {
        at = 0;
        limit = packed.read(buffer, 0, buffer.length);
        if (limit <= 0) {
            limit = 0;
            throw new EOFException("it ends too early");
        }
        return at;
    }

    private boolean isAtEnd() throws IOException {
        if (at < limit) {
            return false;
        }
        limit = packed.read(buffer, 0, buffer.length);
        at = 0;
        limit = Math.max(0, limit);
        return limit == 0;
    }

    private int next() throws IOException {
        if (at == limit) {
            fill();
        }
        return buffer[at++] & 0xFF;
    }

    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) next() << (8 * i);
        }
        return number;
    }

    private void firstOrNextMember() throws IOException {
        if (inflater.getTotalIn() > 0 || at > 0) {
            if (isAtEnd()) {
                ended = true;
                return;
            }
            if (buffer[at] == 0) {
                padding();
                return;
            }
        }
        if (number(2) != 0x8B1F || next() != 8) {
            throw new ZipException("it is not gzip, or something else follows the gzip data");
        }
        int flags = next();
        if ((flags & RESERVED_FLAGS) != 0) {
            throw new ZipException("its header is damaged");
        }
        number(6);
        if ((flags & FLAG_EXTRA) != 0) {
            for (long left = number(2); left > 0; left--) {
                next();
            }
        }
        for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
            while ((flags & flag) != 0 && next() != 0) {}
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            number(2);
        }
        inflater.reset();
        checksum.reset();
        inflater.setInput(buffer, at, limit - at);
        inMember = true;
    }

    private void padding() throws IOException {
        while (!isAtEnd()) {
            if (next() != 0) {
                throw new ZipException("something else follows the gzip data");
            }
        }
        ended = true;
    }

    private void endMember() throws IOException {
        at = limit - inflater.getRemaining();
        if (number(4) != checksum.getValue() || number(4) != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new ZipException("its checksum is wrong");
        }
        inMember = false;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
