package dev.sluice.portal.tell;

import dev.sluice.portal.follow.ImportStore.Example;
import dev.sluice.portal.follow.Outcome;
import dev.sluice.portal.follow.State;
import dev.sluice.portal.watch.Lag;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes what became of files as lines of text. Remembers what it saw last, to tell rates. Not thread-safe. */
final class ImportsView {
    private static final int WIDTH = 24;
    private static final int MAX_REASONS = 12;
    private static final double NANOS = 1e9;
    private static final double SMOOTHING = 0.3;
    private static final double MEGABYTE = 1e6;

    /**
     * A tenant.
     *
     * @param reasons rejected rows by code and column, by the import's id
     */
    record Told(String tenant, Lag lag, List<Outcome> outcomes, Map<String, Map<String, Long>> reasons) {}

    private record Seen(long rows, Instant at, double rate) {}

    private final DateTimeFormatter time;
    private final Map<String, Seen> seen = new HashMap<>();

    ImportsView(ZoneId zone) {
        this.time = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    /**
     * Draws.
     *
     * @param knowsWaiting whether the staging directory was looked at
     */
    List<String> render(List<Told> tenants, boolean knowsWaiting, Instant now) {
        List<String> running = new ArrayList<>();
        List<String> settled = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Told told : tenants) {
            for (Outcome one : told.outcomes()) {
                if (one.state().isUnderWay()) {
                    keys.add(one.id());
                    running.add(running(told.tenant(), one, now));
                } else {
                    settled.add(settled(told.tenant(), one));
                }
            }
        }
        seen.keySet().retainAll(keys);
        List<String> lines = new ArrayList<>();
        lines.add("Running imports: " + running.size());
        lines.addAll(running);
        lines.add("");
        lines.add("Rows to go, by tenant" + (knowsWaiting ? "" : " (say --staging to know of files that wait)"));
        tenants.forEach(told -> lines.add(lag(told, knowsWaiting, now)));
        lines.add("");
        lines.add("Settled files, of each tenant the latest first: " + settled.size());
        lines.addAll(settled);
        lines.addAll(reasons(tenants));
        return lines;
    }

    private String running(String tenant, Outcome one, Instant now) {
        double rate = rate(one, now);
        OptionalDouble progress = one.progress();
        String left = one.toGo().isPresent() && rate >= 1
                ? "about "
                        + duration(
                                Duration.ofSeconds((long) Math.ceil(one.toGo().getAsLong() / rate))) + " left"
                : one.state().name().toLowerCase(Locale.ROOT);
        return String.format(
                Locale.ROOT,
                "  %-12s %-34s %s %s  %,11d accepted  %,7d rejected  %s to go of %s  %,8.0f rows/s  %s",
                tenant,
                one.file(),
                bar(progress.orElse(0)),
                progress.isPresent()
                        ? String.format(Locale.ROOT, "%3.0f %%", Math.floor(progress.getAsDouble() * 100))
                        : "  ? %",
                one.accepted(),
                one.rejected(),
                one.toGo().isPresent()
                        ? about(one)
                                + String.format(Locale.ROOT, "%,d", one.toGo().getAsLong())
                        : "?",
                total(one),
                rate,
                left);
    }

    private static String total(Outcome one) {
        if (one.total().isPresent()) {
            return String.format(Locale.ROOT, "%,d", one.total().getAsLong());
        }
        return one.toGo().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "≈%,d",
                        one.accepted() + one.rejected() + one.toGo().getAsLong())
                : "?";
    }

    private static String about(Outcome one) {
        return one.isEstimated() ? "≈" : "";
    }

    /** Since it was last looked at, else since its start; smoothed, for rows are counted once a second. */
    private double rate(Outcome one, Instant now) {
        long rows = one.accepted() + one.rejected();
        Seen before = seen.get(one.id());
        double rate;
        if (before == null) {
            rate = one.rowsPerSecond(now);
        } else {
            double seconds = Duration.between(before.at(), now).toNanos() / NANOS;
            if (seconds <= 0) {
                return before.rate();
            }
            rate = before.rate() * (1 - SMOOTHING) + (rows - before.rows()) / seconds * SMOOTHING;
        }
        seen.put(one.id(), new Seen(rows, now, rate));
        return rate;
    }

    private static String lag(Told told, boolean knowsWaiting, Instant now) {
        Lag lag = told.lag();
        String prefix = lag.isAtLeast() ? "≥ " : lag.isEstimated() ? "≈ " : "";
        String line = String.format(
                Locale.ROOT, "  %-12s %14s", told.tenant(), prefix + String.format(Locale.ROOT, "%,d", lag.rows()));
        if (!knowsWaiting || lag.files() == 0) {
            return knowsWaiting ? line + "  no file waits" : line;
        }
        String rows = lag.rowsWaiting().isPresent()
                ? String.format(
                        Locale.ROOT, ", about %,d rows", lag.rowsWaiting().getAsLong())
                : "";
        String oldest = lag.oldest()
                .map(since -> ", the oldest for " + duration(Duration.between(since, now)))
                .orElse("");
        return line
                + String.format(
                        Locale.ROOT,
                        "  %,d files wait, %,.1f MB%s%s",
                        lag.files(),
                        lag.bytes() / MEGABYTE,
                        rows,
                        oldest);
    }

    private String settled(String tenant, Outcome one) {
        return String.format(
                Locale.ROOT,
                "  %s  %-12s %-34s %-10s  %,11d accepted  %,7d rejected%s%s",
                one.started().map(time::format).orElse("              "),
                tenant,
                one.file(),
                one.state(),
                one.accepted(),
                one.rejected(),
                one.started().isPresent() && one.ended().isPresent()
                        ? "  in "
                                + duration(Duration.between(
                                        one.started().get(), one.ended().get()))
                        : "",
                amiss(one));
    }

    private static String amiss(Outcome one) {
        if (one.state() != State.INCOMPLETE) {
            return one.reasons().stream()
                    .findFirst()
                    .map(reason -> "  " + reason.code())
                    .orElse("");
        }
        long more = one.accepted() + one.rejected() - one.total().orElse(Long.MAX_VALUE);
        return more > 0
                ? String.format(Locale.ROOT, "  %,d rows more than were read", more)
                : String.format(Locale.ROOT, "  %,d rows MISSING", one.toGo().orElse(0));
    }

    private static List<String> reasons(List<Told> tenants) {
        List<String> lines = new ArrayList<>();
        for (Told told : tenants) {
            for (Outcome one : told.outcomes()) {
                Map<String, Long> found = told.reasons().getOrDefault(one.id(), Map.of());
                if (!found.isEmpty()) {
                    lines.add(String.format(
                            Locale.ROOT, "  %-12s %-34s --errors %s", told.tenant(), one.file(), one.id()));
                    lines.addAll(byNumber(found));
                }
            }
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("", "Rejected rows by reason"));
        }
        return lines;
    }

    private static List<String> byNumber(Map<String, Long> reasons) {
        List<String> lines = reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_REASONS)
                .map(reason -> String.format(Locale.ROOT, "    %,9d  %s", reason.getValue(), reason.getKey()))
                .collect(Collectors.toCollection(ArrayList::new));
        if (reasons.size() > MAX_REASONS) {
            lines.add("               … and " + (reasons.size() - MAX_REASONS) + " other reasons");
        }
        return lines;
    }

    /** A rejected row that was kept. */
    static String line(Example example) {
        return "  row " + example.row() + ", line " + example.line() + " (" + example.stage() + "): "
                + example.faults().stream().map(Example.Fault::message).collect(Collectors.joining(" | "));
    }

    private static String bar(double progress) {
        int full = (int) Math.floor(progress * WIDTH);
        return "█".repeat(full) + "░".repeat(WIDTH - full);
    }

    static String duration(Duration duration) {
        if (duration.isNegative()) {
            return "0.0 s";
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / NANOS);
        }
        return duration.compareTo(Duration.ofHours(1)) < 0
                ? String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart())
                : String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }
}
