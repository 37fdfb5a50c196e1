package dev.sluice.encryption;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.function.Function;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * The text of a value: what is encrypted, in UTF-8. It comes from the value, not from how a file writes it, so equal values have equal
 * texts; and it is read without a schema:
 *
 * <ul>
 *   <li>string, enum, uuid: as they are; boolean: {@code true}, {@code false}; int, long: decimal digits
 *   <li>float, double: the shortest decimal that is the number, as Java writes it from version 19 on: {@code 1.0}, {@code 1.0E-5}, {@code
 *       NaN}, {@code -Infinity}
 *   <li>decimal: digits, with as many behind the point as its scale, {@code 12.50}
 *   <li>date: {@code 2019-08-31}; time: {@code 11:38:33.000}; timestamp: {@code 2019-08-31T11:38:33.000000Z}; local timestamp: the same
 *       without {@code Z}. The fraction of a second has the 3, 6 or 9 digits of the type; a year beyond 9999 has a sign
 *   <li>bytes, fixed: the bytes themselves, no text
 * </ul>
 *
 * Immutable; for any thread.
 */
public final class ValueText {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Function<Object, byte[]> bytes;

    private ValueText(Function<Object, byte[]> bytes) {
        this.bytes = bytes;
    }

    /**
     * The texts of a type.
     *
     * @param type a scalar one, without null
     * @throws IllegalArgumentException if values of it hold several values
     */
    public static ValueText ofType(Schema type) {
        LogicalType logicalType = type.getLogicalType();
        String logical = logicalType == null ? "" : logicalType.getName();
        return switch (type.getType()) {
            case BOOLEAN, STRING, ENUM -> text(Object::toString);
            // Not Java's own, which before version 19 writes some numbers longer than need be: equal values, other
            // workers, other texts.
            case FLOAT -> text(value -> NumberOutput.toString((Float) value, true));
            case DOUBLE -> text(value -> NumberOutput.toString((Double) value, true));
            case INT, LONG -> ofInteger(logical);
            case BYTES, FIXED ->
                logical.equals("decimal")
                        ? text(value -> ((BigDecimal) value).toPlainString())
                        : new ValueText(ValueText::copy);
            case ARRAY, MAP, RECORD, UNION, NULL ->
                throw new IllegalArgumentException("values of type " + type.getName() + " have no text");
        };
    }

    /**
     * The text of a value, in UTF-8.
     *
     * @param value not null, as Connect has it for the type: dates, and milliseconds of a day or since 1970, as {@code java.util.Date}; other
     *     times as {@code Long}; bytes as {@code ByteBuffer}, which stays as it is
     */
    public byte[] of(Object value) {
        return bytes.apply(value);
    }

    private static ValueText text(Function<Object, String> text) {
        return new ValueText(value -> text.apply(value).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] copy(Object value) {
        ByteBuffer bytes = ((ByteBuffer) value).duplicate();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private static ValueText ofInteger(String logical) {
        int digits = logical.endsWith("-millis") ? 3 : logical.endsWith("-micros") ? 6 : 9;
        return switch (logical) {
            case "date" ->
                text(value -> LocalDate.ofEpochDay(Math.floorDiv(number(value), MILLIS_PER_DAY))
                        .toString());
            case "time-millis", "time-micros" -> time(digits);
            case "timestamp-millis", "timestamp-micros", "timestamp-nanos" -> timestamp(digits, "Z");
            case "local-timestamp-millis", "local-timestamp-micros", "local-timestamp-nanos" -> timestamp(digits, "");
            default -> text(Object::toString);
        };
    }

    /** A default may be a number that is no time of a day, for Avro does not look; then its text is that number. */
    private static ValueText time(int digits) {
        long perSecond = unitsPerSecond(digits);
        DateTimeFormatter format = format(new DateTimeFormatterBuilder(), digits, "");
        return text(value -> {
            long units = number(value);
            return units >= 0 && units < SECONDS_PER_DAY * perSecond
                    ? format.format(LocalTime.ofNanoOfDay(units * (NANOS_PER_SECOND / perSecond)))
                    : Long.toString(units);
        });
    }

    private static ValueText timestamp(int digits, String end) {
        long perSecond = unitsPerSecond(digits);
        DateTimeFormatter format = format(
                new DateTimeFormatterBuilder()
                        .append(DateTimeFormatter.ISO_LOCAL_DATE)
                        .appendLiteral('T'),
                digits,
                end);
        return text(value -> {
            long units = number(value);
            long nanos = Math.floorMod(units, perSecond) * (NANOS_PER_SECOND / perSecond);
            return format.format(
                    LocalDateTime.ofEpochSecond(Math.floorDiv(units, perSecond), (int) nanos, ZoneOffset.UTC));
        });
    }

    private static DateTimeFormatter format(DateTimeFormatterBuilder format, int digits, String end) {
        return format.appendPattern("HH:mm:ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, true)
                .appendLiteral(end)
                .toFormatter(Locale.ROOT);
    }

    private static long unitsPerSecond(int digits) {
        return digits == 3 ? 1_000 : digits == 6 ? 1_000_000 : NANOS_PER_SECOND;
    }

    /** Connect knows no other class than {@code java.util.Date} for dates and milliseconds. */
    @SuppressWarnings("JavaUtilDate")
    private static long number(Object value) {
        return value instanceof java.util.Date date ? date.getTime() : (Long) value;
    }
}
