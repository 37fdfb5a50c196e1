package dev.sluice.cassandra.bind;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.CustomType;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import com.datastax.oss.protocol.internal.ProtocolConstants;
import dev.sluice.cassandra.define.Naming;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.connect.errors.DataException;

/**
 * Turns a Connect value into the bytes of a CQL type. Which class comes depends on the operator's converter, so each type takes every
 * class that holds the same value: a date may be a {@link Date} or a number of days. Encoders are stateless and safe for any thread.
 */
@FunctionalInterface
@SuppressWarnings("JavaUtilDate") // it is what Connect's logical types are made of
interface CellEncoder {
    /** The encoding of values does not differ between the versions that Cassandra 3 to 5 speak. */
    ProtocolVersion PROTOCOL = ProtocolVersion.V4;

    long MILLIS_PER_DAY = 86_400_000L;
    long NANOS_PER_MILLI = 1_000_000L;
    long NANOS_PER_MICRO = 1_000L;
    int UUID_BYTES = 16;

    /**
     * Encodes a value that is not null.
     *
     * @throws DataException if the value is not one of the type; the message names the classes, never the value
     */
    ByteBuffer encode(Object value);

    /**
     * The encoder of a type.
     *
     * @param naming by which fields of records are found in user-defined types
     * @throws IllegalArgumentException if no value of it can be written; the message says why
     */
    static CellEncoder of(DataType type, Naming naming) {
        return switch (type.getProtocolCode()) {
            case ProtocolConstants.DataType.INT -> value -> TypeCodecs.INT.encodePrimitive(toInt(value), PROTOCOL);
            case ProtocolConstants.DataType.BIGINT ->
                value -> TypeCodecs.BIGINT.encodePrimitive(toLong("bigint", value), PROTOCOL);
            case ProtocolConstants.DataType.FLOAT ->
                value -> TypeCodecs.FLOAT.encodePrimitive(as(Float.class, "float", value), PROTOCOL);
            case ProtocolConstants.DataType.DOUBLE ->
                value -> TypeCodecs.DOUBLE.encodePrimitive(
                        as(Number.class, "double", value).doubleValue(), PROTOCOL);
            case ProtocolConstants.DataType.BOOLEAN ->
                value -> TypeCodecs.BOOLEAN.encodePrimitive(as(Boolean.class, "boolean", value), PROTOCOL);
            case ProtocolConstants.DataType.SMALLINT ->
                value -> TypeCodecs.SMALLINT.encodePrimitive(
                        (short) toBounded("smallint", value, Short.MAX_VALUE), PROTOCOL);
            case ProtocolConstants.DataType.TINYINT ->
                value -> TypeCodecs.TINYINT.encodePrimitive(
                        (byte) toBounded("tinyint", value, Byte.MAX_VALUE), PROTOCOL);
            case ProtocolConstants.DataType.VARINT ->
                by(TypeCodecs.VARINT, value -> BigInteger.valueOf(toLong("varint", value)));
            case ProtocolConstants.DataType.VARCHAR, ProtocolConstants.DataType.ASCII ->
                value -> Utf8.encode(toText(value));
            case ProtocolConstants.DataType.BLOB -> by(TypeCodecs.BLOB, value -> toBytes("blob", value));
            case ProtocolConstants.DataType.DATE -> by(TypeCodecs.DATE, CellEncoder::toDate);
            case ProtocolConstants.DataType.TIME -> by(TypeCodecs.TIME, CellEncoder::toTime);
            case ProtocolConstants.DataType.TIMESTAMP -> by(TypeCodecs.TIMESTAMP, CellEncoder::toInstant);
            case ProtocolConstants.DataType.DECIMAL ->
                by(TypeCodecs.DECIMAL, value -> as(BigDecimal.class, "decimal", value));
            case ProtocolConstants.DataType.UUID, ProtocolConstants.DataType.TIMEUUID ->
                by(TypeCodecs.UUID, CellEncoder::toUuid);
            case ProtocolConstants.DataType.LIST -> ofList((ListType) type, naming);
            case ProtocolConstants.DataType.SET -> ofSet((SetType) type, naming);
            case ProtocolConstants.DataType.MAP -> ofMap((MapType) type, naming);
            case ProtocolConstants.DataType.UDT -> new RecordEncoder((UserDefinedType) type, naming);
            default ->
                throw new IllegalArgumentException("is of type "
                        + (type instanceof CustomType custom ? custom.getClassName() : type.asCql(true, true))
                        + ", which this sink cannot write");
        };
    }

    private static <T> CellEncoder by(TypeCodec<T> codec, Function<Object, T> conversion) {
        return value -> codec.encode(conversion.apply(value), PROTOCOL);
    }

    private static CellEncoder ofList(ListType type, Naming naming) {
        CellEncoder element = of(type.getElementType(), naming);
        return value -> {
            Collection<?> values = as(Collection.class, "list", value);
            List<ByteBuffer> parts = new ArrayList<>(values.size());
            values.forEach(part -> parts.add(encodePart(element, part)));
            return collection(values.size(), parts);
        };
    }

    /** Cassandra sorts them. */
    private static CellEncoder ofSet(SetType type, Naming naming) {
        CellEncoder element = of(type.getElementType(), naming);
        return value -> {
            Set<ByteBuffer> parts = new LinkedHashSet<>();
            Collection<?> values = as(Collection.class, "set", value);
            values.forEach(part -> parts.add(encodePart(element, part)));
            return collection(parts.size(), List.copyOf(parts));
        };
    }

    /** Sorted, so that the same map is always the same bytes. */
    private static CellEncoder ofMap(MapType type, Naming naming) {
        if (!(type.getKeyType().equals(DataTypes.TEXT) || type.getKeyType().equals(DataTypes.ASCII))) {
            throw new IllegalArgumentException("has keys that are not text, which this sink cannot write");
        }
        CellEncoder values = of(type.getValueType(), naming);
        return value -> {
            TreeMap<String, Object> map = new TreeMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) as(Map.class, "map", value)).entrySet()) {
                map.put(as(String.class, "text", entry.getKey()), entry.getValue());
            }
            List<ByteBuffer> parts = new ArrayList<>(2 * map.size());
            map.forEach((key, part) -> {
                parts.add(Utf8.encode(key));
                parts.add(encodePart(values, part));
            });
            return collection(map.size(), parts);
        };
    }

    private static ByteBuffer encodePart(CellEncoder encoder, Object part) {
        if (part == null) {
            throw new DataException("has a null inside a collection, which Cassandra cannot hold");
        }
        return encoder.encode(part);
    }

    /** The wire format of lists and maps: a count, then each part with its length before it. */
    private static ByteBuffer collection(int count, List<ByteBuffer> parts) {
        int size = Integer.BYTES;
        for (ByteBuffer part : parts) {
            size += Integer.BYTES + part.remaining();
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).putInt(count);
        for (ByteBuffer part : parts) {
            bytes.putInt(part.remaining()).put(part.duplicate());
        }
        return bytes.flip();
    }

    private static long toBounded(String type, Object value, long max) {
        long number = toLong(type, value);
        if (number > max || number < -max - 1) {
            throw new DataException("is a number that does not fit CQL type " + type);
        }
        return number;
    }

    private static int toInt(Object value) {
        long number = toLong("int", value);
        if (number != (int) number) {
            throw new DataException("is a number that does not fit CQL type int");
        }
        return (int) number;
    }

    private static long toLong(String type, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        throw mismatch(type, value);
    }

    private static String toText(Object value) {
        return value instanceof String text ? text : JsonText.of(value).orElseThrow(() -> mismatch("text", value));
    }

    private static ByteBuffer toBytes(String type, Object value) {
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : as(ByteBuffer.class, type, value);
    }

    private static LocalDate toDate(Object value) {
        return LocalDate.ofEpochDay(
                value instanceof Date date ? Math.floorDiv(date.getTime(), MILLIS_PER_DAY) : toLong("date", value));
    }

    /** Connect's own Time and a 32-bit number count milliseconds, as Avro's time-millis; a 64-bit number is its time-micros. */
    private static LocalTime toTime(Object value) {
        long nanos = value instanceof Date date
                ? Math.floorMod(date.getTime(), MILLIS_PER_DAY) * NANOS_PER_MILLI
                : toLong("time", value) * (value instanceof Long ? NANOS_PER_MICRO : NANOS_PER_MILLI);
        if (nanos < 0 || nanos >= MILLIS_PER_DAY * NANOS_PER_MILLI) {
            throw new DataException("is not a time of day");
        }
        return LocalTime.ofNanoOfDay(nanos);
    }

    private static Instant toInstant(Object value) {
        return value instanceof Date date ? date.toInstant() : Instant.ofEpochMilli(toLong("timestamp", value));
    }

    private static UUID toUuid(Object value) {
        if (value instanceof String text) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw new DataException("is text that is not a uuid", e);
            }
        }
        ByteBuffer bytes = toBytes("uuid", value);
        if (bytes.remaining() != UUID_BYTES) {
            throw new DataException("is bytes that are not the 16 of a uuid");
        }
        return new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + Long.BYTES));
    }

    private static <T> T as(Class<T> wanted, String type, Object value) {
        if (!wanted.isInstance(value)) {
            throw mismatch(type, value);
        }
        return wanted.cast(value);
    }

    static DataException mismatch(String type, Object value) {
        return new DataException(
                "comes as " + value.getClass().getSimpleName() + ", which CQL type " + type + " does not take");
    }
}
