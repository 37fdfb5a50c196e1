package dev.sluice.source.lane;

import dev.sluice.source.emit.AckLedger;
import dev.sluice.source.emit.RowEmitter;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.RecordScanner;
import dev.sluice.source.stage.StagedFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/** Reads a file's rows, or a range's, batch by batch, within what a poll and the tenant's pace allow. Poll thread. */
final class RowBatches {
    /**
     * The rows of one poll.
     *
     * @param end behind the last of them
     * @param isLast true if there are no more
     */
    record Batch(List<SourceRecord> records, Position end, boolean isLast) {
        /** As a turn's outcome. */
        Turn turn(Position begin, Step next) {
            return records.isEmpty() ? Turn.go(next) : Turn.emit(records, end.bytes() - begin.bytes(), next);
        }
    }

    private final Lane lane;
    private final StagedFile file;
    private final AckLedger ledger;
    private final long endOrdinal;

    /** @param endOrdinal the first row that is not to be read */
    RowBatches(Lane lane, StagedFile file, AckLedger ledger, long endOrdinal) {
        this.lane = lane;
        this.file = file;
        this.ledger = ledger;
        this.endOrdinal = endOrdinal;
    }

    /**
     * The next batch; empty if the tenant has had as many rows as may be now.
     *
     * @param begin where the last one has ended
     */
    Optional<Batch> next(CsvFile csv, RowEmitter rows, Position begin) throws IOException {
        Limits limits = lane.surroundings().limits();
        int allowed = lane.home().pace().grant(limits.batchRows());
        if (allowed == 0) {
            return Optional.empty();
        }
        RecordScanner scanner = csv.scanner();
        rows.open(ledger, limits.batchRows());
        Instant readAt = lane.now();
        long ordinal = begin.ordinal();
        Budget budget = new Budget(lane.surroundings().clock(), limits, allowed, begin.bytes());
        boolean more = ordinal < endOrdinal;
        Position end = begin;
        while (more && budget.allows(rows.size(), scanner.nextByte())) {
            more = scanner.next();
            if (more) {
                rows.add(scanner, csv.parser(), ordinal++, readAt);
                more = ordinal < endOrdinal;
            }
        }
        if (begin.ordinal() < endOrdinal) {
            end = scanner.position(ordinal);
        }
        lane.home().pace().take(rows.size());
        lane.meter().read(rows.size(), end.bytes() - begin.bytes(), file.isPacked() ? csv.bytesRead() : end.bytes());
        rows.violations().forEach(lane.meter()::violated);
        return Optional.of(new Batch(rows.close(end), end, !more));
    }
}
