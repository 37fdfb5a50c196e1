package dev.sluice.check.read;

import dev.sluice.check.schema.AvroTypes;
import dev.sluice.contract.Violation.Code;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/**
 * Chooses how values that have types already are read for an Avro type: as exactly as texts are. A text is read as a text. An integer
 * must fit; where a date or time is asked for, it is what Avro has for it. A fraction is what its shortest text is. Nothing becomes a
 * string, and nothing but a string, an enum or a UUID comes from one that is not its text.
 */
public final class ValueTypes {
    /** No decimal that anybody means has more digits, and one with an exponent may have a great many. */
    private static final int MAX_DIGITS = 10_000;

    private ValueTypes() {}

    /**
     * The reader of a type.
     *
     * @param type without null
     * @param connect the type's Connect schema
     */
    public static ValueType of(Schema type, org.apache.kafka.connect.data.Schema connect, Notation notation) {
        TextType ofText = TextTypes.of(type, connect, notation);
        ValueType ofOther =
                switch (type.getType()) {
                    case BOOLEAN -> value -> value instanceof Boolean ? value : wrong(type, value);
                    case INT, LONG ->
                        AvroTypes.isNumber(type)
                                ? value -> integer(type, value)
                                : TypedTimes.of(type, AvroTypes.logicalName(type));
                    case FLOAT ->
                        value -> value instanceof Float f && Float.isFinite(f) ? f : text(type, value, ofText);
                    case DOUBLE ->
                        value -> value instanceof Double d && Double.isFinite(d) ? d : text(type, value, ofText);
                    case STRING, ENUM, NULL -> value -> wrong(type, value);
                    case BYTES, FIXED ->
                        AvroTypes.decimal(type) != null
                                ? value -> decimal(type, value, ofText)
                                : value -> bytes(type, value);
                    case ARRAY -> ValueShapes.array(type, connect, notation);
                    case MAP -> ValueShapes.map(type, connect, notation);
                    case RECORD -> ValueShapes.record(type, connect, notation);
                    case UNION -> Unions.ofValue(type, connect, notation);
                };
        boolean emptyIsValue = type.getType() == Schema.Type.STRING;
        return value -> {
            if (value instanceof String text) {
                return text.isEmpty() && !emptyIsValue
                        ? Fault.mismatch("is empty", "Give a value, or null.")
                        : Surrogates.whole(ofText.read(text));
            }
            return ofOther.read(value);
        };
    }

    static Fault wrong(Schema type, Object value) {
        return Fault.mismatch(
                "is not " + AvroTypes.describe(type) + " but of type "
                        + value.getClass().getSimpleName(),
                "Correct what makes the record, or define the column as that type.");
    }

    /** The value as a long if it is an integer and fits; else null. */
    static Long integer(Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof BigInteger big && big.bitLength() < Long.SIZE ? (Long) big.longValue() : null;
    }

    static Fault outOfRange(Schema type) {
        return new Fault(
                Code.OUT_OF_RANGE,
                "does not fit " + AvroTypes.describe(type),
                "Correct the value, or define the column as a wider type.");
    }

    private static Object integer(Schema type, Object value) {
        Long integer = integer(value);
        if (integer == null) {
            return value instanceof BigInteger ? outOfRange(type) : wrong(type, value);
        }
        if (type.getType() == Schema.Type.LONG) {
            return integer;
        }
        int narrow = integer.intValue();
        return narrow == integer ? (Object) narrow : outOfRange(type);
    }

    private static Object text(Schema type, Object value, TextType ofText) {
        return value instanceof Number ? ofText.read(value.toString()) : wrong(type, value);
    }

    private static Object decimal(Schema type, Object value, TextType ofText) {
        if (!(value instanceof Number)
                || (value instanceof Double d && !Double.isFinite(d))
                || (value instanceof Float f && !Float.isFinite(f))) {
            return wrong(type, value);
        }
        BigDecimal decimal = value instanceof BigDecimal big ? big : new BigDecimal(value.toString());
        return Math.abs((long) decimal.scale()) + decimal.precision() > MAX_DIGITS
                ? outOfRange(type)
                : ofText.read(decimal.toPlainString());
    }

    private static Object bytes(Schema type, Object value) {
        ByteBuffer bytes = value instanceof byte[] array
                ? ByteBuffer.wrap(array)
                : value instanceof ByteBuffer buffer ? buffer.slice() : null;
        if (bytes == null) {
            return wrong(type, value);
        }
        return type.getType() == Schema.Type.FIXED && bytes.remaining() != type.getFixedSize()
                ? new Fault(
                        Code.BAD_FORMAT,
                        "is not " + type.getFixedSize() + " bytes",
                        "Correct the value, or define the column as bytes.")
                : bytes;
    }
}
