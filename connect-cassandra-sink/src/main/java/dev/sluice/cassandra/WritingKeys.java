package dev.sluice.cassandra;

import dev.sluice.cassandra.plan.WritePlan;
import dev.sluice.cassandra.write.Pressure;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The keys that say how much is written at once. */
final class WritingKeys {
    static final String MAX_IN_FLIGHT_CONFIG = "max.in.flight";
    private static final String MAX_IN_FLIGHT_DOC =
            "Requests that one task may have under way. Lowered by itself while Cassandra says that it is overloaded.";
    static final int MAX_IN_FLIGHT_DEFAULT = 512;

    static final String MAX_P99_CONFIG = "max.latency.p99.ms";
    private static final String MAX_P99_DOC =
            "While one answer of Cassandra in a hundred takes longer than this, fewer requests are under way, until it no longer does.";
    static final int MAX_P99_DEFAULT = 2_000;

    static final String BATCH_MAX_ROWS_CONFIG = "batch.max.rows";
    private static final String BATCH_MAX_ROWS_DOC =
            "Rows of one Cassandra partition that go in one request; 1 means no batches.";
    static final int BATCH_MAX_ROWS_DEFAULT = 50;

    static final String BATCH_MAX_BYTES_CONFIG = "batch.max.bytes";
    private static final String BATCH_MAX_BYTES_DOC = "Bytes that go in one request; a larger row goes alone.";
    static final int BATCH_MAX_BYTES_DEFAULT = 65_536;

    private static final int MAX_IN_FLIGHT_MAX = 2_048;
    private static final int MAX_BATCH_ROWS = 1_000;
    private static final int MIN_BATCH_BYTES = 1_024;
    private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;

    private WritingKeys() {}

    static void define(ConfigDef keys) {
        new KeyGroup(keys, "Writing")
                .number(MAX_IN_FLIGHT_CONFIG, MAX_IN_FLIGHT_DEFAULT, 1, MAX_IN_FLIGHT_MAX, MAX_IN_FLIGHT_DOC)
                .number(MAX_P99_CONFIG, MAX_P99_DEFAULT, 1, TimeKeys.MAX_TIMEOUT, MAX_P99_DOC)
                .number(BATCH_MAX_ROWS_CONFIG, BATCH_MAX_ROWS_DEFAULT, 1, MAX_BATCH_ROWS, BATCH_MAX_ROWS_DOC)
                .number(
                        BATCH_MAX_BYTES_CONFIG,
                        BATCH_MAX_BYTES_DEFAULT,
                        MIN_BATCH_BYTES,
                        MAX_BATCH_BYTES,
                        BATCH_MAX_BYTES_DOC);
    }

    static WritePlan plan(AbstractConfig config) {
        return new WritePlan(config.getInt(BATCH_MAX_ROWS_CONFIG), config.getInt(BATCH_MAX_BYTES_CONFIG));
    }

    static Pressure pressure(AbstractConfig config) {
        return new Pressure(config.getInt(MAX_IN_FLIGHT_CONFIG), config.getInt(MAX_P99_CONFIG));
    }
}
