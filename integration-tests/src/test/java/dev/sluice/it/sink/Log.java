package dev.sluice.it.sink;

import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;

/** The two topics that the sink reads, in memory. Not thread-safe while it is written. */
final class Log {
    static final String ROWS = "validated-input";
    static final String ERRORS = "import-error";

    private final Map<TopicPartition, List<SinkRecord>> records = new LinkedHashMap<>();
    private final int rowPartitions;

    Log(int rowPartitions, int errorPartitions) {
        this.rowPartitions = rowPartitions;
        for (int i = 0; i < rowPartitions; i++) {
            records.put(new TopicPartition(ROWS, i), new ArrayList<>());
        }
        for (int i = 0; i < errorPartitions; i++) {
            records.put(new TopicPartition(ERRORS, i), new ArrayList<>());
        }
    }

    Map<TopicPartition, List<SinkRecord>> records() {
        return records;
    }

    /** To every partition, as the source does. */
    void event(Event event) {
        for (int i = 0; i < rowPartitions; i++) {
            append(new TopicPartition(ROWS, i), SluiceHeaders.ofEvent(event), Event.SCHEMA, event.toStruct());
        }
    }

    void row(ImportContext context, long ordinal, int keyHash, Struct row) {
        append(
                new TopicPartition(ROWS, Math.floorMod(keyHash, rowPartitions)),
                SluiceHeaders.ofRow(context.encode(), position(ordinal)),
                row.schema(),
                row);
    }

    void rejection(ImportContext context, long ordinal) {
        Rejection rejection = new Rejection(
                context,
                position(ordinal),
                "f.csv",
                Rejection.VALIDATE,
                null,
                List.of(new Violation(Violation.Code.TYPE_MISMATCH, "c", "x", "column (where='c') is not an int")),
                Instant.EPOCH);
        int partitions = records.size() - rowPartitions;
        append(
                new TopicPartition(ERRORS, Math.floorMod(context.importId().hashCode(), partitions)),
                SluiceHeaders.ofRow(context.encode(), position(ordinal)),
                Rejection.SCHEMA,
                rejection.toStruct());
    }

    static RowPosition position(long ordinal) {
        return new RowPosition(ordinal, ordinal + 1, (ordinal - 1) * 100, 100);
    }

    private void append(TopicPartition partition, Headers headers, Schema schema, Object value) {
        List<SinkRecord> log = records.get(partition);
        log.add(new SinkRecord(
                partition.topic(),
                partition.partition(),
                null,
                null,
                schema,
                value,
                log.size(),
                0L,
                TimestampType.CREATE_TIME,
                headers));
    }
}
