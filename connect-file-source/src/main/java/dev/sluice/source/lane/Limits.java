package dev.sluice.source.lane;

/**
 * The operator's bounds.
 *
 * @param batchRows of one poll
 * @param batchBytes of one poll, in bytes of the file
 * @param batchMillis of one poll
 * @param recordBytes of one row
 * @param rawChars of a row's text in its headers and rejection
 */
public record Limits(int batchRows, int batchBytes, long batchMillis, int recordBytes, int rawChars) {
    private static final int TURNS_PER_BATCH = 4;

    /** Bytes after which it is another tenant's, or dataset's, turn: less than a full batch, so that turns change often. */
    long turnBytes() {
        return Math.max(1, Math.min(batchBytes, Turn.ROW_BYTES * batchRows) / TURNS_PER_BATCH);
    }
}
