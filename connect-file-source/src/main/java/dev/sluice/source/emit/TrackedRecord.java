package dev.sluice.source.emit;

import dev.sluice.contract.RowPosition;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A source record that knows who waits for it. Connect gives {@code commitRecord} the very object that {@code poll} returned, so no
 * look-up is needed.
 */
public final class TrackedRecord extends SourceRecord {
    private final Awaiting awaiting;
    private final RowPosition row;
    /** Where the transformations have sent it so far. Poll thread, which is the one that runs them. */
    private String destination;

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
        this.destination = topic;
    }

    /** What a transformation has made of a tracked record; if another makes something of it, that too is told. */
    private static final class Derived extends SourceRecord {
        private final TrackedRecord origin;

        Derived(
                TrackedRecord origin,
                String topic,
                Integer partition,
                Schema keySchema,
                Object key,
                Schema valueSchema,
                Object value,
                Long timestamp,
                Iterable<Header> headers) {
            super(
                    origin.sourcePartition(),
                    origin.sourceOffset(),
                    topic,
                    partition,
                    keySchema,
                    key,
                    valueSchema,
                    value,
                    timestamp,
                    headers);
            this.origin = origin;
        }

        @Override
        public SourceRecord newRecord(
                String topic,
                Integer partition,
                Schema keySchema,
                Object key,
                Schema valueSchema,
                Object value,
                Long timestamp,
                Iterable<Header> headers) {
            return origin.newRecord(topic, partition, keySchema, key, valueSchema, value, timestamp, headers);
        }

        // What it is made of says all; who it comes from adds nothing.
        @Override
        public boolean equals(Object other) {
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    @Override
    public SourceRecord newRecord(
            String topic,
            Integer partition,
            Schema keySchema,
            Object key,
            Schema valueSchema,
            Object value,
            Long timestamp,
            Iterable<Header> headers) {
        // Connect may run the transformations again on the same record: the last time counts.
        destination = topic;
        return new Derived(this, topic, partition, keySchema, key, valueSchema, value, timestamp, headers);
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

    /**
     * The topic that it goes to. Final once Connect has handed it to the producer, long before it is acknowledged where transactions are
     * used; a transformation that makes its records without {@code newRecord} is not seen.
     */
    String destination() {
        return destination;
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
