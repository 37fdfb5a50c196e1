package dev.sluice.archive.envelope;

import dev.sluice.archive.envelope.Envelope.Head;
import dev.sluice.archive.envelope.Envelope.Kind;
import dev.sluice.archive.envelope.Envelope.Origin;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.envelope.Envelope.Row;
import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.RowPosition;
import dev.sluice.contract.SluiceHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Makes an envelope of any record. Never throws: each way of reading that fails gives way to a humbler one, and the envelope says
 * so.
 */
public final class Enveloper {
    /** The archive's own code for a record that is neither a rejection nor a dead letter. */
    public static final String NOT_A_REJECTION = "NOT_A_REJECTION";

    private Enveloper() {}

    /** The record's envelope; empty for the control records of the contract, which are not archived. */
    public static Optional<Envelope> envelop(SinkRecord record) {
        Origin origin = new Origin(
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset(),
                record.timestamp());
        try {
            if (isEvent(record)) {
                return Optional.empty();
            }
            if (record.value() instanceof Struct struct && Rejection.isRejection(struct.schema())) {
                return Optional.of(rejection(record, struct, origin));
            }
            if (DeadLetter.isDeadLetter(record.headers())) {
                return Optional.of(deadLetter(record, origin));
            }
            return Optional.of(other(record, origin, "the record is neither a rejection nor a dead letter"));
        } catch (RuntimeException e) {
            return Optional.of(leniently(record, origin, e));
        }
    }

    private static boolean isEvent(SinkRecord record) {
        return SluiceHeaders.isEvent(record.headers())
                || (record.value() instanceof Struct struct
                        && Event.SCHEMA.name().equals(struct.schema().name()));
    }

    private static Envelope rejection(SinkRecord record, Struct struct, Origin origin) {
        RejectionFields fields = RejectionFields.of(struct.schema());
        return new Envelope(
                Kind.REJECTION,
                fields.tenant(struct),
                fields.dataset(struct),
                fields.importId(struct),
                fields.row(struct),
                fields.reasons(struct),
                fields.raw(struct),
                null,
                null,
                heads(record, true),
                origin,
                null,
                fields.time(struct));
    }

    private static Envelope deadLetter(SinkRecord record, Origin origin) {
        return raw(
                Kind.DEAD_LETTER,
                record,
                origin,
                DeadLetter.reasons(record.headers()),
                DeadLetter.stage(record.headers()));
    }

    private static Envelope other(SinkRecord record, Origin origin, String why) {
        Reason reason = new Reason(NOT_A_REJECTION, null, null, why + "; it is archived as it is.");
        return raw(Kind.OTHER, record, origin, List.of(reason), null);
    }

    private static Envelope leniently(SinkRecord record, Origin origin, RuntimeException cause) {
        try {
            return other(record, origin, "the record is not readable (" + cause + ")");
        } catch (RuntimeException e) {
            Reason reason = new Reason(NOT_A_REJECTION, null, null, "not even the record's value is readable: " + e);
            return new Envelope(
                    Kind.OTHER,
                    null,
                    null,
                    null,
                    Row.UNKNOWN,
                    List.of(reason),
                    null,
                    null,
                    null,
                    List.of(),
                    origin,
                    null,
                    origin.timestamp());
        }
    }

    private static Envelope raw(Kind kind, SinkRecord record, Origin origin, List<Reason> reasons, String stage) {
        ImportContext context = contextOf(record);
        RowPosition position = positionOf(record);
        ByteBuffer rawBytes = ValueText.bytes(record.value());
        return new Envelope(
                kind,
                context == null ? null : context.dataset().tenant().name(),
                context == null ? null : context.dataset().name(),
                context == null ? null : context.importId(),
                row(context, position, text(record, SluiceHeaders.FILE), stage),
                reasons,
                rawBytes == null ? ValueText.of(record.value()) : null,
                rawBytes,
                key(record.key()),
                heads(record, false),
                origin,
                kind == Kind.DEAD_LETTER ? DeadLetter.source(record.headers()) : null,
                origin.timestamp());
    }

    private static Row row(ImportContext context, RowPosition position, String file, String stage) {
        return new Row(
                file,
                position == null ? null : position.ordinal(),
                position == null ? null : position.line(),
                position == null ? null : position.byteStart(),
                position == null ? null : position.byteLength(),
                stage,
                context == null ? null : context.subject(),
                context == null ? null : context.version(),
                context == null ? null : context.writeTimestampBase());
    }

    private static ByteBuffer key(Object key) {
        ByteBuffer bytes = ValueText.bytes(key);
        return key == null || bytes != null
                ? bytes
                : ByteBuffer.wrap(ValueText.of(key).getBytes(StandardCharsets.UTF_8));
    }

    private static ImportContext contextOf(SinkRecord record) {
        try {
            return SluiceHeaders.importOf(record.headers()).orElse(null);
        } catch (IllegalArgumentException e) {
            // Somebody else's header of the same name: it is kept among the headers.
            return null;
        }
    }

    private static RowPosition positionOf(SinkRecord record) {
        try {
            return SluiceHeaders.positionOf(record.headers()).orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(SinkRecord record, String name) {
        return SluiceHeaders.text(record.headers(), name).orElse(null);
    }

    private static List<Head> heads(SinkRecord record, boolean repeatsRow) {
        List<Head> heads = new ArrayList<>();
        for (Header header : record.headers()) {
            boolean repeated =
                    header.key().equals(SluiceHeaders.IMPORT) || header.key().equals(SluiceHeaders.ROW);
            if (!repeatsRow || !repeated) {
                ByteBuffer bytes = ValueText.bytes(header.value());
                String text = bytes == null ? ValueText.of(header.value()) : ValueText.ofUtf8(bytes);
                heads.add(new Head(header.key(), text, text == null ? bytes : null));
            }
        }
        return heads;
    }
}
