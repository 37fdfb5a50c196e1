package dev.sluice.check.read;

import dev.sluice.check.schema.ConnectTypes;
import dev.sluice.contract.Violation.Code;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Reads dates, times and timestamps of ISO 8601: {@code 2019-08-31}, {@code 11:38:33.123}, {@code 2019-08-31T11:38:33Z} (a space may
 * stand for the T). Exact: a fraction finer than the type's unit is refused unless it is zeros; so is a leap second.
 *
 * <p>A timestamp without an offset is in the configured zone; one that this zone does not have, or has twice, because its clocks were
 * changed, is refused. A local timestamp must have no offset.
 */
final class Instants {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** What a type counts in. */
    enum Unit {
        MILLIS(1_000_000, "a millisecond"),
        MICROS(1_000, "a microsecond"),
        NANOS(1, "a nanosecond");

        private final long nanos;
        private final String words;

        Unit(long nanos, String words) {
            this.nanos = nanos;
            this.words = words;
        }
    }

    private Instants() {}

    /** A day. */
    static Object readDate(String text) {
        IsoReader in = new IsoReader(text);
        long day = in.epochDay();
        IsoReader.Trouble trouble = in.trouble();
        return trouble == IsoReader.Trouble.NONE
                ? ConnectTypes.date(day * MILLIS_PER_DAY)
                : fault(trouble, "a date", "2019-08-31", Unit.NANOS);
    }

    /**
     * A time of day.
     *
     * @param value makes the value of the number of units since midnight
     */
    static TextType time(Unit unit, LongFunction<Object> value) {
        return text -> {
            IsoReader in = new IsoReader(text);
            long nanos = in.nanoOfDay();
            IsoReader.Trouble trouble = in.trouble();
            if (trouble == IsoReader.Trouble.NONE && nanos % unit.nanos != 0) {
                trouble = IsoReader.Trouble.TOO_FINE;
            }
            return trouble == IsoReader.Trouble.NONE
                    ? value.apply(nanos / unit.nanos)
                    : fault(trouble, "a time", "11:38:33", unit);
        };
    }

    /**
     * A point in time.
     *
     * @param zone of texts without an offset
     * @param value makes the value of the number of units since 1970-01-01T00:00:00Z
     */
    static TextType timestamp(Unit unit, ZoneId zone, LongFunction<Object> value) {
        ZoneRules rules = zone.getRules();
        return text -> {
            IsoReader in = new IsoReader(text);
            long day = in.epochDay();
            in.separator();
            long nanoOfDay = in.nanoOfDay();
            int offset = in.offsetSeconds();
            Fault fault = fault(in, nanoOfDay, "a timestamp", "2019-08-31T11:38:33Z", unit);
            if (fault != null) {
                return fault;
            }
            long second = day * SECONDS_PER_DAY + nanoOfDay / NANOS_PER_SECOND;
            long nano = nanoOfDay % NANOS_PER_SECOND;
            return offset == IsoReader.NO_OFFSET
                    ? inZone(second, nano, unit, zone, rules, value)
                    : units(second - offset, nano, unit, value);
        };
    }

    /** The value of a wall clock's time in a zone; a fault where the zone does not have it once. */
    static Object inZone(
            long localSecond, long nano, Unit unit, ZoneId zone, ZoneRules rules, LongFunction<Object> value) {
        List<ZoneOffset> offsets = rules.isFixedOffset()
                ? List.of(rules.getOffset(java.time.Instant.EPOCH))
                : rules.getValidOffsets(LocalDateTime.ofEpochSecond(localSecond, 0, ZoneOffset.UTC));
        return offsets.size() == 1
                ? units(localSecond - offsets.get(0).getTotalSeconds(), nano, unit, value)
                : clocksChanged(zone, offsets.isEmpty());
    }

    /** A wall clock's time, in no zone. */
    static TextType localTimestamp(Unit unit) {
        return text -> {
            IsoReader in = new IsoReader(text);
            long day = in.epochDay();
            in.separator();
            long nanoOfDay = in.nanoOfDay();
            Fault fault = fault(in, nanoOfDay, "a local timestamp", "2019-08-31T11:38:33, without a zone", unit);
            return fault != null
                    ? fault
                    : units(
                            day * SECONDS_PER_DAY + nanoOfDay / NANOS_PER_SECOND,
                            nanoOfDay % NANOS_PER_SECOND,
                            unit,
                            Long::valueOf);
        };
    }

    /** Only nanoseconds can overflow: a long of them ends in the year 2262. */
    static Object units(long second, long nano, Unit unit, LongFunction<Object> value) {
        long perSecond = NANOS_PER_SECOND / unit.nanos;
        try {
            return second < 0 && nano > 0
                    ? value.apply(Math.addExact(
                            Math.multiplyExact(second + 1, perSecond), (nano - NANOS_PER_SECOND) / unit.nanos))
                    : value.apply(Math.addExact(Math.multiplyExact(second, perSecond), nano / unit.nanos));
        } catch (ArithmeticException e) {
            return new Fault(
                    Code.OUT_OF_RANGE,
                    "does not fit a timestamp in nanoseconds (1677-09-21 to 2262-04-11)",
                    "Correct the value, or define the column with microseconds.");
        }
    }

    private static Fault fault(IsoReader in, long nanos, String type, String example, Unit unit) {
        IsoReader.Trouble trouble = in.trouble();
        if (trouble != IsoReader.Trouble.NONE) {
            return fault(trouble, type, example, unit);
        }
        return tooFine(nanos, unit);
    }

    /** A fault if so many nanoseconds are no whole number of units; else null. */
    static Fault tooFine(long nanos, Unit unit) {
        return nanos % unit.nanos == 0 ? null : fault(IsoReader.Trouble.TOO_FINE, "", "", unit);
    }

    /** How many units so many nanoseconds are. */
    static long count(long nanos, Unit unit) {
        return nanos / unit.nanos;
    }

    private static Fault fault(IsoReader.Trouble trouble, String type, String example, Unit unit) {
        return switch (trouble) {
            case TOO_FINE ->
                new Fault(
                        Code.PRECISION_EXCEEDED,
                        "has a fraction of a second finer than " + unit.words,
                        "Round the value, or define the column with a finer unit.");
            case IMPOSSIBLE ->
                Fault.mismatch("is not " + type + " that exists", "Correct the value, or define the column as string.");
            default -> Fault.mismatch("is not " + type, "Write it as " + example + ", or define the column as string.");
        };
    }

    private static Fault clocksChanged(ZoneId zone, boolean gap) {
        return Fault.mismatch(
                gap
                        ? "is not a time of zone " + zone + ", whose clocks were put forward over it"
                        : "is two times in zone " + zone + ", whose clocks were put back over it",
                "Write the offset, as in 2019-08-31T11:38:33+02:00.");
    }
}
