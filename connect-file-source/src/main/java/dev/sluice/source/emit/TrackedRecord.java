package dev.sluice.source.emit;

import dev.sluice.contract.RowPosition;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A source record that knows who waits for it. Connect gives {@code commitRecord} the very object that {@code poll} returned, so no
 * look-up is needed.
 */
public final class TrackedRecord extends SourceRecord {
    private final Awaiting awaiting;
    private final RowPosition row;

    /**
     * A row or an event.
     *
     * @param row null for an event
     */
    TrackedRecord(
            Map<String, ?> sourcePartition,
            Map<String, ?> sourceOffset,
            String topic,
            Integer partition,
            Schema keySchema,
            Object key,
            Schema valueSchema,
            Object value,
            Long timestamp,
            Headers headers,
            Awaiting awaiting,
            RowPosition row) {
        super(sourcePartition, sourceOffset, topic, partition, keySchema, key, valueSchema, value, timestamp, headers);
        this.awaiting = awaiting;
        this.row = row;
    }

    /**
     * Tells who waits.
     *
     * @param metadata null if the record was dropped on its way
     */
    public void committed(RecordMetadata metadata) {
        if (metadata == null) {
            awaiting.lost(this);
        } else {
            awaiting.acknowledged(this, metadata.topic());
        }
    }

    RowPosition row() {
        return row;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
