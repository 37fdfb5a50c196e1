package dev.sluice.check.read;

import dev.sluice.check.read.Instants.Unit;
import dev.sluice.check.schema.ConnectTypes;
import java.text.ParsePosition;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/**
 * Reads dates and times that are written by configured patterns of {@link DateTimeFormatter}: strictly, with English names. A pattern
 * may say {@code yyyy} for a year. The first pattern that a text has the form of decides. Where only ISO 8601 is configured, this costs
 * nothing: see {@link Instants}.
 */
final class Patterns {
    /** A formatter recurs into optional sections, and a column's pattern is its tenant's. */
    private static final int MAX_PATTERN = 100;

    private static final int MAX_PATTERNS = 10;
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private Patterns() {}

    static TextType date(Notation notation) {
        return first(
                notation.dates(),
                Instants::readDate,
                "a date",
                parsed -> parsed.query(TemporalQueries.localDate()) == null
                        ? null
                        : ConnectTypes.date(
                                parsed.query(TemporalQueries.localDate()).toEpochDay() * MILLIS_PER_DAY));
    }

    static TextType time(Unit unit, Notation notation, LongFunction<Object> value) {
        return first(notation.times(), Instants.time(unit, value), "a time", parsed -> {
            LocalTime time = parsed.query(TemporalQueries.localTime());
            if (time == null) {
                return null;
            }
            Fault fault = Instants.tooFine(time.toNanoOfDay(), unit);
            return fault == null ? value.apply(Instants.count(time.toNanoOfDay(), unit)) : fault;
        });
    }

    static TextType timestamp(Unit unit, Notation notation, LongFunction<Object> value) {
        ZoneId zone = notation.zone();
        ZoneRules rules = zone.getRules();
        TextType iso = Instants.timestamp(unit, zone, value);
        return first(notation.timestamps(), iso, "a timestamp", parsed -> {
            if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
                long nano = parsed.get(ChronoField.NANO_OF_SECOND);
                Fault fault = Instants.tooFine(nano, unit);
                return fault == null
                        ? Instants.units(parsed.getLong(ChronoField.INSTANT_SECONDS), nano, unit, value)
                        : fault;
            }
            return local(parsed, unit, (second, nano) -> Instants.inZone(second, nano, unit, zone, rules, value));
        });
    }

    static TextType localTimestamp(Unit unit, Notation notation) {
        return first(
                notation.timestamps(),
                Instants.localTimestamp(unit),
                "a local timestamp",
                parsed -> parsed.query(TemporalQueries.zone()) != null
                        ? null
                        : local(parsed, unit, (second, nano) -> Instants.units(second, nano, unit, Long::valueOf)));
    }

    /**
     * Checks patterns.
     *
     * @throws IllegalArgumentException if one of them is none
     */
    static void check(List<String> patterns) {
        patterns.stream().filter(pattern -> !pattern.equals(Notation.ISO)).forEach(Patterns::formatter);
    }

    private interface OfLocal {
        Object value(long second, long nano);
    }

    /** What a parsed text is; null if it lacks a part. */
    private interface OfParsed {
        Object value(TemporalAccessor parsed);
    }

    private static Object local(TemporalAccessor parsed, Unit unit, OfLocal value) {
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (date == null || time == null) {
            return null;
        }
        long nano = time.get(ChronoField.NANO_OF_SECOND);
        Fault fault = Instants.tooFine(nano, unit);
        return fault == null ? value.value(date.atTime(time).toEpochSecond(ZoneOffset.UTC), nano) : fault;
    }

    @SuppressWarnings("ReferenceEquality") // Of the one fault that says that a text has not the form.
    private static TextType first(List<String> patterns, TextType iso, String type, OfParsed value) {
        if (patterns.equals(List.of(Notation.ISO))) {
            return iso;
        }
        if (patterns.size() > MAX_PATTERNS) {
            throw new IllegalArgumentException("There are more than " + MAX_PATTERNS + " patterns");
        }
        Fault mismatch = Fault.mismatch(
                "is not " + type + " written as " + String.join(" or ", patterns),
                "Write it so, or define the column with another pattern or as string.");
        List<TextType> types = new ArrayList<>();
        for (String pattern : patterns) {
            types.add(pattern.equals(Notation.ISO) ? iso : ofPattern(formatter(pattern), mismatch, value));
        }
        return text -> {
            Fault nearest = mismatch;
            for (TextType each : types) {
                Object read = each.read(text);
                if (!(read instanceof Fault fault)) {
                    return read;
                }
                // That a text has the form, but is no day, is worth more than that it has not another form.
                boolean hasForm = fault != mismatch && each != iso;
                nearest = nearest == mismatch && hasForm ? fault : nearest;
            }
            return nearest;
        };
    }

    private static TextType ofPattern(DateTimeFormatter formatter, Fault mismatch, OfParsed value) {
        return text -> {
            // Cheaper than an exception where the form is wrong; one is thrown still for a day that does not exist.
            ParsePosition position = new ParsePosition(0);
            if (formatter.parseUnresolved(text, position) == null || position.getIndex() != text.length()) {
                return mismatch;
            }
            try {
                Object read = value.value(formatter.parse(text));
                return read == null ? mismatch : read;
            } catch (java.time.DateTimeException e) {
                return Fault.mismatch(
                        "is not a date or time that exists", "Correct the value, or define the column as string.");
            }
        };
    }

    private static DateTimeFormatter formatter(String pattern) {
        if (pattern.isBlank() || pattern.length() > MAX_PATTERN) {
            throw new IllegalArgumentException("Pattern has not 1 to " + MAX_PATTERN + " characters");
        }
        return DateTimeFormatter.ofPattern(proleptic(pattern), Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    /** With u for y, outside quotes: a strict formatter is content with a year of the era only if the era is there too. */
    private static String proleptic(String pattern) {
        StringBuilder proleptic = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            proleptic.append(c == 'y' && !quoted ? 'u' : c);
        }
        return proleptic.toString();
    }
}
