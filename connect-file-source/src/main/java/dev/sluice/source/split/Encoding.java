package dev.sluice.source.split;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a file's bytes become those that records are scanned in: ASCII, and more above 127. UTF-8 and what has ASCII as single bytes is
 * scanned as it stands. Anything else is put into UTF-8 first, in such a way that nothing is lost: an unpaired surrogate becomes the
 * three bytes that UTF-8 would have for it, and a byte that means nothing {@link #STRAY} and its two halves; neither is valid UTF-8,
 * so both are told as malformed, and the length of what is held always says how many bytes it had in the file. Immutable.
 */
public final class Encoding {
    /** Stands before the two halves of a byte that means nothing. */
    static final byte STRAY = (byte) 0xFF;

    private static final Map<Charset, Encoding> KNOWN = new ConcurrentHashMap<>();

    private final Charset charset;
    private final int unitBytes;
    private final boolean bigEndian;
    private final byte[][] table;

    private Encoding(Charset charset, int unitBytes, boolean bigEndian, byte[][] table) {
        this.charset = charset;
        this.unitBytes = unitBytes;
        this.bigEndian = bigEndian;
        this.table = table;
    }

    /** Of UTF-8, UTF-16 or any single-byte charset. UTF-16 that does not say which is big-endian, as RFC 2781 has it. */
    public static Encoding of(Charset charset) {
        return KNOWN.computeIfAbsent(charset, Encoding::make);
    }

    private static Encoding make(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_16LE)) {
            return new Encoding(charset, 2, false, null);
        }
        if (charset.equals(StandardCharsets.UTF_16) || charset.equals(StandardCharsets.UTF_16BE)) {
            return new Encoding(charset, 2, true, null);
        }
        if (charset.equals(StandardCharsets.UTF_8)) {
            return new Encoding(charset, 0, false, null);
        }
        byte[][] table = table(charset);
        for (int ascii = 0; ascii < 128; ascii++) {
            if (table[ascii].length != 1 || table[ascii][0] != ascii) {
                return new Encoding(charset, 1, false, table);
            }
        }
        return new Encoding(charset, 0, false, null);
    }

    /** Which UTF-16 a file is in: by its mark, else by where the zero of its first, surely ASCII, character stands. */
    public static Charset utf16(byte first, byte second) {
        boolean little = (first == (byte) 0xFF && second == (byte) 0xFE) || (first != 0 && second == 0);
        return little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    private static byte[][] table(Charset charset) {
        byte[][] table = new byte[256][];
        for (int value = 0; value < table.length; value++) {
            try {
                String text = charset.newDecoder()
                        .decode(ByteBuffer.wrap(new byte[] {(byte) value}))
                        .toString();
                table[value] = text.getBytes(StandardCharsets.UTF_8);
            } catch (CharacterCodingException e) {
                table[value] = stray(value);
            }
        }
        return table;
    }

    private static byte[] stray(int value) {
        return new byte[] {STRAY, (byte) (0x80 | ((value >> 4) & 0xF)), (byte) (0x80 | (value & 0xF))};
    }

    /** The charset of the bytes that are scanned. */
    public Charset scanned() {
        return isDirect() ? charset : StandardCharsets.UTF_8;
    }

    boolean isDirect() {
        return unitBytes == 0;
    }

    boolean mayHaveMark() {
        return unitBytes == 2 || charset.equals(StandardCharsets.UTF_8);
    }

    /** How many bytes a character has in the file whose first scanned byte this is; 0 if it is not a first one. */
    int fileBytes(byte scanned) {
        if ((scanned & 0xC0) == 0x80) {
            return 0;
        }
        return scanned == STRAY ? 1 : (scanned & 0xF8) == 0xF0 ? 2 * unitBytes : unitBytes;
    }

    /** A malformed character as it stands in the file, from its scanned bytes. */
    public byte[] malformed(byte[] scanned, int from, int to) {
        if (isDirect() || to - from < 3) {
            return Arrays.copyOfRange(scanned, from, to);
        }
        if (scanned[from] == STRAY) {
            return new byte[] {(byte) ((scanned[from + 1] & 0xF) << 4 | (scanned[from + 2] & 0xF))};
        }
        byte high = (byte) ((scanned[from] & 0xF) << 4 | (scanned[from + 1] & 0x3F) >> 2);
        byte low = (byte) ((scanned[from + 1] & 3) << 6 | (scanned[from + 2] & 0x3F));
        return bigEndian ? new byte[] {high, low} : new byte[] {low, high};
    }

    /** The bytes to be scanned. */
    ByteSource scanned(ByteSource file) {
        return isDirect() ? file : new Transcoder(file);
    }

    private final class Transcoder implements ByteSource {
        private static final int BUFFER_BYTES = 32 * 1024;

        private final ByteSource file;
        private final byte[] in = new byte[BUFFER_BYTES];
        private int at;
        private int limit;
        private boolean ended;
        private byte[] out = new byte[4 * BUFFER_BYTES];
        private int outAt;
        private int outLimit;

        Transcoder(ByteSource file) {
            this.file = file;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            while (outAt == outLimit) {
                if (ended) {
                    return -1;
                }
                fill();
                outAt = 0;
                outLimit = 0;
                if (unitBytes == 1) {
                    while (at < limit) {
                        put(table[in[at++] & 0xFF]);
                    }
                } else {
                    units();
                }
            }
            int count = Math.min(length, outLimit - outAt);
            System.arraycopy(out, outAt, into, offset, count);
            outAt += count;
            return count;
        }

        private void fill() throws IOException {
            System.arraycopy(in, at, in, 0, limit - at);
            limit -= at;
            at = 0;
            int read = file.read(in, limit, in.length - limit);
            ended = read < 0;
            limit += Math.max(0, read);
        }

        private void units() {
            while (limit - at >= 2) {
                char unit = unit(at);
                if (Character.isHighSurrogate(unit)) {
                    if (limit - at < 4 && !ended) {
                        return;
                    }
                    if (limit - at >= 4 && Character.isLowSurrogate(unit(at + 2))) {
                        put(Character.toString(Character.toCodePoint(unit, unit(at + 2)))
                                .getBytes(StandardCharsets.UTF_8));
                        at += 4;
                        continue;
                    }
                }
                at += 2;
                put(unit);
            }
            if (ended && at < limit) {
                put(stray(in[at++] & 0xFF));
            }
        }

        private char unit(int index) {
            byte high = in[bigEndian ? index : index + 1];
            byte low = in[bigEndian ? index + 1 : index];
            return (char) ((high & 0xFF) << 8 | (low & 0xFF));
        }

        private void put(char unit) {
            if (unit < 0x80) {
                out[outLimit++] = (byte) unit;
            } else if (unit < 0x800) {
                out[outLimit++] = (byte) (0xC0 | unit >> 6);
                out[outLimit++] = (byte) (0x80 | (unit & 0x3F));
            } else {
                out[outLimit++] = (byte) (0xE0 | unit >> 12);
                out[outLimit++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
                out[outLimit++] = (byte) (0x80 | (unit & 0x3F));
            }
        }

        private void put(byte[] character) {
            System.arraycopy(character, 0, out, outLimit, character.length);
            outLimit += character.length;
        }
    }
}
