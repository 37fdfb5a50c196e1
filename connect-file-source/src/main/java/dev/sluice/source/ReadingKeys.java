package dev.sluice.source;

import dev.sluice.contract.RecordSize;
import dev.sluice.source.lane.Limits;
import java.util.OptionalInt;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The keys that bound what is read at once. */
final class ReadingKeys {
    static final String BATCH_MAX_ROWS_CONFIG = "batch.max.rows";
    static final int BATCH_MAX_ROWS_DEFAULT = 2000;
    private static final String BATCH_MAX_ROWS_DOC = "Rows of one poll. Datasets take turns poll by poll.";

    static final String BATCH_MAX_BYTES_CONFIG = "batch.max.bytes";
    static final int BATCH_MAX_BYTES_DEFAULT = 1 << 20;
    private static final String BATCH_MAX_BYTES_DOC = "Bytes of a file that one poll reads; at least one row.";

    static final String BATCH_MAX_MS_CONFIG = "batch.max.ms";
    static final int BATCH_MAX_MS_DEFAULT = 500;
    private static final String BATCH_MAX_MS_DOC =
            "After so many milliseconds a poll ends with the rows that it has, on slow"
                    + " file systems for instance; at least one row.";

    static final String MAX_RECORD_BYTES_CONFIG = "max.record.bytes";
    static final int MAX_RECORD_BYTES_DEFAULT = 1 << 19;
    private static final String MAX_RECORD_BYTES_DOC =
            "Larger rows are rejected. Also how far the end of an open quote is looked for. What a row may take in Kafka, its"
                    + " key's bytes twice for instance, max.message.bytes says.";

    static final String MAX_MESSAGE_BYTES_CONFIG = "max.message.bytes";
    /** Of the producer's own setting, or of Kafka's default. */
    static final int MAX_MESSAGE_BYTES_DEFAULT = 0;

    static final String BATCH_SIZE = "producer.override.batch.size";
    static final String MAX_REQUEST_SIZE = "producer.override.max.request.size";
    private static final String MAX_MESSAGE_BYTES_DOC =
            "What a record may take in Kafka, uncompressed: key, value and headers as AvroConverter writes them. Rows that would"
                    + " take more are rejected (RECORD_TOO_LARGE), rejections and events are cut to it, and definitions that do not fit"
                    + " are refused, because a producer or broker that refused them would fail the task. No topic's max.message.bytes and"
                    + " no producer's max.request.size may be smaller. 0: " + MAX_REQUEST_SIZE
                    + " if that is set, else "
                    + RecordSize.DEFAULT_LIMIT
                    + ". With converters that write larger records, such as JSON's, leave them room.";

    static final String RAW_MAX_CHARS_CONFIG = "raw.max.chars";
    static final int RAW_MAX_CHARS_DEFAULT = 16_384;
    private static final String RAW_MAX_CHARS_DOC = "How much of a row's text a rejection holds.";

    static final String ROWS_CARRY_TEXT_CONFIG = "rows.carry.text";
    static final boolean ROWS_CARRY_TEXT_DEFAULT = true;
    private static final String ROWS_CARRY_TEXT_DOC = "Whether rows have their text, up to raw.max.chars, in the header"
            + " sluice.raw. The transform behind this connector makes its rejections' text of it, and takes the header away;"
            + " without that transform it would travel through Kafka with every row. The rejections that the connector itself"
            + " makes have their text in any case.";

    static final String SPLIT_MIN_BYTES_CONFIG = "split.min.bytes";
    static final long SPLIT_MIN_BYTES_DEFAULT = 0;
    private static final String SPLIT_MIN_BYTES_DOC =
            "Plain files of at least so many bytes are read by all tasks of the"
                    + " connector at once; 0 for none. Every row keeps the ordinal and write timestamp that it has otherwise, and the"
                    + " import's start and end frame all rows in every partition as ever; but two rows of one key from different parts"
                    + " of the file may reach their partition in either order. The Cassandra sink goes by write timestamps; leave it off"
                    + " if others read the topic and take the last row that comes for the latest. Compressed files, and those of tenants"
                    + " whose agreement limits their rows per second, are read by one task.";

    private static final int MOST_ROWS = 1_000_000;
    private static final int MOST_MILLIS = 60_000;
    private static final int MOST_BYTES = 256 << 20;

    private ReadingKeys() {}

    static void define(ConfigDef keys) {
        KeyGroup group = new KeyGroup(keys, "Reading");
        bound(group, BATCH_MAX_ROWS_CONFIG, BATCH_MAX_ROWS_DEFAULT, MOST_ROWS, BATCH_MAX_ROWS_DOC);
        bound(group, BATCH_MAX_BYTES_CONFIG, BATCH_MAX_BYTES_DEFAULT, MOST_BYTES, BATCH_MAX_BYTES_DOC);
        bound(group, BATCH_MAX_MS_CONFIG, BATCH_MAX_MS_DEFAULT, MOST_MILLIS, BATCH_MAX_MS_DOC);
        bound(group, MAX_RECORD_BYTES_CONFIG, MAX_RECORD_BYTES_DEFAULT, MOST_BYTES, MAX_RECORD_BYTES_DOC);
        group.key(
                MAX_MESSAGE_BYTES_CONFIG,
                ConfigDef.Type.INT,
                MAX_MESSAGE_BYTES_DEFAULT,
                ConfigDef.LambdaValidator.with(
                        (name, value) -> {
                            if (!Integer.valueOf(0).equals(value)) {
                                Range.between(RecordSize.LEAST_LIMIT, MOST_BYTES)
                                        .ensureValid(name, value);
                            }
                        },
                        () -> "0 or [" + RecordSize.LEAST_LIMIT + ",...," + MOST_BYTES + "]"),
                Importance.MEDIUM,
                MAX_MESSAGE_BYTES_DOC);
        bound(group, RAW_MAX_CHARS_CONFIG, RAW_MAX_CHARS_DEFAULT, MOST_BYTES, RAW_MAX_CHARS_DOC);
        group.key(
                SPLIT_MIN_BYTES_CONFIG,
                ConfigDef.Type.LONG,
                SPLIT_MIN_BYTES_DEFAULT,
                Range.atLeast(0),
                Importance.MEDIUM,
                SPLIT_MIN_BYTES_DOC);
        group.key(
                ROWS_CARRY_TEXT_CONFIG,
                ConfigDef.Type.BOOLEAN,
                ROWS_CARRY_TEXT_DEFAULT,
                Importance.LOW,
                ROWS_CARRY_TEXT_DOC);
    }

    static long splitMinBytes(FileSourceConfig config) {
        return config.getLong(SPLIT_MIN_BYTES_CONFIG);
    }

    private static void bound(KeyGroup group, String name, int absent, int most, String doc) {
        group.key(name, ConfigDef.Type.INT, absent, Range.between(1, most), Importance.LOW, doc);
    }

    /** What a record may take: by our setting, and never more than the producer lets pass. */
    static int messageBytes(FileSourceConfig config) {
        int own = config.getInt(MAX_MESSAGE_BYTES_CONFIG);
        OptionalInt producers = producersBytes(config);
        if (own == 0) {
            return producers.orElse(RecordSize.DEFAULT_LIMIT);
        }
        return Math.min(own, producers.orElse(own));
    }

    /** How large batches become, if the connector's configuration says so; else 0, for by default they are small. */
    static int producersBatchBytes(FileSourceConfig config) {
        Object bytes = config.originals().get(BATCH_SIZE);
        return bytes == null ? 0 : (Integer) ConfigDef.parseType(BATCH_SIZE, bytes, ConfigDef.Type.INT);
    }

    /** What the producer lets pass, if the connector's configuration says so. */
    static OptionalInt producersBytes(FileSourceConfig config) {
        Object most = config.originals().get(MAX_REQUEST_SIZE);
        return most == null
                ? OptionalInt.empty()
                : OptionalInt.of((Integer) ConfigDef.parseType(MAX_REQUEST_SIZE, most, ConfigDef.Type.INT));
    }

    static boolean carriesText(FileSourceConfig config) {
        return config.getBoolean(ROWS_CARRY_TEXT_CONFIG);
    }

    static Limits limits(FileSourceConfig config) {
        return new Limits(
                config.getInt(BATCH_MAX_ROWS_CONFIG),
                config.getInt(BATCH_MAX_BYTES_CONFIG),
                config.getInt(BATCH_MAX_MS_CONFIG),
                config.getInt(MAX_RECORD_BYTES_CONFIG),
                config.getInt(RAW_MAX_CHARS_CONFIG));
    }
}
