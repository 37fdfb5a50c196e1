package dev.sluice.archive.envelope;

import dev.sluice.archive.envelope.Envelope.Head;
import dev.sluice.archive.envelope.Envelope.Kind;
import dev.sluice.archive.envelope.Envelope.Origin;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.envelope.Envelope.Row;
import dev.sluice.archive.envelope.Envelope.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;

/**
 * An envelope's Avro form. Writes straight to the encoder, in the order of the schema's fields, because a generic record per
 * envelope costs as much as the compression.
 */
public final class EnvelopeAvro implements DatumWriter<Envelope> {
    /** The schema of the archive's files; its fields only ever grow, each new one with a default. */
    public static final Schema SCHEMA = read();

    /** File property that holds {@link #VERSION}. */
    public static final String VERSION_PROPERTY = "sluice.envelope.version";

    /** Of {@link #SCHEMA}: one more with each change of its fields. */
    public static final int VERSION = 2;

    private static final Source NO_SOURCE = new Source(null, null, null);

    @Override
    public void setSchema(Schema schema) {
        // Only ever SCHEMA.
    }

    @Override
    public void write(Envelope envelope, Encoder out) throws IOException {
        Row row = envelope.row();
        Origin origin = envelope.origin();
        out.writeString(envelope.kind().name());
        writeText(envelope.tenant(), out);
        writeText(envelope.dataset(), out);
        writeText(envelope.importId(), out);
        writeText(row.file(), out);
        writeLong(row.ordinal(), out);
        writeLong(row.line(), out);
        writeLong(row.byteStart(), out);
        writeLong(row.byteLength(), out);
        writeText(row.stage(), out);
        writeText(row.subject(), out);
        writeInt(row.version(), out);
        writeLong(row.writeTimestampBase(), out);
        writeReasons(envelope.violations(), out);
        writeText(envelope.raw(), out);
        writeBytes(envelope.rawBytes(), out);
        writeBytes(envelope.keyBytes(), out);
        writeHeads(envelope.headers(), out);
        out.writeString(origin.topic());
        out.writeInt(origin.partition());
        out.writeLong(origin.offset());
        writeLong(origin.timestamp(), out);
        writeLong(envelope.time(), out);
        Source source = envelope.source();
        writeText(source == null ? null : source.topic(), out);
        writeInt(source == null ? null : source.partition(), out);
        writeLong(source == null ? null : source.offset(), out);
    }

    /** The opposite: a record that was resolved to {@link #SCHEMA}. */
    public static Envelope of(GenericRecord datum) {
        return new Envelope(
                Kind.of(datum.get("kind").toString()),
                text(datum, "tenant"),
                text(datum, "dataset"),
                text(datum, "import"),
                new Row(
                        text(datum, "file"),
                        (Long) datum.get("ordinal"),
                        (Long) datum.get("line"),
                        (Long) datum.get("byte_start"),
                        (Long) datum.get("byte_length"),
                        text(datum, "stage"),
                        text(datum, "subject"),
                        (Integer) datum.get("version"),
                        (Long) datum.get("write_timestamp_base")),
                records(datum, "violations").stream()
                        .map(reason -> new Reason(
                                text(reason, "code"),
                                text(reason, "column"),
                                text(reason, "value"),
                                text(reason, "message")))
                        .toList(),
                text(datum, "raw"),
                bytes(datum, "raw_bytes"),
                bytes(datum, "key_bytes"),
                records(datum, "headers").stream()
                        .map(head -> new Head(text(head, "name"), text(head, "value"), bytes(head, "value_bytes")))
                        .toList(),
                new Origin(text(datum, "topic"), (Integer) datum.get("partition"), (Long) datum.get("offset"), (Long)
                        datum.get("timestamp")),
                source(datum),
                (Long) datum.get("time"));
    }

    private static Source source(GenericRecord datum) {
        Source source = new Source(text(datum, "source_topic"), (Integer) datum.get("source_partition"), (Long)
                datum.get("source_offset"));
        return source.equals(NO_SOURCE) ? null : source;
    }

    private static void writeReasons(List<Reason> reasons, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(reasons.size());
        for (Reason reason : reasons) {
            out.startItem();
            out.writeString(reason.code());
            writeText(reason.column(), out);
            writeText(reason.value(), out);
            out.writeString(reason.message());
        }
        out.writeArrayEnd();
    }

    private static void writeHeads(List<Head> heads, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(heads.size());
        for (Head head : heads) {
            out.startItem();
            out.writeString(head.name());
            writeText(head.value(), out);
            writeBytes(head.valueBytes(), out);
        }
        out.writeArrayEnd();
    }

    private static void writeText(String text, Encoder out) throws IOException {
        if (writeBranch(text, out)) {
            out.writeString(text);
        }
    }

    private static void writeBytes(ByteBuffer bytes, Encoder out) throws IOException {
        if (writeBranch(bytes, out)) {
            out.writeBytes(bytes.duplicate());
        }
    }

    private static void writeLong(Long number, Encoder out) throws IOException {
        if (writeBranch(number, out)) {
            out.writeLong(number);
        }
    }

    private static void writeInt(Integer number, Encoder out) throws IOException {
        if (writeBranch(number, out)) {
            out.writeInt(number);
        }
    }

    private static boolean writeBranch(Object value, Encoder out) throws IOException {
        out.writeIndex(value == null ? 0 : 1);
        if (value == null) {
            out.writeNull();
        }
        return value != null;
    }

    private static String text(GenericRecord datum, String field) {
        Object value = datum.get(field);
        return value == null ? null : value.toString();
    }

    private static ByteBuffer bytes(GenericRecord datum, String field) {
        ByteBuffer buffer = (ByteBuffer) datum.get(field);
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        // A copy: readers reuse their buffers.
        return ByteBuffer.wrap(bytes);
    }

    private static List<GenericRecord> records(GenericRecord datum, String field) {
        List<GenericRecord> records = new ArrayList<>();
        for (Object item : (List<?>) datum.get(field)) {
            records.add((GenericRecord) item);
        }
        return records;
    }

    private static Schema read() {
        try (InputStream in = EnvelopeAvro.class.getResourceAsStream("ErrorEnvelope.avsc")) {
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException("ErrorEnvelope.avsc is not readable", e);
        }
    }
}
