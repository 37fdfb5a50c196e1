package dev.sluice.source.stage;

import com.github.luben.zstd.ZstdIOException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipException;

/**
 * An open data file: its bytes in order, decrypted if it is encrypted, unpacked if it is compressed, and the count and hash of its own
 * bytes that were read for them. One thread.
 */
public final class OpenFile implements Closeable {
    /** The file's own bytes. Closing it closes nothing. */
    private final class Packed extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = channel.read(ByteBuffer.wrap(into, offset, length));
            if (read > 0) {
                digest.update(into, offset, read);
                packedBytes += read;
            }
            return read;
        }
    }

    private final FileChannel channel;
    private final Wrapping wrapping;
    private final long maxBytes;
    private final MessageDigest digest;
    private Wrapping.Layers layers;
    private long packedBytes;
    private long plainBytes;

    OpenFile(FileChannel channel, Wrapping wrapping, long maxBytes) throws IOException {
        this.channel = channel;
        this.wrapping = wrapping;
        this.maxBytes = wrapping.isNone() ? Long.MAX_VALUE : maxBytes;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        this.layers = wrapping.unwrapped(new Packed());
    }

    /**
     * Reads at least one unpacked byte and at most {@code length}; -1 at the end.
     *
     * @throws UnpackException if what follows cannot be unpacked, or is more than may be
     */
    public int read(byte[] into, int offset, int length) throws IOException {
        int read;
        try {
            read = layers.plain().read(into, offset, length);
            if (read < 0 && packedBytes == 0 && !wrapping.isNone()) {
                throw new EOFException("it is empty");
            }
            // Only the end of what was decrypted tells whether it is what was encrypted.
            if (read < 0
                    && wrapping.decryption().isPresent()
                    && layers.decrypted().read() >= 0) {
                throw new ZipException("something else follows the compressed data");
            }
        } catch (ZstdIOException | ZipException | EOFException e) {
            throw wrapping.decryption().isPresent()
                    ? UnpackException.tampered(e)
                    : UnpackException.corrupt(packedBytes, e);
        }
        plainBytes += Math.max(0, read);
        if (plainBytes > maxBytes) {
            throw UnpackException.tooLarge(maxBytes);
        }
        return read;
    }

    /** Begins again at the first byte; what was counted and hashed is forgotten. */
    public void rewind() throws IOException {
        layers.plain().close();
        channel.position(0);
        digest.reset();
        packedBytes = 0;
        plainBytes = 0;
        layers = wrapping.unwrapped(new Packed());
    }

    /**
     * Goes to a place at or behind the present one.
     *
     * @param offset of an unpacked byte
     */
    public void skipTo(long offset) throws IOException {
        if (wrapping.isNone()) {
            channel.position(offset);
            plainBytes = offset;
            return;
        }
        byte[] passed = new byte[64 * 1024];
        while (plainBytes < offset) {
            if (read(passed, 0, (int) Math.min(passed.length, offset - plainBytes)) < 0) {
                throw new EOFException("the file ends before byte " + offset);
            }
        }
    }

    /**
     * Reads on for the file's hash and integrity alone: at least so many unpacked bytes, and a buffer more at most.
     *
     * @return false if the file has ended
     */
    public boolean pass(long bytes) throws IOException {
        byte[] passed = new byte[64 * 1024];
        long until = plainBytes + bytes;
        while (plainBytes < until) {
            if (read(passed, 0, passed.length) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Offset of the unpacked byte that comes next. */
    public long offset() {
        return plainBytes;
    }

    /** How many of the file's own bytes have been read since the beginning. */
    public long packedBytes() {
        return packedBytes;
    }

    /** Of the file's own bytes that have been read since the beginning; forgets them. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        try {
            layers.plain().close();
        } finally {
            channel.close();
        }
    }
}
