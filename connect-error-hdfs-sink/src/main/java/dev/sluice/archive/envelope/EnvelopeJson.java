package dev.sluice.archive.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.archive.envelope.Envelope.Head;
import dev.sluice.archive.envelope.Envelope.Kind;
import dev.sluice.archive.envelope.Envelope.Origin;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.envelope.Envelope.Row;
import dev.sluice.archive.envelope.Envelope.Source;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An envelope as one line of JSON, with the field names of the Avro schema; absent fields are left out, bytes are base64. */
public final class EnvelopeJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EnvelopeJson() {}

    /** UTF-8, with the line's end. */
    public static byte[] line(Envelope envelope) throws IOException {
        // By way of chars, because Jackson's byte generator throws on an unpaired surrogate, and records may have such.
        StringWriter text = new StringWriter(512);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("kind", envelope.kind().name());
            text(out, "tenant", envelope.tenant());
            text(out, "dataset", envelope.dataset());
            text(out, "import", envelope.importId());
            row(out, envelope.row());
            reasons(out, envelope.violations());
            text(out, "raw", envelope.raw());
            bytes(out, "raw_bytes", envelope.rawBytes());
            bytes(out, "key_bytes", envelope.keyBytes());
            heads(out, envelope.headers());
            out.writeStringField("topic", envelope.origin().topic());
            out.writeNumberField("partition", envelope.origin().partition());
            out.writeNumberField("offset", envelope.origin().offset());
            number(out, "timestamp", envelope.origin().timestamp());
            number(out, "time", envelope.time());
            source(out, envelope.source());
            out.writeEndObject();
            out.writeRaw('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The opposite. */
    public static Envelope of(String line) throws IOException {
        JsonNode node = MAPPER.readTree(line);
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode reason : node.path("violations")) {
            reasons.add(new Reason(
                    text(reason, "code"), text(reason, "column"), text(reason, "value"), text(reason, "message")));
        }
        List<Head> heads = new ArrayList<>();
        for (JsonNode head : node.path("headers")) {
            heads.add(new Head(text(head, "name"), text(head, "value"), bytes(head, "value_bytes")));
        }
        Long version = number(node, "version");
        return new Envelope(
                Kind.of(text(node, "kind")),
                text(node, "tenant"),
                text(node, "dataset"),
                text(node, "import"),
                new Row(
                        text(node, "file"),
                        number(node, "ordinal"),
                        number(node, "line"),
                        number(node, "byte_start"),
                        number(node, "byte_length"),
                        text(node, "stage"),
                        text(node, "subject"),
                        version == null ? null : Math.toIntExact(version),
                        number(node, "write_timestamp_base")),
                List.copyOf(reasons),
                text(node, "raw"),
                bytes(node, "raw_bytes"),
                bytes(node, "key_bytes"),
                List.copyOf(heads),
                new Origin(
                        text(node, "topic"),
                        node.path("partition").intValue(),
                        node.path("offset").longValue(),
                        number(node, "timestamp")),
                source(node),
                number(node, "time"));
    }

    private static void source(JsonGenerator out, Source source) throws IOException {
        if (source != null) {
            text(out, "source_topic", source.topic());
            if (source.partition() != null) {
                out.writeNumberField("source_partition", source.partition());
            }
            number(out, "source_offset", source.offset());
        }
    }

    private static Source source(JsonNode node) {
        Long partition = number(node, "source_partition");
        Source source = new Source(
                text(node, "source_topic"),
                partition == null ? null : partition.intValue(),
                number(node, "source_offset"));
        return source.topic() == null && partition == null && source.offset() == null ? null : source;
    }

    private static void row(JsonGenerator out, Row row) throws IOException {
        text(out, "file", row.file());
        number(out, "ordinal", row.ordinal());
        number(out, "line", row.line());
        number(out, "byte_start", row.byteStart());
        number(out, "byte_length", row.byteLength());
        text(out, "stage", row.stage());
        text(out, "subject", row.subject());
        if (row.version() != null) {
            out.writeNumberField("version", row.version());
        }
        number(out, "write_timestamp_base", row.writeTimestampBase());
    }

    private static void reasons(JsonGenerator out, List<Reason> reasons) throws IOException {
        out.writeArrayFieldStart("violations");
        for (Reason reason : reasons) {
            out.writeStartObject();
            out.writeStringField("code", reason.code());
            text(out, "column", reason.column());
            text(out, "value", reason.value());
            out.writeStringField("message", reason.message());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void heads(JsonGenerator out, List<Head> heads) throws IOException {
        out.writeArrayFieldStart("headers");
        for (Head head : heads) {
            out.writeStartObject();
            out.writeStringField("name", head.name());
            text(out, "value", head.value());
            bytes(out, "value_bytes", head.valueBytes());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void text(JsonGenerator out, String name, String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator out, String name, Long value) throws IOException {
        if (value != null) {
            out.writeNumberField(name, value);
        }
    }

    private static void bytes(JsonGenerator out, String name, ByteBuffer value) throws IOException {
        if (value != null) {
            byte[] bytes = new byte[value.remaining()];
            value.duplicate().get(bytes);
            out.writeBinaryField(name, bytes);
        }
    }

    private static String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).textValue() : null;
    }

    private static Long number(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).longValue() : null;
    }

    private static ByteBuffer bytes(JsonNode node, String name) throws IOException {
        return node.hasNonNull(name) ? ByteBuffer.wrap(node.get(name).binaryValue()) : null;
    }
}
