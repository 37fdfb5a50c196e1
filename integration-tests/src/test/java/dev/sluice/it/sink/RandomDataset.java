package dev.sluice.it.sink;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * A dataset with random columns and key, whose files are written to a {@link Log}; keeps, cell by cell, what its table must hold. The
 * model knows nothing of the sink: rows in order, the last one wins.
 */
final class RandomDataset {
    private static final int KEYS_PER_COLUMN = 12;
    private static final int REJECTED_PERCENT = 4;
    private static final int NULL_PERCENT = 15;
    /** Rows that a source emits until it is started again, on average. */
    private static final int LIFE = 200;

    private record Field(String name, RandomColumn type, boolean key) {}

    /** A file that was written, and its numbers. */
    record File(ImportContext context, long rows, long rejected) {}

    private final Random random;
    private final DatasetId id;
    private final String keyspace;
    private final String table;
    private final boolean unset;
    private final List<String> partitionKey = new ArrayList<>();
    private final List<String> clustering = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final Map<List<Object>, Map<String, Object>> model = new HashMap<>();
    private final List<File> files = new ArrayList<>();
    private int version;
    private Schema schema;

    RandomDataset(Random random, String tenant, String keyspace, String table) {
        this.random = random;
        this.id = DatasetId.of(tenant, table);
        this.keyspace = keyspace;
        this.table = table;
        this.unset = random.nextInt(3) == 0;
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            partitionKey.add("Pk" + i);
            fields.add(new Field("Pk" + i, RandomColumn.key(random), true));
        }
        for (int i = 0; i < random.nextInt(3); i++) {
            clustering.add("ck" + i);
            fields.add(new Field("ck" + i, RandomColumn.key(random), true));
        }
        addFields(2 + random.nextInt(5));
    }

    private void addFields(int count) {
        for (int i = 0; i < count; i++) {
            fields.add(new Field("Col" + fields.size(), RandomColumn.any(random), false));
        }
    }

    String keyspace() {
        return keyspace;
    }

    String table() {
        return table;
    }

    List<File> files() {
        return files;
    }

    /** Rows by primary key: columns with a value. */
    Map<List<Object>, Map<String, Object>> model() {
        return model;
    }

    List<String> primaryKey() {
        List<String> key = new ArrayList<>(partitionKey);
        key.addAll(clustering);
        return key;
    }

    /** Announces a new version, with more columns than the one before. */
    void define(Log log) {
        version++;
        if (version > 1) {
            addFields(1 + random.nextInt(2));
        }
        SchemaBuilder builder = SchemaBuilder.struct().name(id.subject(table)).version(version);
        fields.forEach(field -> builder.field(field.name(), field.type().schema(field.key())));
        schema = builder.build();
        String json = "{\"type\": \"record\", \"name\": \"" + id.subject(table) + "\", "
                + (unset ? "\"sluice.empty_as\": \"unset\", " : "") + "\"fields\": ["
                + String.join(
                        ", ",
                        fields.stream()
                                .map(field -> "{\"name\": \"" + field.name() + "\", \"type\": "
                                        + field.type().avro(field.key()) + "}")
                                .toList())
                + "]}";
        log.event(new DatasetDefined(
                id, Instant.EPOCH, table + ".json", table, version, keyspace, partitionKey, clustering, json));
    }

    /** @param base of the write timestamps; grows from file to file */
    void file(Log log, String importId, long base, int rows) {
        ImportContext context = new ImportContext(id, importId, table, version, base);
        log.event(new ImportStarted(context, Instant.EPOCH, "f.csv", rows * 100L));
        long rejected = 0;
        List<Runnable> latest = new ArrayList<>();
        for (long i = 1; i <= rows; i++) {
            long ordinal = i;
            Runnable send;
            if (random.nextInt(100) < REJECTED_PERCENT) {
                send = () -> log.rejection(context, ordinal);
                rejected++;
            } else {
                send = row(log, context, ordinal);
            }
            send.run();
            latest.add(send);
            if (random.nextInt(LIFE) == 0) {
                // The source was started again and repeats what it does not know to be in Kafka.
                log.event(new ImportStarted(context, Instant.EPOCH, "f.csv", rows * 100L));
                latest.forEach(Runnable::run);
                latest.clear();
            }
        }
        log.event(new ImportEnded(context, Instant.EPOCH, "f.csv", rows * 100L, rows, rows - rejected, rejected, "s"));
        files.add(new File(context, rows, rejected));
    }

    private Runnable row(Log log, ImportContext context, long ordinal) {
        Struct struct = new Struct(schema);
        List<Object> key = new ArrayList<>();
        Map<String, Object> written = new HashMap<>();
        for (Field field : fields) {
            if (!field.key() && random.nextInt(100) < NULL_PERCENT) {
                written.put(field.name(), null);
                continue;
            }
            RandomColumn.Value value = field.key()
                    ? field.type().value(random.nextInt(KEYS_PER_COLUMN))
                    : field.type().value(random.nextInt());
            struct.put(field.name(), value.connect());
            if (field.key()) {
                key.add(value.cql());
            } else {
                written.put(field.name(), value.cql());
            }
        }
        Map<String, Object> row = model.computeIfAbsent(key, absent -> new HashMap<>());
        written.forEach((column, value) -> {
            if (value != null) {
                row.put(column, value);
            } else if (!unset) {
                row.remove(column);
            }
        });
        return () -> log.row(context, ordinal, key.hashCode(), struct);
    }
}
