package dev.sluice.archive;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** An errors topic in memory: rejections of some tenants, strangers' records, events, and gaps between offsets. */
final class SimulatedTopic {
    static final long START = 1_763_682_912_345L;

    final List<TopicPartition> partitions = new ArrayList<>();
    private final Map<TopicPartition, NavigableMap<Long, SinkRecord>> logs = new HashMap<>();
    private final Random random;

    SimulatedTopic(int count, Random random) {
        this.random = random;
        for (int i = 0; i < count; i++) {
            TopicPartition partition = new TopicPartition("import-error", i);
            partitions.add(partition);
            logs.put(partition, new TreeMap<>());
        }
    }

    void produce(TopicPartition partition) {
        NavigableMap<Long, SinkRecord> log = logs.get(partition);
        long offset = end(partition) + (random.nextInt(8) == 0 ? random.nextInt(5) : 0);
        log.put(offset, record(partition, offset));
    }

    /** The offset behind the last record. */
    long end(TopicPartition partition) {
        NavigableMap<Long, SinkRecord> log = logs.get(partition);
        return log.isEmpty() ? 0 : log.lastKey() + 1;
    }

    List<SinkRecord> fetch(TopicPartition partition, long from, int max) {
        return logs.get(partition).tailMap(from).values().stream().limit(max).toList();
    }

    /** {@code topic-partition@offset} of every record below an offset that belongs in the archive. */
    List<String> archivable(TopicPartition partition, long below) {
        return logs.get(partition).headMap(below).values().stream()
                .filter(record -> !SluiceHeaders.isEvent(record.headers()))
                .map(record -> partition + "@" + record.kafkaOffset())
                .toList();
    }

    private SinkRecord record(TopicPartition partition, long offset) {
        String tenant = "client_" + (char) ('a' + random.nextInt(3));
        Instant time = Instant.ofEpochMilli(START + offset * 600_000);
        ImportContext context = context(tenant, "data-" + random.nextInt(2));
        int kind = random.nextInt(10);
        if (kind == 0) {
            return event(partition, offset, new Event.ImportStarted(context, time, "x.csv", 42));
        }
        if (kind == 1) {
            return stranger(partition, offset, time);
        }
        return rejection(partition, offset, context, time.toEpochMilli());
    }

    static ImportContext context(String tenant, String dataset) {
        return new ImportContext(DatasetId.of(tenant, dataset), "0123456789abcdef0123", "table", 1, START * 1000);
    }

    static SinkRecord rejection(TopicPartition partition, long offset, ImportContext context, long time) {
        Rejection rejection = new Rejection(
                context,
                new RowPosition(offset + 1, offset + 2, offset * 80, 79),
                "x.csv",
                Rejection.VALIDATE,
                "1,2,3",
                List.of(new Violation(Violation.Code.OUT_OF_RANGE, "IFINDEX", "6828878457269", "too large")),
                Instant.ofEpochMilli(time));
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                Rejection.KEY_SCHEMA,
                rejection.key(),
                Rejection.SCHEMA,
                rejection.toStruct(),
                offset);
    }

    private static SinkRecord event(TopicPartition partition, long offset, Event event) {
        SinkRecord control = new SinkRecord(
                partition.topic(), partition.partition(), null, null, Event.SCHEMA, event.toStruct(), offset);
        SluiceHeaders.ofEvent(event).forEach(header -> control.headers().add(header));
        return control;
    }

    private static SinkRecord stranger(TopicPartition partition, long offset, Instant time) {
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                null,
                null,
                Schema.STRING_SCHEMA,
                "stranger " + offset,
                offset,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME);
    }
}
