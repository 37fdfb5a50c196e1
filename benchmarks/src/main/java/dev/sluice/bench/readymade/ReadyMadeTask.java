package dev.sluice.bench.readymade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Hands out Structs as fast as they are asked for. */
public final class ReadyMadeTask extends SourceTask {
    /** As many as the file source hands out in one poll. */
    private static final int BATCH = 2_000;

    private static final Map<String, ?> PARTITION = Map.of("source", "ready-made");

    private final AtomicLong acknowledged = new AtomicLong();
    private String topic;
    private long rows;
    private Path folder;
    private Schema schema;
    private Schema keySchema;
    private Field[] fields;
    private Field[] keyFields;
    private String[][] values;
    private long made;

    @Override
    public void start(Map<String, String> props) {
        topic = props.get(ReadyMadeConnector.TOPIC);
        rows = Long.parseLong(props.get(ReadyMadeConnector.ROWS));
        folder = Path.of(props.get(ReadyMadeConnector.FOLDER));
        values = read(folder.resolve("values.txt"));
        schema = texts("benchmark.ready_made", values[0].length);
        fields = schema.fields().toArray(Field[]::new);
        keySchema = texts("benchmark.ready_made.Key", Integer.parseInt(props.get(ReadyMadeConnector.KEY_FIELDS)));
        keyFields = keySchema.fields().toArray(Field[]::new);
    }

    private static Schema texts(String name, int fields) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        for (int i = 0; i < fields; i++) {
            builder.field("column" + i, Schema.OPTIONAL_STRING_SCHEMA);
        }
        return builder.build();
    }

    private static String[][] read(Path file) {
        try {
            return Arrays.stream(Files.readString(file).split("\u001e"))
                    .map(row -> row.split("\u001f", -1))
                    .toArray(String[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<SourceRecord> poll() {
        if (made == rows) {
            return null;
        }
        int size = (int) Math.min(BATCH, rows - made);
        List<SourceRecord> batch = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String[] texts = values[(int) (made % values.length)];
            batch.add(new SourceRecord(
                    PARTITION,
                    Map.of("row", ++made),
                    topic,
                    keySchema,
                    struct(keySchema, keyFields, texts),
                    schema,
                    struct(schema, fields, texts)));
        }
        return batch;
    }

    private static Struct struct(Schema schema, Field[] fields, String[] texts) {
        Struct struct = new Struct(schema);
        for (int i = 0; i < fields.length; i++) {
            struct.put(fields[i], texts[i]);
        }
        return struct;
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        if (acknowledged.incrementAndGet() == rows) {
            try {
                Files.createFile(folder.resolve("done"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void stop() {
        // Nothing is held.
    }

    @Override
    public String version() {
        return "benchmark";
    }
}
