package dev.sluice.source.split;

/**
 * Where the next row begins.
 *
 * @param bytes offset in the file
 * @param line 1-based physical line
 * @param ordinal 1-based number of that row
 */
public record Position(long bytes, long line, long ordinal) {
    /** The beginning of a file. */
    public static final Position START = new Position(0, 1, 1);
}
