package dev.sluice.check.read;

import dev.sluice.check.read.Instants.Unit;
import dev.sluice.check.schema.AvroTypes;
import dev.sluice.check.schema.ConnectTypes;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Chooses how text is read for an Avro type. The values are those of {@code ConnectTypes}' schema of the same type. */
public final class TextTypes {
    private TextTypes() {}

    /**
     * The reader of a type.
     *
     * @param type without null
     * @param connect the type's Connect schema
     * @param notation how it is written
     */
    public static TextType of(Schema type, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        String logical = AvroTypes.logicalName(type);
        return switch (type.getType()) {
            case BOOLEAN -> Words.BOOLEAN;
            case INT ->
                switch (logical) {
                    case "date" -> Patterns.date(notation);
                    case "time-millis" -> Patterns.time(Unit.MILLIS, notation, ConnectTypes::date);
                    default -> Integers.INT;
                };
            case LONG -> ofLong(logical, notation);
            case FLOAT -> notation.nonFinite() ? FloatingPoint.FLOAT_OR_NOT_FINITE : FloatingPoint.FLOAT;
            case DOUBLE -> notation.nonFinite() ? FloatingPoint.DOUBLE_OR_NOT_FINITE : FloatingPoint.DOUBLE;
            case STRING -> logical.equals("uuid") ? Words.UUID : Words.STRING;
            case ENUM -> Words.oneOf(type.getEnumSymbols());
            case BYTES, FIXED -> ofBytes(type, logical);
            case ARRAY, MAP, RECORD ->
                new JsonText(
                        JsonShape.of(type, connect, notation), type.getType().getName());
            case UNION -> Unions.ofText(type, connect, notation);
            case NULL -> unsupported(type);
        };
    }

    private static TextType ofLong(String logical, Notation notation) {
        return switch (logical) {
            case "time-micros" -> Patterns.time(Unit.MICROS, notation, Long::valueOf);
            case "timestamp-millis" -> Patterns.timestamp(Unit.MILLIS, notation, ConnectTypes::date);
            case "timestamp-micros" -> Patterns.timestamp(Unit.MICROS, notation, Long::valueOf);
            case "timestamp-nanos" -> Patterns.timestamp(Unit.NANOS, notation, Long::valueOf);
            case "local-timestamp-millis" -> Patterns.localTimestamp(Unit.MILLIS, notation);
            case "local-timestamp-micros" -> Patterns.localTimestamp(Unit.MICROS, notation);
            case "local-timestamp-nanos" -> Patterns.localTimestamp(Unit.NANOS, notation);
            default -> Integers.LONG;
        };
    }

    private static TextType ofBytes(Schema type, String logical) {
        LogicalTypes.Decimal decimal = AvroTypes.decimal(type);
        if (decimal != null) {
            return new DecimalText(decimal.getPrecision(), decimal.getScale());
        }
        if (type.getType() == Schema.Type.BYTES) {
            return Binary.BYTES;
        }
        return logical.equals("uuid") ? Binary.UUID : Binary.fixed(type.getFixedSize());
    }

    private static TextType unsupported(Schema type) {
        Fault fault = Fault.mismatch(
                "cannot be read: the column's type, " + type.getType().getName() + ", has no text form",
                "Define the column as string.");
        return text -> fault;
    }
}
