package dev.sluice.source.lane;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What came of a step's turn.
 *
 * @param portion for Connect, and what it cost
 * @param next empty if the file is done with
 * @param yields true if other lanes come first, even if there are no records
 */
record Turn(Portion portion, Optional<Step> next, boolean yields) {
    /** What a row costs besides its bytes: tiny rows are as much work as longer ones. */
    static final long ROW_BYTES = 100;
    /** What an event costs, in bytes of a file: about as much work as so many bytes of rows. */
    private static final long EVENT_BYTES = 512;

    /** Events. */
    static Turn announce(List<SourceRecord> records, Step next) {
        return new Turn(new Portion(records, EVENT_BYTES * records.size()), Optional.of(next), true);
    }

    /**
     * Rows.
     *
     * @param bytes of the file
     */
    static Turn emit(List<SourceRecord> records, long bytes, Step next) {
        return new Turn(new Portion(records, Math.max(1, bytes + ROW_BYTES * records.size())), Optional.of(next), true);
    }

    /** Work that gives no records, and is not finished. */
    static Turn work(long bytes, Step same) {
        return emit(List.of(), bytes, same);
    }

    /** Go on at once. */
    static Turn go(Step next) {
        return new Turn(Portion.NOTHING, Optional.of(next), false);
    }

    /** Nothing to do before something else happens. */
    static Turn await(Step same) {
        return new Turn(Portion.NOTHING, Optional.of(same), true);
    }

    static Turn done() {
        return new Turn(Portion.NOTHING, Optional.empty(), false);
    }
}
