package dev.sluice.cassandra.bind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * A nested record, a Struct or what a schemaless converter makes of it, as JSON text: fields in the order of the schema, nulls kept, bytes in Base64, times in ISO 8601, decimals as text so
 * that no reader rounds them.
 */
@SuppressWarnings("JavaUtilDate") // it is what Connect's logical types are made of
final class JsonText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonText() {}

    /** Empty if the value is not a record. */
    static Optional<String> of(Object value) {
        if (!(value instanceof Struct || value instanceof Map)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.writeValueAsString(plain(value)));
        } catch (JsonProcessingException e) {
            throw new DataException("cannot be written as JSON", e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Struct struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                fields.put(field.name(), plain(struct.get(field)));
            }
            return fields;
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(JsonText::plain).collect(Collectors.toList());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(String.valueOf(key), plain(entry)));
            return entries;
        }
        return scalar(value);
    }

    private static Object scalar(Object value) {
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value;
    }
}
