package dev.sluice.archive.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Any Connect value as text: strings as they are, everything structured as JSON, for people and for tools. */
final class ValueText {
    private static final JsonFactory JSON = new JsonFactory();
    /** Deeper structures are cut, so that hostile nesting cannot exhaust the stack. */
    private static final int MAX_DEPTH = 100;

    private ValueText() {}

    /** The value's text; null for null. */
    static String of(Object value) {
        return of(value, 0);
    }

    private static String of(Object value, int depth) {
        if (value == null) {
            return null;
        }
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(value, out, depth);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The bytes as text; null where they are not valid UTF-8. */
    static String ofUtf8(ByteBuffer bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate());
            return text.toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The value's bytes; null where it is not binary. */
    static ByteBuffer bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        return value instanceof ByteBuffer buffer ? buffer.slice() : null;
    }

    private static void write(Object value, JsonGenerator out, int depth) throws IOException {
        ByteBuffer bytes = bytes(value);
        if (value == null) {
            out.writeNull();
        } else if (depth > MAX_DEPTH) {
            out.writeString("…");
        } else if (bytes != null) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            out.writeBinary(copy);
        } else if (value instanceof Struct struct) {
            out.writeStartObject();
            for (Field field : struct.schema().fields()) {
                out.writeFieldName(field.name());
                write(struct.getWithoutDefault(field.name()), out, depth + 1);
            }
            out.writeEndObject();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(of(entry.getKey(), depth + 1)));
                write(entry.getValue(), out, depth + 1);
            }
            out.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                write(item, out, depth + 1);
            }
            out.writeEndArray();
        } else {
            writeScalar(value, out);
        }
    }

    private static void writeScalar(Object value, JsonGenerator out) throws IOException {
        if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Number) {
            String text = value.toString();
            // NaN and the infinities are no JSON numbers.
            if (Character.isLetter(text.charAt(text.length() - 1))) {
                out.writeString(text);
            } else {
                out.writeNumber(text);
            }
        } else if (value instanceof Date date) {
            out.writeString(date.toInstant().toString());
        } else {
            out.writeString(value.toString());
        }
    }
}
