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
    private Field[] fields;
    private String[][] values;
    private long made;

    @Override
    public void start(Map<String, String> props) {
        topic = props.get(ReadyMadeConnector.TOPIC);
        rows = Long.parseLong(props.get(ReadyMadeConnector.ROWS));
        folder = Path.of(props.get(ReadyMadeConnector.FOLDER));
        values = read(folder.resolve("values.txt"));
        SchemaBuilder builder = SchemaBuilder.struct().name("benchmark.ready_made");
        for (int i = 0; i < values[0].length; i++) {
            builder.field("column" + i, Schema.OPTIONAL_STRING_SCHEMA);
        }
        schema = builder.build();
        fields = schema.fields().toArray(Field[]::new);
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
            Struct value = new Struct(schema);
            for (int f = 0; f < fields.length; f++) {
                value.put(fields[f], texts[f]);
            }
            batch.add(new SourceRecord(PARTITION, Map.of("row", ++made), topic, schema, value));
        }
        return batch;
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
