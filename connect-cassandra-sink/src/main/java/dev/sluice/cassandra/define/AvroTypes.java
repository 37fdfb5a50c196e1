package dev.sluice.cassandra.define;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * The type map: which CQL type holds an Avro type without losing anything.
 *
 * <p>CQL's {@code timestamp} holds milliseconds. A timestamp in micro- or nanoseconds is therefore a {@code bigint} with exactly the
 * number that was defined, rather than a {@code timestamp} that forgets its last digits. CQL's {@code time} holds nanoseconds and so
 * takes both kinds of time. Collections are frozen: a row's value replaces the former one as a whole, which is what last one wins
 * means. Records are kept as JSON text.
 */
final class AvroTypes {
    private AvroTypes() {}

    /**
     * The CQL type of a field.
     *
     * @throws IllegalArgumentException if there is none; the message says why
     */
    static DataType cql(Schema schema) {
        Schema value = withoutNull(schema);
        LogicalType logical = value.getLogicalType();
        if (logical != null) {
            DataType type = ofLogical(logical.getName());
            if (type != null) {
                return type;
            }
        }
        return switch (value.getType()) {
            case INT -> DataTypes.INT;
            case LONG -> DataTypes.BIGINT;
            case FLOAT -> DataTypes.FLOAT;
            case DOUBLE -> DataTypes.DOUBLE;
            case BOOLEAN -> DataTypes.BOOLEAN;
            case STRING, ENUM, RECORD -> DataTypes.TEXT;
            case BYTES, FIXED -> DataTypes.BLOB;
            case ARRAY -> DataTypes.frozenListOf(cql(value.getElementType()));
            case MAP -> DataTypes.frozenMapOf(DataTypes.TEXT, cql(value.getValueType()));
            case UNION ->
                throw new IllegalArgumentException("is a union of several types, which no column can hold. "
                        + "Use one type, or a union of null and one type");
            case NULL ->
                throw new IllegalArgumentException(
                        "is always null, so it has no column type. Give it a type, or leave the field out");
        };
    }

    private static DataType ofLogical(String name) {
        return switch (name) {
            case "date" -> DataTypes.DATE;
            case "time-millis", "time-micros" -> DataTypes.TIME;
            case "timestamp-millis", "local-timestamp-millis" -> DataTypes.TIMESTAMP;
            case "timestamp-micros", "local-timestamp-micros", "timestamp-nanos", "local-timestamp-nanos" ->
                DataTypes.BIGINT;
            case "decimal" -> DataTypes.DECIMAL;
            case "uuid" -> DataTypes.UUID;
            default -> null;
        };
    }

    private static Schema withoutNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        List<Schema> values = schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        return values.size() == 1 ? values.get(0) : schema;
    }
}
