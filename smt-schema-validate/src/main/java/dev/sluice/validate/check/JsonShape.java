package dev.sluice.validate.check;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.validate.schema.AvroTypes;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** Reads one JSON value as a value of one Avro type. Immutable. */
interface JsonShape {
    /**
     * Reads the value whose first token the parser is at, and leaves the parser at its last.
     *
     * @return the value, null being one, or a {@link Fault}, after which the parser is anywhere
     * @throws IOException if the text is no JSON
     */
    Object read(JsonParser parser) throws IOException;

    /**
     * The shape of a type.
     *
     * @param type perhaps a union with null
     * @param connect the type's Connect schema
     */
    static JsonShape of(Schema type, org.apache.kafka.connect.data.Schema connect, ZoneId zone) {
        Schema present = AvroTypes.withoutNull(type);
        JsonShape shape =
                switch (present.getType()) {
                    case ARRAY -> new Array(of(present.getElementType(), connect.valueSchema(), zone));
                    case MAP -> new Entries(of(present.getValueType(), connect.valueSchema(), zone));
                    case RECORD -> JsonFields.of(present, connect, zone);
                    default ->
                        new Scalar(
                                TextTypes.of(present, connect, zone),
                                tokens(present),
                                present.getType().getName());
                };
        return type.isNullable() ? new Nullable(shape) : shape;
    }

    private static Set<JsonToken> tokens(Schema type) {
        if (AvroTypes.decimal(type) != null) {
            return Set.of(JsonToken.VALUE_NUMBER_INT, JsonToken.VALUE_NUMBER_FLOAT, JsonToken.VALUE_STRING);
        }
        if (AvroTypes.isNumber(type)) {
            return Set.of(JsonToken.VALUE_NUMBER_INT, JsonToken.VALUE_NUMBER_FLOAT);
        }
        return type.getType() == Schema.Type.BOOLEAN
                ? Set.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE)
                : Set.of(JsonToken.VALUE_STRING);
    }

    static Fault wrongKind(String expected) {
        return Fault.mismatch(
                "is not JSON of type " + expected,
                "Write the value as its type asks for, or define the column as string.");
    }

    /** Null, or a value of another shape. */
    record Nullable(JsonShape shape) implements JsonShape {
        @Override
        public Object read(JsonParser parser) throws IOException {
            return parser.currentToken() == JsonToken.VALUE_NULL ? null : shape.read(parser);
        }
    }

    /** A value that has a text of its own, read as that text is in a column. */
    record Scalar(TextType type, Set<JsonToken> tokens, String name) implements JsonShape {
        @Override
        public Object read(JsonParser parser) throws IOException {
            return tokens.contains(parser.currentToken()) ? type.read(parser.getText()) : wrongKind(name);
        }
    }

    /** An array. */
    record Array(JsonShape element) implements JsonShape {
        @Override
        public Object read(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return wrongKind("array");
            }
            List<Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Object value = element.read(parser);
                if (value instanceof Fault fault) {
                    return fault.at("[" + elements.size() + "]");
                }
                elements.add(value);
            }
            return elements;
        }
    }

    /** A map. Its keys are data, so a fault does not name them. */
    record Entries(JsonShape value) implements JsonShape {
        @Override
        public Object read(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return wrongKind("map");
            }
            Map<String, Object> entries = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                Object read = value.read(parser);
                if (read instanceof Fault fault) {
                    return fault.at("{" + (entries.size() + 1) + ". entry}");
                }
                entries.put(key, read);
            }
            return entries;
        }
    }
}
