package dev.sluice.source.lane;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What a lane's turn gave.
 *
 * @param bytes what it cost, in bytes of a file; 0 if the lane had nothing to do, and more than 0 if it did something, even if
 *     there are no records
 */
record Portion(List<SourceRecord> records, long bytes) {
    static final Portion NOTHING = new Portion(List.of(), 0);
}
