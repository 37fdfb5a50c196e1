package dev.sluice.source.lane;

import dev.sluice.source.emit.TrackedRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/**
 * One task's transaction as Connect's exactly-once source task handles it with {@code transaction.boundary=connector}: it ends behind a
 * batch, also an empty one, for which that was asked; offsets are committed with it, <em>also when it is aborted</em>; and only then are
 * all records acknowledged, dropped ones as dropped, those of an aborted transaction as written.
 */
final class SimulatedTransaction implements TransactionContext {
    /** The worker dies. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final SimulatedConnect connect;
    private final Map<SourceRecord, TopicPartition> open = new LinkedHashMap<>();
    private final Map<SourceRecord, TopicPartition> toAcknowledge = new LinkedHashMap<>();
    private final Map<Map<String, ?>, Map<String, ?>> offsets = new LinkedHashMap<>();
    private boolean isCommitWanted;
    private boolean isAbortWanted;

    SimulatedTransaction(SimulatedConnect connect) {
        this.connect = connect;
    }

    void send(List<SourceRecord> records) {
        for (SourceRecord record : records) {
            connect.burn();
            if (connect.isLost(record)) {
                toAcknowledge.put(record, null);
                continue;
            }
            TopicPartition target = connect.target(record);
            open.put(record, target);
            toAcknowledge.put(record, target);
            offsets.put(record.sourcePartition(), record.sourceOffset());
        }
        if (isCommitWanted && isAbortWanted) {
            throw new IllegalStateException("both commit and abort of the same transaction");
        }
        if (isAbortWanted) {
            isAbortWanted = false;
            open.clear();
            commit();
        } else if (isCommitWanted) {
            isCommitWanted = false;
            commit();
        }
    }

    boolean isEndWanted() {
        return isCommitWanted || isAbortWanted;
    }

    private void commit() {
        connect.burn();
        connect.commit(open, offsets);
        connect.burn();
        open.clear();
        offsets.clear();
        Map<SourceRecord, TopicPartition> done = new LinkedHashMap<>(toAcknowledge);
        toAcknowledge.clear();
        done.forEach((record, target) ->
                ((TrackedRecord) record).committed(target == null ? null : new RecordMetadata(target, 0, 0, 0, 0, 0)));
    }

    @Override
    public void commitTransaction() {
        isCommitWanted = true;
    }

    @Override
    public void commitTransaction(SourceRecord record) {
        throw new AssertionError("nobody asks for that");
    }

    @Override
    public void abortTransaction() {
        isAbortWanted = true;
    }

    @Override
    public void abortTransaction(SourceRecord record) {
        throw new AssertionError("nobody asks for that");
    }
}
