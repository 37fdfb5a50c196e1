package dev.sluice.check.read;

import dev.sluice.check.schema.ConnectTypes;
import dev.sluice.contract.Violation.Code;
import org.apache.avro.Schema;

/**
 * Reads dates and times that are no texts: Connect's Date, Time and Timestamp, all of which are {@code java.util.Date}, and integers,
 * which are what Avro has for the type. Exact: a Timestamp is a date only at midnight in UTC.
 */
final class TypedTimes {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long MICROS_PER_DAY = MILLIS_PER_DAY * 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private TypedTimes() {}

    static ValueType of(Schema type, String logical) {
        return value -> {
            Long integer = ValueTypes.integer(value);
            if (integer != null) {
                return ofInteger(type, logical, integer);
            }
            return value instanceof java.util.Date
                    ? ofDate(type, logical, ConnectTypes.millis(value))
                    : ValueTypes.wrong(type, value);
        };
    }

    private static Object ofInteger(Schema type, String logical, long value) {
        return switch (logical) {
            case "date" ->
                value == (int) value ? ConnectTypes.date(value * MILLIS_PER_DAY) : ValueTypes.outOfRange(type);
            case "time-millis" -> isWithin(value, MILLIS_PER_DAY) ? ConnectTypes.date(value) : notOfDay();
            case "time-micros" -> isWithin(value, MICROS_PER_DAY) ? (Object) value : notOfDay();
            case "timestamp-millis" -> ConnectTypes.date(value);
            default -> value;
        };
    }

    private static Object ofDate(Schema type, String logical, long millis) {
        return switch (logical) {
            case "date" ->
                millis % MILLIS_PER_DAY == 0
                        ? ConnectTypes.date(millis)
                        : new Fault(
                                Code.PRECISION_EXCEEDED,
                                "has a time of day",
                                "Leave the time out, or define the column as timestamp-millis.");
            case "time-millis" -> isWithin(millis, MILLIS_PER_DAY) ? ConnectTypes.date(millis) : notOfDay();
            case "time-micros" -> isWithin(millis, MILLIS_PER_DAY) ? (Object) (millis * 1_000) : notOfDay();
            case "timestamp-millis" -> ConnectTypes.date(millis);
            case "timestamp-micros" -> times(type, millis, 1_000);
            case "timestamp-nanos" -> times(type, millis, NANOS_PER_MILLI);
            default ->
                Fault.mismatch(
                        "is a point in time, not a local timestamp", "Define the column as timestamp, not as local.");
        };
    }

    private static Object times(Schema type, long millis, long factor) {
        long high = Math.multiplyHigh(millis, factor);
        long low = millis * factor;
        return (high == 0 && low >= 0) || (high == -1 && low < 0) ? (Object) low : ValueTypes.outOfRange(type);
    }

    private static boolean isWithin(long value, long day) {
        return value >= 0 && value < day;
    }

    private static Fault notOfDay() {
        return new Fault(
                Code.OUT_OF_RANGE, "is not within a day", "Correct the value, or define the column as another type.");
    }
}
