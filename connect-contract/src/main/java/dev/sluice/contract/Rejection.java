package dev.sluice.contract;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.Headers;

/**
 * A row that was refused, with all its violations: the value of a record of the errors topic.
 *
 * @param context the import that the row belongs to
 * @param position where the row stands in its file
 * @param file path of the file, relative to the tenant's {@code in/}
 * @param stage {@link #PARSE} or {@link #VALIDATE}
 * @param raw the row's text, bounded in length; null where it could not be decoded
 * @param violations at least one; of very many the first, and one that says how many more there are
 * @param time when the row was read, milliseconds since the epoch in precision
 */
public record Rejection(
        ImportContext context,
        RowPosition position,
        String file,
        String stage,
        String raw,
        List<Violation> violations,
        Instant time) {
    /** Refused by the source for its structure. */
    public static final String PARSE = "parse";
    /** Refused by the transform for its meaning. */
    public static final String VALIDATE = "validate";

    /** Of a character of UTF-16, in UTF-8, at most. */
    private static final long CHAR_BYTES = 3;
    /** Names, numbers, lengths and two headers. */
    private static final long OTHER_BYTES = 8_192;

    private static final String SIMPLE_NAME = "Rejection";

    /** Connect schema of a rejection. */
    public static final Schema SCHEMA = SchemaBuilder.struct()
            .name("dev.sluice.Rejection")
            .field("tenant", Schema.STRING_SCHEMA)
            .field("dataset", Schema.STRING_SCHEMA)
            .field("import", Schema.STRING_SCHEMA)
            .field("file", Schema.STRING_SCHEMA)
            .field("ordinal", Schema.INT64_SCHEMA)
            .field("line", Schema.INT64_SCHEMA)
            .field("byte_start", Schema.INT64_SCHEMA)
            .field("byte_length", Schema.INT64_SCHEMA)
            .field("stage", Schema.STRING_SCHEMA)
            .field("raw", Schema.OPTIONAL_STRING_SCHEMA)
            .field("subject", Schema.STRING_SCHEMA)
            .field("version", Schema.INT32_SCHEMA)
            .field("write_timestamp_base", Schema.INT64_SCHEMA)
            .field("violations", SchemaBuilder.array(Violation.SCHEMA).build())
            .field("time", Timestamp.SCHEMA)
            .build();

    /** Connect schema of a rejection's key: all rejections of one import meet in one partition. */
    public static final Schema KEY_SCHEMA = SchemaBuilder.struct()
            .name("dev.sluice.ImportKey")
            .field("tenant", Schema.STRING_SCHEMA)
            .field("dataset", Schema.STRING_SCHEMA)
            .field("import", Schema.STRING_SCHEMA)
            .build();

    public Rejection {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(position, "position");
        violations = Violation.fitting(violations);
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("a rejection without a violation gives no reason");
        }
    }

    /**
     * As much of it as a record of so many bytes holds: the row's text goes first, then violations from the last on, and the end of
     * the first one's message.
     *
     * @param headers of its record
     * @param bytes as {@link RecordSize} counts them; at least {@link RecordSize#LEAST_LIMIT}
     */
    public Rejection fitting(Headers headers, long bytes) {
        // By far the most do, and need not be counted exactly.
        long characters = Violation.characters(violations) + file.length() + (raw == null ? 0 : raw.length());
        if (OTHER_BYTES + CHAR_BYTES * characters <= bytes) {
            return this;
        }
        long excess = RecordSize.of(key(), toStruct(), headers) - bytes;
        if (excess <= 0) {
            return this;
        }
        long text = raw == null ? 0 : RecordSize.ofText(raw);
        long left = text - excess - 1 - RecordSize.COUNT;
        return left > RecordSize.ofText("…")
                ? with(RecordSize.cut(raw, left), violations)
                : with(null, Violation.fitting(violations, Violation.size(violations) - excess + text - 1));
    }

    private Rejection with(String newRaw, List<Violation> newViolations) {
        return new Rejection(context, position, file, stage, newRaw, newViolations, time);
    }

    public Struct key() {
        return new Struct(KEY_SCHEMA)
                .put("tenant", context.dataset().tenant().name())
                .put("dataset", context.dataset().name())
                .put("import", context.importId());
    }

    public Struct toStruct() {
        return new Struct(SCHEMA)
                .put("tenant", context.dataset().tenant().name())
                .put("dataset", context.dataset().name())
                .put("import", context.importId())
                .put("file", file)
                .put("ordinal", position.ordinal())
                .put("line", position.line())
                .put("byte_start", position.byteStart())
                .put("byte_length", position.byteLength())
                .put("stage", stage)
                .put("raw", raw)
                .put("subject", context.subject())
                .put("version", context.version())
                .put("write_timestamp_base", context.writeTimestampBase())
                .put("violations", Violation.toStructs(violations))
                .put("time", Date.from(time));
    }

    /**
     * Whether a value is a rejection: by the name of its schema. A converter may lose the package of a name, as Protobuf's does, or the
     * whole name; then it must have the fields of a rejection, too. A row is none whatever its columns are called: its schema is
     * named after its dataset.
     */
    public static boolean isRejection(Schema schema) {
        if (schema == null || schema.type() != Schema.Type.STRUCT) {
            return false;
        }
        String name = schema.name();
        return SCHEMA.name().equals(name) || ((name == null || name.equals(SIMPLE_NAME)) && hasFields(schema));
    }

    /** Runs once a row where rows have no name: the first field that is missing ends it. */
    private static boolean hasFields(Schema schema) {
        for (Field field : SCHEMA.fields()) {
            Field there = schema.field(field.name());
            if (there == null || there.schema().type() != field.schema().type()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a rejection.
     *
     * @throws RuntimeException if the Struct is not a rejection (a {@code DataException} for a missing field, an {@code
     *     IllegalArgumentException} for a name that is not valid)
     */
    public static Rejection of(Struct struct) {
        String subject = struct.getString("subject");
        DatasetId dataset = DatasetId.of(struct.getString("tenant"), struct.getString("dataset"));
        return new Rejection(
                new ImportContext(
                        dataset,
                        struct.getString("import"),
                        subject.substring(subject.indexOf('.') + 1),
                        struct.getInt32("version"),
                        struct.getInt64("write_timestamp_base")),
                new RowPosition(
                        struct.getInt64("ordinal"),
                        struct.getInt64("line"),
                        struct.getInt64("byte_start"),
                        struct.getInt64("byte_length")),
                struct.getString("file"),
                struct.getString("stage"),
                struct.getString("raw"),
                Violation.ofStructs(struct.getArray("violations")),
                ((Date) struct.get("time")).toInstant());
    }
}
