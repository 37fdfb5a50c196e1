package dev.sluice.check.read;

import dev.sluice.check.schema.ContractColumn;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/**
 * How texts are written, as far as it is not fixed.
 *
 * @param zone of timestamps that have no offset
 * @param nonFinite {@code NaN}, {@code Infinity} and {@code -Infinity} are numbers
 * @param dates patterns of dates, tried in turn; {@link #ISO} is ISO 8601
 * @param times patterns of times of day
 * @param timestamps patterns of timestamps, local ones too
 */
public record Notation(
        ZoneId zone, boolean nonFinite, List<String> dates, List<String> times, List<String> timestamps) {
    /** Stands for ISO 8601 among patterns. */
    public static final String ISO = "iso";
    /** Separates patterns: they may hold commas. */
    private static final String SEPARATOR = "\\|";

    public Notation {
        dates = List.copyOf(dates);
        times = List.copyOf(times);
        timestamps = List.copyOf(timestamps);
    }

    /** ISO 8601, and finite numbers only. */
    public static Notation iso(ZoneId zone) {
        return new Notation(zone, false, List.of(ISO), List.of(ISO), List.of(ISO));
    }

    /** The patterns of a setting. */
    public static List<String> patterns(String setting) {
        return Arrays.stream(setting.split(SEPARATOR)).map(String::trim).toList();
    }

    /**
     * Checks patterns.
     *
     * @throws IllegalArgumentException if one of them is none
     */
    public static void check(List<String> patterns) {
        Patterns.check(patterns);
    }

    /** This notation, but for patterns that the column's own definition names. */
    public Notation forColumn(ContractColumn column) {
        if (column.pattern() == null) {
            return this;
        }
        List<String> own = patterns(column.pattern());
        return new Notation(zone, nonFinite, own, own, own);
    }
}
