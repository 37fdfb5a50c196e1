package dev.sluice.check.judge;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.sluice.check.schema.AvroTypes;
import dev.sluice.check.schema.ConnectTypes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * How CEL sees the values of a column: integers as int, floats, doubles and decimals as double, dates and timestamps as timestamp
 * (local ones as if in UTC), times as the duration since midnight, enums and UUIDs as string, records as maps.
 */
final class CelValues {
    /** Makes a CEL value of a Connect value that is not null. */
    interface Conversion {
        Object of(Object value);
    }

    private CelValues() {}

    /** The CEL type of a column. */
    static CelType type(Schema type, boolean nullable) {
        CelType present = type(type);
        return nullable && present instanceof SimpleType simple && !simple.equals(SimpleType.DYN)
                ? NullableType.create(simple)
                : nullable ? SimpleType.DYN : present;
    }

    /** A value, or CEL's null. */
    static Object convert(Object value, Conversion conversion) {
        return value == null ? NullValue.NULL_VALUE : conversion.of(value);
    }

    static Conversion conversion(Schema type) {
        return switch (type.getType()) {
            case INT ->
                switch (AvroTypes.logicalName(type)) {
                    case "date" -> value -> Instant.ofEpochMilli(ConnectTypes.millis(value));
                    case "time-millis" -> value -> Duration.ofMillis(ConnectTypes.millis(value));
                    default -> value -> ((Integer) value).longValue();
                };
            case LONG -> ofLong(AvroTypes.logicalName(type));
            case FLOAT -> value -> ((Float) value).doubleValue();
            case BYTES, FIXED -> AvroTypes.decimal(type) != null ? CelValues::ofDecimal : CelValues::ofBytes;
            case ARRAY -> list(conversion(AvroTypes.withoutNull(type.getElementType())));
            case MAP -> map(conversion(AvroTypes.withoutNull(type.getValueType())));
            case RECORD -> record(type);
            case BOOLEAN, DOUBLE, STRING, ENUM, NULL, UNION -> value -> value;
        };
    }

    private static Conversion ofLong(String logical) {
        return switch (logical) {
            case "time-micros" -> value -> Duration.of((Long) value, ChronoUnit.MICROS);
            case "timestamp-millis" -> value -> Instant.ofEpochMilli(ConnectTypes.millis(value));
            case "local-timestamp-millis" -> value -> Instant.ofEpochMilli((Long) value);
            case "timestamp-micros", "local-timestamp-micros" ->
                value -> Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS);
            case "timestamp-nanos", "local-timestamp-nanos" ->
                value -> Instant.EPOCH.plus((Long) value, ChronoUnit.NANOS);
            default -> value -> value;
        };
    }

    private static CelType type(Schema type) {
        return switch (type.getType()) {
            case BOOLEAN -> SimpleType.BOOL;
            case INT ->
                switch (AvroTypes.logicalName(type)) {
                    case "date" -> SimpleType.TIMESTAMP;
                    case "time-millis" -> SimpleType.DURATION;
                    default -> SimpleType.INT;
                };
            case LONG ->
                AvroTypes.logicalName(type).equals("time-micros")
                        ? SimpleType.DURATION
                        : AvroTypes.isNumber(type) ? SimpleType.INT : SimpleType.TIMESTAMP;
            case FLOAT, DOUBLE -> SimpleType.DOUBLE;
            case STRING, ENUM -> SimpleType.STRING;
            case BYTES, FIXED -> AvroTypes.decimal(type) != null ? SimpleType.DOUBLE : SimpleType.BYTES;
            case ARRAY -> ListType.create(inner(type.getElementType()));
            case MAP -> MapType.create(SimpleType.STRING, inner(type.getValueType()));
            case RECORD -> MapType.create(SimpleType.STRING, SimpleType.DYN);
            case NULL, UNION -> SimpleType.DYN;
        };
    }

    private static CelType inner(Schema type) {
        return type(AvroTypes.withoutNull(type), type.isNullable());
    }

    private static Object ofDecimal(Object value) {
        return ((BigDecimal) value).doubleValue();
    }

    private static Object ofBytes(Object value) {
        ByteBuffer bytes = ((ByteBuffer) value).duplicate();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        return CelByteString.of(content);
    }

    private static Conversion list(Conversion element) {
        return value -> {
            List<Object> converted = new ArrayList<>();
            ((List<?>) value).forEach(each -> converted.add(convert(each, element)));
            return converted;
        };
    }

    private static Conversion map(Conversion entry) {
        return value -> {
            Map<Object, Object> converted = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> converted.put(key, convert(each, entry)));
            return converted;
        };
    }

    private static Conversion record(Schema type) {
        Conversion[] conversions = type.getFields().stream()
                .map(field -> conversion(AvroTypes.withoutNull(field.schema())))
                .toArray(Conversion[]::new);
        return value -> {
            Struct struct = (Struct) value;
            Map<Object, Object> converted = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                converted.put(field.name(), convert(struct.get(field), conversions[field.index()]));
            }
            return converted;
        };
    }
}
