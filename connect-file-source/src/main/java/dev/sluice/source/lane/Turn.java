package dev.sluice.source.lane;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What came of a step's turn.
 *
 * @param records for Connect
 * @param next empty if the file is done with
 * @param yields true if other lanes come first, even if there are no records
 */
record Turn(List<SourceRecord> records, Optional<Step> next, boolean yields) {
    static Turn emit(List<SourceRecord> records, Step next) {
        return new Turn(records, Optional.of(next), true);
    }

    /** Go on at once. */
    static Turn go(Step next) {
        return new Turn(List.of(), Optional.of(next), false);
    }

    /** Nothing to do before something else happens. */
    static Turn await(Step same) {
        return new Turn(List.of(), Optional.of(same), true);
    }

    static Turn done() {
        return new Turn(List.of(), Optional.empty(), false);
    }
}
