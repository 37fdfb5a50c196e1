package dev.sluice.check.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Turns a field's Avro default into the value that Connect has for it. */
final class ConnectDefaults {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConnectDefaults() {}

    /**
     * The default of a field; null where there is none, or where it is null.
     *
     * @param connect the field's Connect schema: a Struct is of this very object
     * @throws RuntimeException if the default is not a value of the field's type
     */
    static Object of(Schema.Field field, org.apache.kafka.connect.data.Schema connect) {
        return field.hasDefaultValue() ? value(field.schema(), json(field), connect) : null;
    }

    /** The default as it is written. {@code Field.defaultVal()} loses what is not of a union's first type. */
    private static JsonNode json(Schema.Field field) {
        Schema alone = Schema.createRecord(
                "sluice_default", null, null, false, List.of(new Schema.Field(field, field.schema())));
        try {
            return JSON.readTree(alone.toString()).get("fields").get(0).get("default");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro writes schemas as JSON", e);
        }
    }

    private static Object value(Schema type, JsonNode json, org.apache.kafka.connect.data.Schema connect) {
        if (json.isNull() && type.isNullable()) {
            return null;
        }
        Schema present = AvroTypes.withoutNull(type);
        return switch (present.getType()) {
            case ARRAY -> array(present.getElementType(), json, connect.valueSchema());
            case MAP -> map(present.getValueType(), json, connect.valueSchema());
            case RECORD -> struct(present, json, connect);
            case UNION -> union(AvroTypes.branches(present), json, connect);
            default -> scalar(present, GenericData.get().getDefaultValue(fieldOf(present, json)));
        };
    }

    /**
     * A value of the first branch that it is one of. Not as Avro decides it: that takes the first branch of the JSON's kind, and makes
     * another number of one that is too large for it.
     */
    private static Object union(List<Schema> branches, JsonNode json, org.apache.kafka.connect.data.Schema connect) {
        for (Field target : connect.fields()) {
            Optional<Object> value = ifValid(branches.get(target.index()), json, target.schema());
            if (value.isPresent()) {
                return new Struct(connect).put(target, value.get());
            }
        }
        throw new IllegalArgumentException("has a default that is of none of its types");
    }

    private static Optional<Object> ifValid(Schema type, JsonNode json, org.apache.kafka.connect.data.Schema connect) {
        try {
            return Optional.of(value(type, json, connect));
        } catch (AvroRuntimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A field with a default: Avro checks it. */
    private static Schema.Field fieldOf(Schema type, JsonNode json) {
        mustBe(json.isTextual() || json.isNumber() || json.isBoolean());
        return new Schema.Field(
                "value",
                type,
                null,
                json.isTextual()
                        ? json.textValue()
                        : json.isNumber() ? (Object) json.numberValue() : json.booleanValue());
    }

    private static Object scalar(Schema type, Object avro) {
        return switch (type.getType()) {
            case INT ->
                switch (AvroTypes.logicalName(type)) {
                    case "date" -> ConnectTypes.date((Integer) avro * MILLIS_PER_DAY);
                    case "time-millis" -> ConnectTypes.date((Integer) avro);
                    default -> avro;
                };
            case LONG -> AvroTypes.logicalName(type).equals("timestamp-millis") ? ConnectTypes.date((Long) avro) : avro;
            case STRING, ENUM -> avro.toString();
            case BYTES -> binary(type, (ByteBuffer) avro);
            case FIXED -> binary(type, ByteBuffer.wrap(((GenericFixed) avro).bytes()));
            default -> avro;
        };
    }

    /** Reads a copy: Avro gives the same buffer to whoever asks for an equal default. */
    private static Object binary(Schema type, ByteBuffer shared) {
        ByteBuffer bytes = shared.duplicate();
        LogicalTypes.Decimal decimal = AvroTypes.decimal(type);
        if (decimal == null) {
            return bytes;
        }
        byte[] unscaled = new byte[bytes.remaining()];
        bytes.get(unscaled);
        return new BigDecimal(new BigInteger(unscaled), decimal.getScale());
    }

    private static List<Object> array(Schema type, JsonNode json, org.apache.kafka.connect.data.Schema connect) {
        mustBe(json.isArray());
        List<Object> array = new ArrayList<>();
        json.forEach(element -> array.add(value(type, element, connect)));
        return Collections.unmodifiableList(array);
    }

    private static Map<String, Object> map(Schema type, JsonNode json, org.apache.kafka.connect.data.Schema connect) {
        mustBe(json.isObject());
        Map<String, Object> map = new LinkedHashMap<>();
        json.properties().forEach(entry -> map.put(entry.getKey(), value(type, entry.getValue(), connect)));
        return Collections.unmodifiableMap(map);
    }

    private static Struct struct(Schema type, JsonNode json, org.apache.kafka.connect.data.Schema connect) {
        mustBe(json.isObject());
        Struct struct = new Struct(connect);
        for (Schema.Field field : type.getFields()) {
            Field target = connect.field(field.name());
            mustBe(json.has(field.name()) || field.hasDefaultValue());
            struct.put(
                    target,
                    json.has(field.name())
                            ? value(field.schema(), json.get(field.name()), target.schema())
                            : of(field, target.schema()));
        }
        return struct;
    }

    private static void mustBe(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("has a default that is not of its type");
        }
    }
}
