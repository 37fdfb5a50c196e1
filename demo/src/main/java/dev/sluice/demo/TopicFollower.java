package dev.sluice.demo;

import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import io.confluent.connect.avro.AvroConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads the pipeline's topics from the beginning, without a group, and keeps an {@link ImportBoard}. For one thread.
 *
 * <p>Also tells whether a sink has everything behind it: its group's committed offsets against the records seen here. End offsets
 * will not do, because the last offset of a partition may be a transaction's marker.
 */
public final class TopicFollower implements AutoCloseable {
    private final ImportBoard board = new ImportBoard();
    private final Map<TopicPartition, Long> seen = new HashMap<>();
    private final TopicReader reader;
    private final AvroConverter converter;
    private final Admin admin;
    private final String errorsTopic;
    private final String eventsTopic;
    private Consumer<Rejection> rejections = rejection -> {};

    /** The three topics of the single-stage layout. */
    public record Topics(String rows, String errors, String events) {
        /** As in {@code connector-configs/}. */
        public static final Topics DEFAULT = new Topics("validated-input", "import-error", "table-ops");
    }

    public TopicFollower(String bootstrapServers, String schemaRegistryUrl, Topics topics) {
        this.errorsTopic = topics.errors();
        this.eventsTopic = topics.events();
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.reader = new TopicReader(bootstrapServers, topics.rows(), topics.errors(), topics.events());
        this.converter = WireFormat.converter(schemaRegistryUrl, false);
    }

    /** Calls back for every rejection that is read from now on. */
    public void onRejection(Consumer<Rejection> callback) {
        this.rejections = callback;
    }

    /** Reads what there is, waiting for at most this long. */
    public void poll(Duration timeout) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(timeout)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            seen.put(partition, record.offset());
            if (record.headers().lastHeader(SluiceHeaders.EVENT) != null) {
                if (record.topic().equals(eventsTopic)) {
                    board.event(Event.of(struct(record)));
                }
            } else if (record.headers().lastHeader(SluiceHeaders.IMPORT) != null) {
                row(partition, record);
            }
        }
    }

    private void row(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        boolean rejected = record.topic().equals(errorsTopic);
        board.row(
                partition,
                ImportContext.decode(WireFormat.text(record, SluiceHeaders.IMPORT)),
                RowPosition.decode(WireFormat.text(record, SluiceHeaders.ROW)),
                rejected);
        if (rejected) {
            rejections.accept(Rejection.of(struct(record)));
        }
    }

    private Struct struct(ConsumerRecord<byte[], byte[]> record) {
        return (Struct) converter.toConnectData(record.topic(), record.value()).value();
    }

    public ImportBoard board() {
        return board;
    }

    /** How many records of a topic, among those seen here, a sink's group has not committed yet; events included. */
    public long lag(String connector, String topic) {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("connect-" + connector)
                    .partitionsToOffsetAndMetadata()
                    .get();
            long lag = 0;
            for (Map.Entry<TopicPartition, Long> entry : seen.entrySet()) {
                if (entry.getKey().topic().equals(topic)) {
                    OffsetAndMetadata offset = committed.get(entry.getKey());
                    lag += Math.max(0, entry.getValue() + 1 - (offset == null ? 0 : offset.offset()));
                }
            }
            return lag;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        reader.close();
        admin.close();
        try {
            converter.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
