package dev.sluice.cassandra;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Telemetry-like rows of eleven columns for the sink's benchmark.
 *
 * @param name of the table
 * @param perPartition adjacent rows that share a Cassandra partition
 */
record BenchmarkTable(String name, int perPartition) {
    static final String KEYSPACE = "sink_benchmark";
    static final String TOPIC = "validated-input";
    private static final int DOUBLES = 6;
    private static final int TEXTS = 3;

    private static final Schema SCHEMA = schema();
    /** Keys that look random to Cassandra, each row's its own. */
    private static final long SCATTER = 0x9E37_79B9_7F4A_7C15L;

    private static Schema schema() {
        SchemaBuilder builder =
                SchemaBuilder.struct().field("k", Schema.INT64_SCHEMA).field("c", Schema.INT32_SCHEMA);
        for (int i = 0; i < DOUBLES; i++) {
            builder.field("d" + i, Schema.OPTIONAL_FLOAT64_SCHEMA);
        }
        for (int i = 0; i < TEXTS; i++) {
            builder.field("t" + i, Schema.OPTIONAL_STRING_SCHEMA);
        }
        return builder.build();
    }

    static List<String> columns() {
        return SCHEMA.fields().stream().map(field -> field.name()).toList();
    }

    /** What a plain client would prepare for the same rows. */
    String insert() {
        return "INSERT INTO " + KEYSPACE + "." + name + " (" + String.join(", ", columns()) + ") VALUES ("
                + columns().stream().map(column -> "?").collect(Collectors.joining(", ")) + ") USING TIMESTAMP ?";
    }

    /** What a plain client would make for them. */
    String create() {
        return "CREATE TABLE " + KEYSPACE + "." + name + " ("
                + SCHEMA.fields().stream()
                        .map(field -> field.name() + " "
                                + switch (field.schema().type()) {
                                    case INT64 -> "bigint";
                                    case INT32 -> "int";
                                    case FLOAT64 -> "double";
                                    default -> "text";
                                })
                        .collect(Collectors.joining(", "))
                + ", PRIMARY KEY (k, c))";
    }

    private DatasetId dataset() {
        return DatasetId.of("bench", name);
    }

    SinkRecord definition(int partition) {
        String fields = SCHEMA.fields().stream()
                .map(field -> "{\"name\": \"" + field.name() + "\", \"type\": "
                        + switch (field.schema().type()) {
                            case INT64 -> "\"long\"";
                            case INT32 -> "\"int\"";
                            case FLOAT64 -> "[\"null\", \"double\"]";
                            default -> "[\"null\", \"string\"]";
                        }
                        + "}")
                .collect(Collectors.joining(", "));
        DatasetDefined defined = new DatasetDefined(
                dataset(),
                Instant.EPOCH,
                "d.json",
                name,
                1,
                KEYSPACE,
                List.of("k"),
                List.of("c"),
                "{\"type\": \"record\", \"name\": \"bench." + name + "\", \"fields\": [" + fields + "]}");
        return record(partition, SluiceHeaders.ofEvent(defined), Event.SCHEMA, defined.toStruct(), 0);
    }

    /**
     * Rows of one import.
     *
     * @param from how many rows of this table there were before
     * @param offset of the first record
     */
    List<SinkRecord> rows(int partition, String importId, long from, int count, long offset) {
        String encoded = new ImportContext(dataset(), importId, name, 1, 1_700_000_000_000_000L).encode();
        List<SinkRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long row = from + i;
            RowPosition position = new RowPosition(row + 1, row + 2, row * 80, 80);
            records.add(
                    record(partition, SluiceHeaders.ofRow(encoded, position), SCHEMA, row(partition, row), offset + i));
        }
        return records;
    }

    private Struct row(int partition, long row) {
        Struct struct = new Struct(SCHEMA)
                .put("k", (row / perPartition * 64 + partition) * SCATTER)
                .put("c", (int) (row % perPartition));
        for (int i = 0; i < DOUBLES; i++) {
            struct.put("d" + i, row * 0.1 + i);
        }
        for (int i = 0; i < TEXTS; i++) {
            struct.put("t" + i, "text " + row);
        }
        return struct;
    }

    private static SinkRecord record(int partition, Headers headers, Schema schema, Object value, long offset) {
        return new SinkRecord(
                TOPIC, partition, null, null, schema, value, offset, 0L, TimestampType.CREATE_TIME, headers);
    }
}
