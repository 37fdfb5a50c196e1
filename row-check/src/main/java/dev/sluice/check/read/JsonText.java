package dev.sluice.check.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * Reads arrays, maps and records, written as JSON. The first fault of a text is its only one; it says where in the text it is.
 * Everything in it is as exact as in a column of its own: a number is a JSON number of the right type, not a string.
 */
final class JsonText implements TextType {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonShape shape;
    private final Fault malformed;

    /**
     * Reads one type.
     *
     * @param name of the type, as in Avro
     */
    JsonText(JsonShape shape, String name) {
        this.shape = shape;
        this.malformed = Fault.mismatch(
                "is not JSON of type " + name,
                "Write valid JSON without anything after it, or define the column as string.");
    }

    @Override
    public Object read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return malformed;
            }
            Object value = shape.read(parser);
            return value instanceof Fault || parser.nextToken() == null ? value : malformed;
        } catch (IOException e) {
            return malformed;
        }
    }
}
