package dev.sluice.source.lane;

import java.time.Clock;

/** What one turn may read: rows, bytes, time; but one row always. One turn's, one thread. */
final class Budget {
    /** Asking for the time costs as much as a few fields do. */
    private static final int ROWS_PER_LOOK = 32;

    private final Clock clock;
    private final int rows;
    private final long endByte;
    private final long endMillis;

    /**
     * Begins now.
     *
     * @param rows not more than the limits'
     * @param fromByte where reading begins
     */
    Budget(Clock clock, Limits limits, int rows, long fromByte) {
        this.clock = clock;
        this.rows = rows;
        this.endByte = fromByte + limits.batchBytes();
        this.endMillis = clock.millis() + limits.batchMillis();
    }

    /**
     * True if another row may be read.
     *
     * @param read rows so far
     * @param nextByte where the next begins
     */
    boolean allows(int read, long nextByte) {
        if (read == 0) {
            return true;
        }
        return read < rows && nextByte < endByte && (read % ROWS_PER_LOOK != 0 || clock.millis() < endMillis);
    }
}
