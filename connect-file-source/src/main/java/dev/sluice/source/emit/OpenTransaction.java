package dev.sluice.source.emit;

import dev.sluice.contract.RowPosition;
import dev.sluice.source.split.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What is known of an import's rows before their transaction is committed: Connect acknowledges only behind the commit, but the
 * import's end, which tells how many rows were rejected, is part of the transaction. By then every row has passed the transformations,
 * so it is known where each goes. What they drop, or make without {@code newRecord}, comes out only with the acknowledgements. Poll
 * thread.
 */
public final class OpenTransaction {
    private final String errorsTopic;
    private long accepted;
    private long rejected;
    private List<SourceRecord> underWay = List.of();
    private Position end = Position.START;

    public OpenTransaction(String errorsTopic) {
        this.errorsTopic = errorsTopic;
    }

    /**
     * Rows that the next poll returns; call {@link #passed} before it is called again.
     *
     * @param end behind the last of them
     */
    public void take(List<SourceRecord> rows, Position end) {
        this.underWay = rows;
        this.end = end;
    }

    /** What has become of the rows that were taken, now that Connect polls again and so has handed all of them to the producer. */
    public AckLedger.Progress passed() {
        List<RowPosition> newlyRejected = new ArrayList<>();
        for (SourceRecord record : underWay) {
            TrackedRecord row = (TrackedRecord) record;
            if (row.destination().equals(errorsTopic)) {
                newlyRejected.add(row.row());
            }
        }
        accepted += underWay.size() - newlyRejected.size();
        rejected += newlyRejected.size();
        underWay = List.of();
        return new AckLedger.Progress(newlyRejected, Optional.of(end));
    }

    public AckLedger.Counts counts() {
        return new AckLedger.Counts(accepted, rejected, 0);
    }
}
