package dev.sluice.source.emit;

import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SchemaProperties;
import dev.sluice.contract.SluiceHeaders;
import dev.sluice.contract.Violation;
import dev.sluice.source.check.RowFit;
import dev.sluice.source.define.Definition;
import dev.sluice.source.parse.Quotations;
import dev.sluice.source.parse.RowColumns;
import dev.sluice.source.parse.RowParser;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.RecordScanner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the scanner's records into Connect's, batch by batch. What all rows of an import share is made once: schemas (the transform
 * knows the import by their identity), header text, source partition. Poll thread.
 */
public final class RowEmitter {
    private static final Logger log = LoggerFactory.getLogger(RowEmitter.class);

    private final ImportContext context;
    private final String encodedContext;
    private final String file;
    private final Topics topics;
    private final Map<String, String> sourcePartition;
    private final ImportOffset.Of offsets;
    private final boolean isAtomic;
    private final Text text;
    private final RowFit fit;
    private final Schema rowSchema;
    private final Schema keySchema;
    /** By field of the file: the row's field, or null where it is ignored. */
    private final Field[] rowFields;
    /** By field of the file: the key's field, or null where it is not in the key. */
    private final Field[] keyFields;

    private boolean failedBefore;
    private AckLedger.Batch batch;
    private List<SourceRecord> records = List.of();
    private Map<Violation.Code, Long> violations = Map.of();

    /**
     * What becomes of rows' text.
     *
     * @param maxChars of it that go anywhere
     * @param isCarried whether rows have theirs in a header
     * @param isTold whether rejections have it
     */
    public record Text(int maxChars, boolean isCarried, boolean isTold) {
        /** Of a dataset whose columns are encrypted nobody gets any. */
        public static Text of(int maxChars, boolean isCarried, Definition definition) {
            boolean isTold = !definition.isEncrypted();
            return new Text(maxChars, isCarried && isTold, isTold);
        }
    }

    /**
     * What rows come from.
     *
     * @param file path, relative to the tenant's {@code in/}
     * @param partition the source partition of their offsets
     * @param isAtomic whether they are nothing without the import's end, so that their offsets are its beginning's
     */
    public record Origin(ImportContext context, String file, Map<String, String> partition, boolean isAtomic) {
        /** A whole file. */
        public static Origin of(ImportContext context, String file) {
            return new Origin(
                    context,
                    file,
                    ImportOffset.partition(
                            context.dataset().tenant(), context.dataset().name()),
                    false);
        }

        /** A file whose rows are in one transaction. Aborting it commits their offsets, which must say that there are none. */
        public static Origin ofAtomic(ImportContext context, String file) {
            Origin origin = of(context, file);
            return new Origin(context, file, origin.partition(), true);
        }

        /** A range of a file, by its number. */
        public static Origin of(ImportContext context, String file, int range) {
            return new Origin(context, file, ImportOffset.partition(context.dataset(), range), false);
        }
    }

    /** @param fit whether rows fit into records */
    public RowEmitter(
            Origin origin, RowColumns columns, List<String> primaryKey, Topics topics, Text text, RowFit fit) {
        this.context = origin.context();
        this.encodedContext = context.encode();
        this.file = origin.file();
        this.topics = topics;
        this.text = text;
        this.fit = fit;
        this.sourcePartition = origin.partition();
        this.isAtomic = origin.isAtomic();
        this.offsets = new ImportOffset.Of(context.importId(), file);
        this.rowSchema = strings(SchemaProperties.rawName(context.subject()), columns.names());
        this.keySchema = strings(SchemaProperties.keyName(context.subject()), primaryKey);
        this.rowFields = new Field[columns.targets().size()];
        this.keyFields = new Field[columns.targets().size()];
        for (int i = 0; i < rowFields.length; i++) {
            int target = columns.targets().get(i);
            if (target != RowColumns.IGNORED) {
                rowFields[i] = rowSchema.fields().get(target);
                keyFields[i] = keySchema.field(columns.names().get(target));
            }
        }
    }

    private static Schema strings(String name, List<String> fields) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        fields.forEach(field -> builder.field(field, Schema.OPTIONAL_STRING_SCHEMA));
        return builder.build();
    }

    /** Number of fields that a record must have. */
    public int fields() {
        return rowFields.length;
    }

    public void open(AckLedger ledger, int expectedRows) {
        batch = ledger.batch();
        records = new ArrayList<>(expectedRows);
        violations = new EnumMap<>(Violation.Code.class);
    }

    public int size() {
        return records.size();
    }

    /** What was wrong with the rows of the batch, by code. */
    public Map<Violation.Code, Long> violations() {
        return violations;
    }

    /** Adds the scanner's current record, as a row or as a rejection. */
    public void add(RecordScanner record, RowParser parser, long ordinal, Instant readAt) {
        RowPosition position = new RowPosition(ordinal, record.line(), record.byteStart(), record.byteLength());
        ImportOffset offset = new ImportOffset(
                offsets, isAtomic ? Position.START : record.position(ordinal + 1), ImportOffset.State.READING);
        try {
            // A good row's text is made only if somebody is to have it.
            String raw = text.isCarried() || !RowParser.isPlain(record) ? parser.raw(record) : "";
            List<Violation> reasons = parser.check(record, raw, rowFields.length);
            if (reasons.isEmpty()) {
                reasons = fit.problems(position, record, parser);
            }
            records.add(
                    reasons.isEmpty()
                            ? row(record, parser, raw, position, offset, readAt)
                            : rejection(parser.raw(record), reasons, position, offset, readAt));
        } catch (RuntimeException e) {
            records.add(rejection(null, List.of(unexpected(position, e)), position, offset, readAt));
        }
    }

    /** One row that we cannot deal with is one rejection; it never stops a file. */
    private Violation unexpected(RowPosition position, RuntimeException e) {
        if (!failedBefore) {
            failedBefore = true;
            log.error(
                    "{}/{}, row {}, line {}: unexpected failure; the row is rejected, and more like it will not be"
                            + " logged. Please report it.",
                    context.dataset(),
                    file,
                    position.ordinal(),
                    position.line(),
                    text.isTold() ? e : Quotations.withoutMessages(e));
        }
        return Violation.bounded(
                Violation.Code.INTERNAL_ERROR,
                null,
                e.getClass().getName(),
                "Sluice failed on the row (where='" + e.getClass().getName()
                        + "'); it was rejected. Tell your operator, who finds more in the worker's log.");
    }

    private SourceRecord row(
            RecordScanner record,
            RowParser parser,
            String raw,
            RowPosition position,
            ImportOffset offset,
            Instant readAt) {
        Struct value = new Struct(rowSchema);
        Struct key = new Struct(keySchema);
        for (int i = 0; i < rowFields.length; i++) {
            if (rowFields[i] != null) {
                String text = parser.field(record, i);
                value.put(rowFields[i], text);
                if (keyFields[i] != null) {
                    key.put(keyFields[i], text);
                }
            }
        }
        return new TrackedRecord(
                sourcePartition,
                offset,
                topics.rows(),
                null,
                keySchema,
                key,
                rowSchema,
                value,
                readAt.toEpochMilli(),
                text.isCarried()
                        ? SluiceHeaders.ofRawRow(encodedContext, position, file, bounded(raw))
                        : SluiceHeaders.ofRawRow(encodedContext, position, file),
                batch,
                position);
    }

    private SourceRecord rejection(
            String raw, List<Violation> reasons, RowPosition position, ImportOffset offset, Instant readAt) {
        boolean decoded = reasons.stream().noneMatch(v -> v.code() == Violation.Code.BAD_ENCODING);
        Headers headers = SluiceHeaders.ofRow(encodedContext, position);
        Rejection rejection = new Rejection(
                        context,
                        position,
                        file,
                        Rejection.PARSE,
                        text.isTold() && decoded && raw != null ? bounded(raw) : null,
                        text.isTold() ? reasons : Quotations.hidden(reasons),
                        readAt)
                .fitting(headers, fit.limit());
        reasons.forEach(reason -> violations.merge(reason.code(), 1L, Long::sum));
        return new TrackedRecord(
                sourcePartition,
                offset,
                topics.errors(),
                null,
                Rejection.KEY_SCHEMA,
                rejection.key(),
                Rejection.SCHEMA,
                rejection.toStruct(),
                readAt.toEpochMilli(),
                headers,
                batch,
                position);
    }

    private String bounded(String raw) {
        if (raw.length() <= text.maxChars()) {
            return raw;
        }
        int end = Character.isHighSurrogate(raw.charAt(text.maxChars() - 1)) ? text.maxChars() - 1 : text.maxChars();
        return raw.substring(0, end);
    }

    /**
     * Ends the batch.
     *
     * @param end where the next batch begins
     */
    public List<SourceRecord> close(Position end) {
        batch.close(records.size(), end);
        List<SourceRecord> closed = records;
        records = List.of();
        return closed;
    }
}
