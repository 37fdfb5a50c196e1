package dev.sluice.contract;

/**
 * Where a data row stands in its file. Positions are those of the uncompressed bytes, a byte order mark included.
 *
 * @param ordinal 1-based number of the data row within its import; the header is not counted, rejected rows are
 * @param line 1-based physical line on which the row begins; the header and line ends inside quotes are counted
 * @param byteStart 0-based offset of the row's first byte
 * @param byteLength number of bytes of the row without its line end
 */
public record RowPosition(long ordinal, long line, long byteStart, long byteLength) {
    /** How many ordinals there are in a {@link #block()}. Part of the contract: counts that were begun with another would be wrong. */
    public static final long BLOCK_ROWS = 1L << 18;

    /**
     * Which block of its import the row is of, from 0. Several readers may read one file at once, but each reads whole blocks: in every
     * partition, the rows of one block appear for the first time in the order of their ordinals.
     */
    public long block() {
        return block(ordinal);
    }

    /** The block of an ordinal. */
    public static long block(long ordinal) {
        return (ordinal - 1) / BLOCK_ROWS;
    }

    /** For messages: the line, and the first and last byte. */
    public String place() {
        return "line " + line + ", bytes " + byteStart + '-' + (byteStart + Math.max(byteLength, 1) - 1);
    }

    /** {@code ordinal/line/start/length}. */
    public String encode() {
        return ordinal + "/" + line + "/" + byteStart + "/" + byteLength;
    }

    /**
     * The opposite of {@link #encode()}; allocates nothing but the result, for it runs once a row.
     *
     * @throws IllegalArgumentException if the text is not an encoded position
     */
    public static RowPosition decode(String text) {
        int first = text.indexOf('/');
        int second = text.indexOf('/', first + 1);
        int third = text.indexOf('/', second + 1);
        if (first < 0 || second < 0 || third < 0) {
            throw new IllegalArgumentException("row position (where='" + text + "') does not have 4 parts");
        }
        return new RowPosition(
                Long.parseLong(text, 0, first, 10),
                Long.parseLong(text, first + 1, second, 10),
                Long.parseLong(text, second + 1, third, 10),
                Long.parseLong(text, third + 1, text.length(), 10));
    }
}
