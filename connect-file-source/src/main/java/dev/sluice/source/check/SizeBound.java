package dev.sluice.source.check;

import dev.sluice.check.schema.AvroTypes;
import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.encryption.EncryptionKind;
import java.nio.charset.StandardCharsets;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * How large a column's values can become, by the length of their text alone: texts stay as long as they are, but a number of one digit
 * may be written in eight bytes. Never too small. Immutable.
 *
 * @param fixed bytes of any value, however short its text
 * @param perByte more bytes of the value for each byte of its text in UTF-8
 */
record SizeBound(long fixed, int perByte) {
    /** A union's branch, and a length. */
    private static final int OVERHEAD = 6;

    private static final int NUMBER = 11;
    private static final int UUID = 36;

    /** The longest text of a number, a date or a time: 1677-09-21T00:12:43.145224193Z and +292278994-08-17T07:12:55.807Z are among them. */
    private static final int NUMBER_TEXT = 32;
    /** A sign, a point, and a zero before it. */
    private static final int DECIMAL_SIGNS = 3;

    /** Of text that stays text. */
    static final SizeBound TEXT = new SizeBound(OVERHEAD, 1);

    /** Of a column's values, its default among them: a scalar, or null and one, for definitions have no others. */
    static SizeBound of(Schema.Field field) {
        Schema type = AvroTypes.withoutNull(field.schema());
        return EncryptionKind.of(ColumnEncryption.of(field).property())
                .map(kind -> ofCiphertext(type, field).plus(kind.overheadBytes()))
                .orElseGet(() -> ofValue(type, field));
    }

    /** Of ciphertext without what makes it longer than the value's text, which is longer than a number is. */
    private static SizeBound ofCiphertext(Schema type, Schema.Field field) {
        LogicalTypes.Decimal decimal = AvroTypes.decimal(type);
        return switch (type.getType()) {
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN -> new SizeBound(OVERHEAD + NUMBER_TEXT, 0);
            case BYTES, FIXED ->
                decimal == null
                        ? ofBytes(type, field)
                        : new SizeBound(OVERHEAD + DECIMAL_SIGNS + decimal.getPrecision() + decimal.getScale(), 0);
            default -> ofValue(type, field);
        };
    }

    private SizeBound plus(int bytes) {
        return new SizeBound(fixed + bytes, perByte);
    }

    private static SizeBound ofValue(Schema type, Schema.Field field) {
        return switch (type.getType()) {
            case STRING -> new SizeBound(OVERHEAD + UUID + defaultBytes(field), 1);
            case BYTES, FIXED -> AvroTypes.decimal(type) == null ? ofBytes(type, field) : ofDecimal(type);
            case ENUM -> new SizeBound(OVERHEAD + longestSymbol(type), 0);
            default -> new SizeBound(NUMBER, 0);
        };
    }

    private static SizeBound ofBytes(Schema type, Schema.Field field) {
        return type.getType() == Schema.Type.BYTES
                ? new SizeBound(OVERHEAD + defaultBytes(field), 1)
                : new SizeBound(OVERHEAD + type.getFixedSize(), 0);
    }

    /** Of at most half a byte a digit. */
    private static SizeBound ofDecimal(Schema type) {
        return new SizeBound(OVERHEAD + AvroTypes.decimal(type).getPrecision() / 2L + 1, 0);
    }

    private static int longestSymbol(Schema type) {
        return type.getEnumSymbols().stream().mapToInt(SizeBound::bytes).max().orElse(0);
    }

    private static int defaultBytes(Schema.Field field) {
        if (!field.hasDefaultValue()) {
            return 0;
        }
        Object value = field.defaultVal();
        return value instanceof byte[] bytes ? bytes.length : bytes(String.valueOf(value));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
