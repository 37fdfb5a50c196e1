package dev.sluice.cassandra.define;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * The type map of one table: which CQL type holds an Avro type without losing anything.
 *
 * <p>CQL's {@code timestamp} holds milliseconds. A timestamp in micro- or nanoseconds is therefore a {@code bigint} with exactly the
 * number that was defined, rather than a {@code timestamp} that forgets its last digits. CQL's {@code time} holds nanoseconds and so
 * takes both kinds of time. Collections and records are frozen: a row's value replaces the former one as a whole, which is what last
 * one wins means.
 *
 * <p>A record's user-defined type is called {@code table.record}, with the namespace in between if it is not the row's. Neither tables
 * nor Avro names have dots, so no two records of a keyspace ever meet in one type: a type belongs to whom its table belongs.
 */
final class AvroTypes {
    private final TableName table;
    private final String namespace;
    private final TableStyle style;
    /** Names of user-defined types, and the records that they are of. */
    private final Map<String, String> recordsByType = new HashMap<>();

    private final Deque<String> within = new ArrayDeque<>();

    /** @param row the record that a row is */
    AvroTypes(TableName table, Schema row, TableStyle style) {
        this.table = table;
        this.namespace = row.getNamespace();
        this.style = style;
    }

    TableStyle style() {
        return style;
    }

    /**
     * The CQL type of a field that is made.
     *
     * @throws IllegalArgumentException if there is none; the message says why
     */
    DataType of(Schema schema) {
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
            case STRING, ENUM -> DataTypes.TEXT;
            case RECORD -> style.records() == RecordsAs.JSON ? DataTypes.TEXT : userType(value);
            case BYTES, FIXED -> DataTypes.BLOB;
            case ARRAY -> DataTypes.frozenListOf(of(value.getElementType()));
            case MAP -> DataTypes.frozenMapOf(DataTypes.TEXT, of(value.getValueType()));
            case UNION ->
                throw new IllegalArgumentException("is a union of several types, which no column can hold. "
                        + "Use one type, or a union of null and one type");
            case NULL ->
                throw new IllegalArgumentException(
                        "is always null, so it has no column type. Give it a type, or leave the field out");
        };
    }

    /** The name of a record's user-defined type. */
    String typeName(Schema record) {
        String space = Objects.toString(record.getNamespace(), "");
        String relative =
                space.equals(Objects.toString(namespace, "")) ? record.getName() : space + "." + record.getName();
        return table.table() + "." + style.naming().of(relative);
    }

    private UserDefinedType userType(Schema record) {
        String name = typeName(record);
        String other = recordsByType.putIfAbsent(name, record.getFullName());
        if (other != null && !other.equals(record.getFullName())) {
            throw new IllegalArgumentException("is a record (where='" + record.getFullName()
                    + "') that would share its user-defined type with record '" + other
                    + "', for the operator has chosen lower-case names. Rename one");
        }
        if (within.contains(name)) {
            throw new IllegalArgumentException("is a record (where='" + record.getFullName()
                    + "') that contains itself, which no user-defined type can. Have the operator keep records as JSON "
                    + "(records.as), or define it otherwise");
        }
        if (record.getFields().isEmpty()) {
            throw new IllegalArgumentException("is a record (where='" + record.getFullName()
                    + "') without fields, which no user-defined type can be. Give it a field, or leave it out");
        }
        within.push(name);
        try {
            return fields(
                    record,
                    new UserDefinedTypeBuilder(
                            CqlIdentifier.fromInternal(table.keyspace()), CqlIdentifier.fromInternal(name)));
        } finally {
            within.pop();
        }
    }

    private UserDefinedType fields(Schema record, UserDefinedTypeBuilder type) {
        Map<String, String> defined = new HashMap<>();
        for (Schema.Field field : record.getFields()) {
            String name = style.naming().of(field.name());
            String other = defined.put(name, field.name());
            if (other != null) {
                throw new IllegalArgumentException("is a record whose fields (where='" + other + "', '" + field.name()
                        + "') would be one, for the operator has chosen lower-case names. Rename one");
            }
            try {
                type.withField(CqlIdentifier.fromInternal(name), of(field.schema()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "has a field (where='" + field.name() + "') that " + e.getMessage(), e);
            }
        }
        return type.frozen().build();
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

    /** A type that may be null, without that. */
    static Schema withoutNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        List<Schema> values = schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        return values.size() == 1 ? values.get(0) : schema;
    }

    /** Whether a value is a record, or holds one. */
    static boolean holdsRecord(Schema schema) {
        Schema value = withoutNull(schema);
        return switch (value.getType()) {
            case RECORD -> true;
            case ARRAY -> holdsRecord(value.getElementType());
            case MAP -> holdsRecord(value.getValueType());
            default -> false;
        };
    }
}
