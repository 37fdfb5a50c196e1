package dev.sluice.validate.check;

import dev.sluice.validate.check.Instants.Unit;
import dev.sluice.validate.schema.AvroTypes;
import dev.sluice.validate.schema.ConnectTypes;
import java.time.ZoneId;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Chooses how text is read for an Avro type. The values are those of {@code ConnectTypes}' schema of the same type. */
final class TextTypes {
    private TextTypes() {}

    /**
     * The reader of a type.
     *
     * @param type without null
     * @param connect the type's Connect schema
     * @param zone of timestamps that have no offset
     */
    static TextType of(Schema type, org.apache.kafka.connect.data.Schema connect, ZoneId zone) {
        String logical = AvroTypes.logicalName(type);
        return switch (type.getType()) {
            case BOOLEAN -> Words.BOOLEAN;
            case INT ->
                switch (logical) {
                    case "date" -> Instants::readDate;
                    case "time-millis" -> Instants.time(Unit.MILLIS, ConnectTypes::date);
                    default -> Integers.INT;
                };
            case LONG -> ofLong(logical, zone);
            case FLOAT -> FloatingPoint.FLOAT;
            case DOUBLE -> FloatingPoint.DOUBLE;
            case STRING -> logical.equals("uuid") ? Words.UUID : Words.STRING;
            case ENUM -> Words.oneOf(type.getEnumSymbols());
            case BYTES, FIXED -> ofBytes(type, logical);
            case ARRAY, MAP, RECORD ->
                new JsonText(JsonShape.of(type, connect, zone), type.getType().getName());
            case UNION, NULL -> unsupported(type);
        };
    }

    private static TextType ofLong(String logical, ZoneId zone) {
        return switch (logical) {
            case "time-micros" -> Instants.time(Unit.MICROS, Long::valueOf);
            case "timestamp-millis" -> Instants.timestamp(Unit.MILLIS, zone, ConnectTypes::date);
            case "timestamp-micros" -> Instants.timestamp(Unit.MICROS, zone, Long::valueOf);
            case "timestamp-nanos" -> Instants.timestamp(Unit.NANOS, zone, Long::valueOf);
            case "local-timestamp-millis" -> Instants.localTimestamp(Unit.MILLIS);
            case "local-timestamp-micros" -> Instants.localTimestamp(Unit.MICROS);
            case "local-timestamp-nanos" -> Instants.localTimestamp(Unit.NANOS);
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
