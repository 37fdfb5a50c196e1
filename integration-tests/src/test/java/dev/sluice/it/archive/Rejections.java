package dev.sluice.it.archive;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Violation;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** Rejections that are a function of their offset: every process sees the same. */
final class Rejections {
    static final String TOPIC = "import-error";
    static final int PARTITIONS = 2;

    private static final int TENANTS = 5;
    private static final long START = 1_763_682_912_345L;

    private Rejections() {}

    static SinkRecord record(int partition, long offset) {
        if (offset % 100 == 99) {
            return new SinkRecord(
                    TOPIC,
                    partition,
                    null,
                    null,
                    Schema.STRING_SCHEMA,
                    "stranger " + offset,
                    offset,
                    START,
                    TimestampType.CREATE_TIME);
        }
        Rejection rejection = rejection(offset);
        return new SinkRecord(
                TOPIC,
                partition,
                Rejection.KEY_SCHEMA,
                rejection.key(),
                Rejection.SCHEMA,
                rejection.toStruct(),
                offset,
                START + offset,
                TimestampType.CREATE_TIME);
    }

    /** What stands at an offset that no stranger has: its ordinal is the offset's, so that it can be known again. */
    static Rejection rejection(long offset) {
        ImportContext context = new ImportContext(
                DatasetId.of("client_" + (char) ('a' + offset % TENANTS), "data"),
                "0123456789abcdef0123",
                "table",
                1,
                START * 1000);
        return new Rejection(
                context,
                new RowPosition(offset + 1, offset + 2, offset * 80, 79),
                "x.csv",
                Rejection.VALIDATE,
                "1,2,3," + offset,
                List.of(new Violation(Violation.Code.OUT_OF_RANGE, "IFINDEX", "68" + offset, "does not fit an int")),
                Instant.ofEpochMilli(START + offset));
    }
}
