package dev.sluice.source.crypt;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The packets behind a message's data: signatures, and what is to be passed over. They are few and small, or the message is refused. */
final class Trailer {
    private static final int MOST_BYTES = 1 << 16;

    private Trailer() {}

    /** A packet with its header. */
    static final class Packet {
        private final int tag;
        private final byte[] whole;
        private final int headerBytes;

        private Packet(int tag, byte[] whole, int headerBytes) {
            this.tag = tag;
            this.whole = whole;
            this.headerBytes = headerBytes;
        }

        int tag() {
            return tag;
        }

        byte[] whole() {
            return whole;
        }

        /** What stands behind the header. */
        ByteBuffer body() {
            return ByteBuffer.wrap(whole, headerBytes, whole.length - headerBytes)
                    .slice();
        }
    }

    /** All that is left, until the end. */
    static List<Packet> read(InputStream rest) throws IOException {
        byte[] bytes = rest.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("there is too much behind its data");
        }
        List<Packet> packets = new ArrayList<>();
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            int from = left.position();
            int header = left.get() & 0xFF;
            if ((header & 0x80) == 0) {
                throw new IOException("what stands behind its data is no packet");
            }
            boolean isNew = (header & 0x40) != 0;
            long length = isNew ? newLength(left) : oldLength(left, header & 3);
            if (length > left.remaining()) {
                throw new EOFException("a packet behind its data is cut off");
            }
            int body = left.position();
            left.position(body + (int) length);
            packets.add(new Packet(
                    isNew ? header & 0x3F : (header & 0x3C) >> 2,
                    Arrays.copyOfRange(bytes, from, left.position()),
                    body - from));
        }
        return packets;
    }

    private static long newLength(ByteBuffer bytes) throws IOException {
        long first = octets(bytes, 1);
        if (first < 192) {
            return first;
        }
        if (first < 224) {
            return ((first - 192) << 8) + octets(bytes, 1) + 192;
        }
        if (first == 255) {
            return octets(bytes, 4);
        }
        throw new IOException("a packet behind its data is in parts");
    }

    private static long oldLength(ByteBuffer bytes, int kind) throws IOException {
        return kind == 3 ? bytes.remaining() : octets(bytes, 1 << kind);
    }

    private static long octets(ByteBuffer bytes, int count) throws IOException {
        if (bytes.remaining() < count) {
            throw new EOFException("a packet behind its data is cut off");
        }
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = (number << 8) | (bytes.get() & 0xFF);
        }
        return number;
    }
}
