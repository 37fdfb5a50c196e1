package dev.sluice.check.schema;

import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema.Field;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * Gives the Connect schema of an Avro type: the one that Confluent's {@code AvroData} gives, so that what an {@code AvroConverter}
 * writes is read back as the same types.
 *
 * <p>Connect has no logical type for micros, nanos and local timestamps: these are plain int64 (and time-micros too), as in {@code
 * AvroData}. Three things differ on purpose. A decimal on a fixed becomes the same Decimal as one on bytes, for {@code AvroData} fails
 * on it. An enum in a union of several types becomes a string: see {@link UnionBranches}. Documentation is left out, for a changed
 * comment is no change of type.
 */
public final class ConnectTypes {
    /** Schema parameters that {@code AvroData} reads and writes; other converters ignore them. */
    static final String FIXED_SIZE = "connect.fixed.size";

    static final String UNION = "io.confluent.connect.avro.Union";
    static final String DECIMAL_PRECISION = "connect.decimal.precision";
    static final String ENUM = "io.confluent.connect.avro.Enum";
    private static final int DECIMAL_PRECISION_DEFAULT = 64;

    private ConnectTypes() {}

    /** Connect's value of a date, a time or a timestamp. */
    @SuppressWarnings("JavaUtilDate") // Connect knows no other class for these.
    public static java.util.Date date(long millis) {
        return new java.util.Date(millis);
    }

    /** Milliseconds of Connect's value of a date, a time or a timestamp. */
    @SuppressWarnings("JavaUtilDate")
    public static long millis(Object date) {
        return ((java.util.Date) date).getTime();
    }

    /** The schema of a type that is, or is not, a union with null. */
    public static Schema of(org.apache.avro.Schema type) {
        return of(AvroTypes.withoutNull(type), type.isNullable());
    }

    private static Schema of(org.apache.avro.Schema type, boolean optional) {
        SchemaBuilder builder = builder(type);
        return optional ? builder.optional().build() : builder.build();
    }

    /** The schema of a primary key's column: required, and without anything that a later version may change. */
    static Schema ofKey(org.apache.avro.Schema type) {
        return type.getType() == org.apache.avro.Schema.Type.ENUM ? Schema.STRING_SCHEMA : of(type, false);
    }

    private static SchemaBuilder builder(org.apache.avro.Schema type) {
        return switch (type.getType()) {
            case BOOLEAN -> SchemaBuilder.bool();
            case INT ->
                switch (AvroTypes.logicalName(type)) {
                    case "date" -> Date.builder();
                    case "time-millis" -> Time.builder();
                    default -> SchemaBuilder.int32();
                };
            case LONG ->
                AvroTypes.logicalName(type).equals("timestamp-millis") ? Timestamp.builder() : SchemaBuilder.int64();
            case FLOAT -> SchemaBuilder.float32();
            case DOUBLE -> SchemaBuilder.float64();
            case STRING -> SchemaBuilder.string();
            case BYTES, FIXED -> AvroTypes.decimal(type) != null ? decimal(AvroTypes.decimal(type)) : binary(type);
            case ENUM -> symbols(type);
            case ARRAY -> SchemaBuilder.array(of(type.getElementType()));
            case MAP -> SchemaBuilder.map(Schema.STRING_SCHEMA, of(type.getValueType()));
            case RECORD -> struct(type);
            case UNION -> union(type);
            // No value is of this; see TextTypes.
            case NULL -> SchemaBuilder.string();
        };
    }

    private static SchemaBuilder decimal(LogicalTypes.Decimal decimal) {
        SchemaBuilder builder = Decimal.builder(decimal.getScale());
        return decimal.getPrecision() == DECIMAL_PRECISION_DEFAULT
                ? builder
                : builder.parameter(DECIMAL_PRECISION, Integer.toString(decimal.getPrecision()));
    }

    private static SchemaBuilder binary(org.apache.avro.Schema type) {
        return type.getType() == org.apache.avro.Schema.Type.BYTES
                ? SchemaBuilder.bytes()
                : SchemaBuilder.bytes()
                        .name(type.getFullName())
                        .parameter(FIXED_SIZE, Integer.toString(type.getFixedSize()));
    }

    private static SchemaBuilder symbols(org.apache.avro.Schema type) {
        SchemaBuilder builder = SchemaBuilder.string().name(type.getFullName()).parameter(ENUM, type.getFullName());
        for (String symbol : type.getEnumSymbols()) {
            builder.parameter(ENUM + "." + symbol, symbol);
        }
        return builder;
    }

    private static SchemaBuilder struct(org.apache.avro.Schema type) {
        SchemaBuilder builder = SchemaBuilder.struct().name(type.getFullName());
        for (Field field : type.getFields()) {
            builder.field(field.name(), ofField(field));
        }
        return builder;
    }

    /** A Struct with one optional field for each type, of which one has a value. */
    private static SchemaBuilder union(org.apache.avro.Schema type) {
        List<org.apache.avro.Schema> branches = AvroTypes.branches(type);
        UnionBranches.check(branches);
        SchemaBuilder builder = SchemaBuilder.struct().name(UNION);
        for (org.apache.avro.Schema branch : branches) {
            builder.field(
                    UnionBranches.name(branch),
                    branch.getType() == org.apache.avro.Schema.Type.ENUM
                            ? Schema.OPTIONAL_STRING_SCHEMA
                            : of(branch, true));
        }
        return builder;
    }

    /**
     * The default of a record's field as a Connect value; null where there is none, or where it is null.
     *
     * @param connect the field's schema
     */
    public static Object defaultOf(Field field, Schema connect) {
        return ConnectDefaults.of(field, connect);
    }

    /**
     * The schema of a record's field, with its default. As in {@code AvroData}, the default is left out where null is allowed (a
     * {@code Struct} reads a null with a default as the default, so a null would not survive), and where it is not of a union's first
     * type (which Avro did not allow before 1.12).
     */
    static Schema ofField(Field field) {
        SchemaBuilder builder = builder(AvroTypes.withoutNull(field.schema()));
        if (field.schema().isNullable()) {
            return builder.optional().build();
        }
        Object defaultValue = ConnectDefaults.of(field, builder);
        if (defaultValue != null && !(field.schema().isUnion() && isOfLaterBranch(defaultValue))) {
            builder.defaultValue(defaultValue);
        }
        return builder.build();
    }

    private static boolean isOfLaterBranch(Object value) {
        return value instanceof Struct union
                && UNION.equals(union.schema().name())
                && union.get(union.schema().fields().get(0)) == null;
    }
}
