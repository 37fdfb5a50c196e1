package dev.sluice.check.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.check.schema.AvroTypes;
import java.io.IOException;
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
    static JsonShape of(Schema type, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        Schema present = AvroTypes.withoutNull(type);
        JsonShape shape =
                switch (present.getType()) {
                    case ARRAY -> new Array(of(present.getElementType(), connect.valueSchema(), notation));
                    case MAP -> new Entries(of(present.getValueType(), connect.valueSchema(), notation));
                    case RECORD -> JsonFields.of(present, connect, notation);
                    case UNION -> union(present, connect, notation);
                    default ->
                        new Scalar(
                                TextTypes.of(present, connect, notation),
                                tokens(present),
                                present.getType().getName());
                };
        return type.isNullable() ? new Nullable(shape) : shape;
    }

    private static JsonShape union(Schema type, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        List<JsonShape> shapes = new ArrayList<>();
        List<Set<JsonToken>> tokens = new ArrayList<>();
        for (Schema branch : AvroTypes.branches(type)) {
            shapes.add(of(branch, connect.fields().get(shapes.size()).schema(), notation));
            tokens.add(tokens(branch));
        }
        return new Choice(shapes, tokens, connect, Unions.none(AvroTypes.branches(type)));
    }

    private static Set<JsonToken> tokens(Schema type) {
        if (type.getType() == Schema.Type.ARRAY) {
            return Set.of(JsonToken.START_ARRAY);
        }
        if (type.getType() == Schema.Type.MAP || type.getType() == Schema.Type.RECORD) {
            return Set.of(JsonToken.START_OBJECT);
        }
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

    /** One of several types: the first that the text is a value of, or the first that a JSON array or object can be. */
    record Choice(
            List<JsonShape> shapes,
            List<Set<JsonToken>> tokens,
            org.apache.kafka.connect.data.Schema connect,
            Fault none)
            implements JsonShape {
        @Override
        public Object read(JsonParser parser) throws IOException {
            boolean scalar = parser.currentToken().isScalarValue();
            for (int i = 0; i < shapes.size(); i++) {
                if (tokens.get(i).contains(parser.currentToken())) {
                    Object read = shapes.get(i).read(parser);
                    if (!(read instanceof Fault)) {
                        return Unions.wrap(connect, i, read);
                    }
                    if (!scalar) {
                        return read;
                    }
                }
            }
            return none;
        }
    }

    /** A value that has a text of its own, read as that text is in a column. */
    record Scalar(TextType type, Set<JsonToken> tokens, String name) implements JsonShape {
        @Override
        public Object read(JsonParser parser) throws IOException {
            return tokens.contains(parser.currentToken())
                    ? Surrogates.whole(type.read(parser.getText()))
                    : wrongKind(name);
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
                Object read = Surrogates.isHalved(key) ? Surrogates.HALF : value.read(parser);
                if (read instanceof Fault fault) {
                    return fault.at("{" + (entries.size() + 1) + ". entry}");
                }
                entries.put(key, read);
            }
            return entries;
        }
    }
}
