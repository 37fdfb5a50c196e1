package dev.sluice.validate;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.SluiceHeaders;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/** Raw rows as the file source makes them. */
public final class Rows {
    public static final DatasetId DATASET = DatasetId.of("client_a", "speed-tracking-data");
    public static final RowPosition POSITION = new RowPosition(1, 2, 83, 81);
    public static final long TIME = 1_700_000_000_000L;

    private Rows() {}

    public static ImportContext pinned(int version) {
        return new ImportContext(DATASET, "0123456789abcdef0123", "analytics", version, 1_700_000_000_000_000L);
    }

    public static Schema rawSchema(List<String> columns) {
        SchemaBuilder builder = SchemaBuilder.struct().name(SchemaProperties.rawName("client_a.analytics"));
        columns.forEach(column -> builder.field(column, Schema.OPTIONAL_STRING_SCHEMA));
        return builder.build();
    }

    public static Struct raw(Schema schema, Map<String, String> values) {
        Struct struct = new Struct(schema);
        values.forEach(struct::put);
        return struct;
    }

    public static SourceRecord record(int version, Struct raw) {
        return record(
                raw,
                SluiceHeaders.ofRawRow(
                        pinned(version).encode(), POSITION, "speed.csv", "HKD,2222771642618,6828878457269"));
    }

    public static SourceRecord record(Struct raw, Headers headers) {
        return new SourceRecord(
                Map.of("file", "speed.csv"),
                Map.of("position", 83L),
                "validated-input",
                null,
                null,
                null,
                raw.schema(),
                raw,
                TIME,
                headers);
    }
}
