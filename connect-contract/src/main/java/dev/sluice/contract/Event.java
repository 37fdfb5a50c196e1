package dev.sluice.contract;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/**
 * A control record: something that happened to a dataset or a file. Written to every partition of the row topic and once to the
 * events topic; reading one twice changes nothing.
 *
 * <p>On the wire every event is the same flat Struct, {@link #SCHEMA}, so that new kinds and fields never break a reader.
 */
public sealed interface Event {
    /** Version of the wire contract. */
    int CONTRACT = 1;

    /** Connect schema of all events; only what every event has is required. */
    Schema SCHEMA = SchemaBuilder.struct()
            .name("dev.sluice.Event")
            .field("contract", Schema.INT32_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("tenant", Schema.STRING_SCHEMA)
            .field("time", Timestamp.SCHEMA)
            .field("dataset", Schema.OPTIONAL_STRING_SCHEMA)
            .field("file", Schema.OPTIONAL_STRING_SCHEMA)
            .field("import", Schema.OPTIONAL_STRING_SCHEMA)
            .field("table", Schema.OPTIONAL_STRING_SCHEMA)
            .field("version", Schema.OPTIONAL_INT32_SCHEMA)
            .field("keyspace", Schema.OPTIONAL_STRING_SCHEMA)
            .field("partition_key", optionalStrings())
            .field("clustering_columns", optionalStrings())
            .field("schema", Schema.OPTIONAL_STRING_SCHEMA)
            .field("write_timestamp_base", Schema.OPTIONAL_INT64_SCHEMA)
            .field("bytes", Schema.OPTIONAL_INT64_SCHEMA)
            .field("rows_read", Schema.OPTIONAL_INT64_SCHEMA)
            .field("rows_accepted", Schema.OPTIONAL_INT64_SCHEMA)
            .field("rows_rejected", Schema.OPTIONAL_INT64_SCHEMA)
            .field("rows_lost", Schema.OPTIONAL_INT64_SCHEMA)
            .field("sha256", Schema.OPTIONAL_STRING_SCHEMA)
            .field("reasons", SchemaBuilder.array(Violation.SCHEMA).optional().build())
            .build();

    /** Connect schema of an event's key: all events of one dataset meet in one partition of the events topic. */
    Schema KEY_SCHEMA = SchemaBuilder.struct()
            .name("dev.sluice.DatasetKey")
            .field("tenant", Schema.STRING_SCHEMA)
            .field("dataset", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    String tenant();

    /** The dataset's name; null only where no dataset could be told ({@link FileRejected}, {@link DatasetRejected}). */
    String dataset();

    /** When it happened; milliseconds in precision. */
    Instant time();

    /** This kind's fields, put into a Struct that already has what all events have. */
    void describe(Struct struct);

    /** The kind, as header and field say it. */
    default String type() {
        return getClass().getSimpleName();
    }

    default Struct key() {
        return new Struct(KEY_SCHEMA).put("tenant", tenant()).put("dataset", dataset());
    }

    /**
     * The event with as many of its reasons as a record of so many bytes holds; the event itself if it has none.
     *
     * @param most bytes as {@link RecordSize} counts them; at least {@link RecordSize#LEAST_LIMIT}
     */
    default Event fitting(long most) {
        return this;
    }

    /** Bytes of the event's record. */
    default long size() {
        return RecordSize.of(key(), toStruct(), SluiceHeaders.ofEvent(this));
    }

    private static List<Violation> reasonsFitting(Event event, List<Violation> reasons, long most) {
        return Violation.fitting(reasons, Violation.size(reasons) - Math.max(0, event.size() - most));
    }

    default Struct toStruct() {
        Struct struct = new Struct(SCHEMA)
                .put("contract", CONTRACT)
                .put("type", type())
                .put("tenant", tenant())
                .put("time", Date.from(time()))
                .put("dataset", dataset());
        describe(struct);
        return struct;
    }

    /**
     * A definition was accepted: from here on, rows of this version may come.
     *
     * @param file the definition's file, relative to the tenant's {@code in/}
     * @param version Registry version of subject {@code tenant.table}
     * @param partitionKey column names, in order
     * @param clusteringColumns column names, in order; may be empty
     * @param schema the Avro schema, with {@link SchemaProperties}, as JSON
     */
    record DatasetDefined(
            DatasetId id,
            Instant time,
            String file,
            String table,
            int version,
            String keyspace,
            List<String> partitionKey,
            List<String> clusteringColumns,
            String schema)
            implements Event {
        public DatasetDefined {
            partitionKey = List.copyOf(partitionKey);
            clusteringColumns = List.copyOf(clusteringColumns);
        }

        /** The Registry subject. */
        public String subject() {
            return id.subject(table);
        }

        @Override
        public String tenant() {
            return id.tenant().name();
        }

        @Override
        public String dataset() {
            return id.name();
        }

        @Override
        public void describe(Struct struct) {
            struct.put("file", file)
                    .put("table", table)
                    .put("version", version)
                    .put("keyspace", keyspace)
                    .put("partition_key", partitionKey)
                    .put("clustering_columns", clusteringColumns)
                    .put("schema", schema);
        }
    }

    /**
     * A definition was refused; nothing else changed.
     *
     * @param dataset null where the definition is not even readable
     */
    record DatasetRejected(String tenant, String dataset, Instant time, String file, List<Violation> reasons)
            implements Event {
        public DatasetRejected {
            reasons = Violation.fitting(reasons);
        }

        @Override
        public Event fitting(long most) {
            return new DatasetRejected(tenant, dataset, time, file, Event.reasonsFitting(this, reasons, most));
        }

        @Override
        public void describe(Struct struct) {
            struct.put("file", file).put("reasons", Violation.toStructs(reasons));
        }
    }

    /**
     * The rows of an import follow. Comes again, unchanged, when the import is resumed after a crash.
     *
     * @param bytes size of the file
     */
    record ImportStarted(ImportContext context, Instant time, String file, long bytes) implements Event {
        @Override
        public String tenant() {
            return context.dataset().tenant().name();
        }

        @Override
        public String dataset() {
            return context.dataset().name();
        }

        @Override
        public void describe(Struct struct) {
            put(struct, context, file);
            struct.put("bytes", bytes);
        }
    }

    /**
     * All rows of an import are acknowledged by the broker: {@code read = accepted + rejected}.
     *
     * @param bytes size of the file
     * @param sha256 of the file's bytes, lower-case hexadecimal
     */
    record ImportEnded(
            ImportContext context,
            Instant time,
            String file,
            long bytes,
            long rowsRead,
            long rowsAccepted,
            long rowsRejected,
            String sha256)
            implements Event {
        @Override
        public String tenant() {
            return context.dataset().tenant().name();
        }

        @Override
        public String dataset() {
            return context.dataset().name();
        }

        @Override
        public void describe(Struct struct) {
            put(struct, context, file);
            struct.put("bytes", bytes)
                    .put("rows_read", rowsRead)
                    .put("rows_accepted", rowsAccepted)
                    .put("rows_rejected", rowsRejected)
                    .put("sha256", sha256);
        }
    }

    /**
     * An import could not be completed: the file changed while it was read, or rows were dropped on their way.
     *
     * @param rowsLost rows that were read but never reached a topic
     */
    record ImportFailed(
            ImportContext context,
            Instant time,
            String file,
            long rowsRead,
            long rowsAccepted,
            long rowsRejected,
            long rowsLost,
            List<Violation> reasons)
            implements Event {
        public ImportFailed {
            reasons = Violation.fitting(reasons);
        }

        @Override
        public Event fitting(long most) {
            return new ImportFailed(
                    context,
                    time,
                    file,
                    rowsRead,
                    rowsAccepted,
                    rowsRejected,
                    rowsLost,
                    Event.reasonsFitting(this, reasons, most));
        }

        @Override
        public String tenant() {
            return context.dataset().tenant().name();
        }

        @Override
        public String dataset() {
            return context.dataset().name();
        }

        @Override
        public void describe(Struct struct) {
            put(struct, context, file);
            struct.put("rows_read", rowsRead)
                    .put("rows_accepted", rowsAccepted)
                    .put("rows_rejected", rowsRejected)
                    .put("rows_lost", rowsLost)
                    .put("reasons", Violation.toStructs(reasons));
        }
    }

    /**
     * A file was refused before any row of it was emitted.
     *
     * @param dataset null where no dataset could be told
     */
    record FileRejected(String tenant, String dataset, Instant time, String file, long bytes, List<Violation> reasons)
            implements Event {
        public FileRejected {
            reasons = Violation.fitting(reasons);
        }

        @Override
        public Event fitting(long most) {
            return new FileRejected(tenant, dataset, time, file, bytes, Event.reasonsFitting(this, reasons, most));
        }

        @Override
        public void describe(Struct struct) {
            struct.put("file", file).put("bytes", bytes).put("reasons", Violation.toStructs(reasons));
        }
    }

    /**
     * Reads an event.
     *
     * @throws RuntimeException if the Struct is not an event of a kind that this version knows; callers skip it
     */
    static Event of(Struct struct) {
        String tenant = struct.getString("tenant");
        String dataset = struct.getString("dataset");
        Instant time = ((Date) struct.get("time")).toInstant();
        String file = struct.getString("file");
        String type = struct.getString("type");
        return switch (type) {
            case "DatasetDefined" ->
                new DatasetDefined(
                        DatasetId.of(tenant, dataset),
                        time,
                        file,
                        struct.getString("table"),
                        struct.getInt32("version"),
                        struct.getString("keyspace"),
                        struct.getArray("partition_key"),
                        struct.getArray("clustering_columns"),
                        struct.getString("schema"));
            case "DatasetRejected" -> new DatasetRejected(tenant, dataset, time, file, reasons(struct));
            case "ImportStarted" -> new ImportStarted(context(struct), time, file, struct.getInt64("bytes"));
            case "ImportEnded" ->
                new ImportEnded(
                        context(struct),
                        time,
                        file,
                        struct.getInt64("bytes"),
                        struct.getInt64("rows_read"),
                        struct.getInt64("rows_accepted"),
                        struct.getInt64("rows_rejected"),
                        struct.getString("sha256"));
            case "ImportFailed" ->
                new ImportFailed(
                        context(struct),
                        time,
                        file,
                        struct.getInt64("rows_read"),
                        struct.getInt64("rows_accepted"),
                        struct.getInt64("rows_rejected"),
                        struct.getInt64("rows_lost"),
                        reasons(struct));
            case "FileRejected" ->
                new FileRejected(tenant, dataset, time, file, struct.getInt64("bytes"), reasons(struct));
            default ->
                throw new IllegalArgumentException("event type (where='" + type + "') is not known to contract "
                        + CONTRACT + "; the event is of a newer Sluice. Upgrade this plugin.");
        };
    }

    private static Schema optionalStrings() {
        return SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build();
    }

    private static void put(Struct struct, ImportContext context, String file) {
        Objects.requireNonNull(file, "file");
        struct.put("file", file)
                .put("import", context.importId())
                .put("table", context.table())
                .put("version", context.version())
                .put("write_timestamp_base", context.writeTimestampBase());
    }

    private static ImportContext context(Struct struct) {
        return new ImportContext(
                DatasetId.of(struct.getString("tenant"), struct.getString("dataset")),
                struct.getString("import"),
                struct.getString("table"),
                struct.getInt32("version"),
                struct.getInt64("write_timestamp_base"));
    }

    private static List<Violation> reasons(Struct struct) {
        return Violation.ofStructs(struct.getArray("reasons"));
    }
}
