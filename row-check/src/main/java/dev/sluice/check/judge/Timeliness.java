package dev.sluice.check.judge;

import dev.sluice.check.rule.Rule;
import dev.sluice.check.schema.AvroTypes;
import dev.sluice.check.schema.ConnectTypes;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;

/**
 * How old a row is, compared with the time of its import: not with a clock, for the same row must be judged in the same way when it is
 * read again after a crash.
 */
final class Timeliness {
    private static final long MILLIS_PER_DAY = 86_400_000;

    private Timeliness() {}

    /** What a timely rule asks of a column. A day counts as a whole: it ends 24 hours after it began. */
    static RowRule.Test test(Schema type, int at, Rule.Timely rule) {
        String logical = AvroTypes.logicalName(type);
        TimeUnit unit = unit(logical);
        long older = rule.notOlderThan() == null
                ? Long.MAX_VALUE
                : rule.notOlderThan().toMillis();
        long newer = rule.notNewerThan() == null
                ? Long.MAX_VALUE
                : rule.notNewerThan().toMillis();
        long lasts = logical.equals("date") ? MILLIS_PER_DAY : 0;
        String tooOld = "it is older than " + rule.notOlderThan() + " before the import";
        String tooNew = "it is newer than " + rule.notNewerThan() + " after the import";
        return (values, timeMs) -> {
            if (values[at] == null) {
                return null;
            }
            if (timeMs == RowRule.NO_TIME) {
                return "the record has no timestamp that it can be compared with";
            }
            long age = timeMs - millis(values[at], unit);
            return age - lasts > older ? tooOld : -age > newer ? tooNew : null;
        };
    }

    /** Milliseconds since the epoch, rounded down. */
    private static long millis(Object value, TimeUnit unit) {
        if (value instanceof java.util.Date) {
            return ConnectTypes.millis(value);
        }
        return Math.floorDiv((Long) value, unit.convert(1, TimeUnit.MILLISECONDS));
    }

    private static TimeUnit unit(String logical) {
        return switch (logical) {
            case "date", "timestamp-millis", "local-timestamp-millis" -> TimeUnit.MILLISECONDS;
            case "timestamp-micros", "local-timestamp-micros" -> TimeUnit.MICROSECONDS;
            case "timestamp-nanos", "local-timestamp-nanos" -> TimeUnit.NANOSECONDS;
            default -> throw new IllegalArgumentException("needs a column of dates or timestamps");
        };
    }
}
