package dev.sluice.demo.imports;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Writes imports as lines of text. Remembers what it saw last, to tell rates. Not thread-safe. */
final class ImportsView {
    private static final int WIDTH = 24;
    private static final int MAX_REASONS = 12;
    private static final double NANOS = 1e9;

    private record Seen(long rows, Instant at, double rate) {}

    private final DateTimeFormatter time;
    private final Map<String, Seen> seen = new HashMap<>();

    ImportsView(ZoneId zone) {
        this.time = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    List<String> render(List<Import> imports, Instant now) {
        List<String> lines = new ArrayList<>();
        List<Import> running = imports.stream().filter(Import::isRunning).toList();
        List<Import> settled = imports.stream().filter(one -> !one.isRunning()).toList();
        lines.add("Running imports: " + running.size());
        running.forEach(one -> lines.add(running(one, now)));
        lines.add("");
        lines.add("Settled imports, the latest first: " + settled.size());
        settled.forEach(one -> lines.add(settled(one, now)));
        lines.addAll(reasons(imports));
        seen.keySet().retainAll(running.stream().map(ImportsView::key).toList());
        return lines;
    }

    private String running(Import one, Instant now) {
        double rate = rate(one, now);
        OptionalDouble progress = one.progress();
        OptionalLong left = one.secondsLeft(rate);
        return String.format(
                Locale.ROOT,
                "  %-12s %-34s %s %s  %,11d accepted  %,7d rejected  %,8.0f rows/s  %s",
                one.tenant(),
                one.file(),
                bar(progress.orElse(0)),
                progress.isPresent() ? String.format(Locale.ROOT, "%3.0f %%", progress.getAsDouble() * 100) : "  ? %",
                one.accepted(),
                one.rejected(),
                rate,
                left.isPresent()
                        ? "about " + duration(Duration.ofSeconds(left.getAsLong())) + " left"
                        : one.state().toLowerCase(Locale.ROOT));
    }

    /** Of the time since it was last seen to have moved, else since its start; smoothed, for progress is saved once a second. */
    private double rate(Import one, Instant now) {
        Seen before = seen.get(key(one));
        double rate;
        if (before == null) {
            double seconds = seconds(one.duration(now));
            rate = seconds > 0 ? one.rows() / seconds : 0;
        } else {
            double seconds = seconds(Duration.between(before.at(), now));
            if (seconds <= 0) {
                return before.rate();
            }
            rate = before.rate() * 0.7 + (one.rows() - before.rows()) / seconds * 0.3;
        }
        seen.put(key(one), new Seen(one.rows(), now, rate));
        return rate;
    }

    private String settled(Import one, Instant now) {
        String missing = one.missing() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  %,d rows %s",
                        Math.abs(one.missing()),
                        one.missing() > 0 ? "MISSING" : "more than were read");
        return String.format(
                Locale.ROOT,
                "  %s  %-12s %-34s %-10s  %,11d accepted  %,7d rejected  in %s%s",
                one.started() == null ? "              " : time.format(one.started()),
                one.tenant(),
                one.file(),
                one.state(),
                one.accepted(),
                one.rejected(),
                duration(one.duration(now)),
                missing);
    }

    private static List<String> reasons(List<Import> imports) {
        List<String> lines = new ArrayList<>();
        imports.stream().filter(one -> !one.reasons().isEmpty()).forEach(one -> {
            lines.add(String.format(Locale.ROOT, "  %-12s %-34s --errors %s", one.tenant(), one.file(), one.id()));
            one.reasons().entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(MAX_REASONS)
                    .forEach(reason ->
                            lines.add(String.format(Locale.ROOT, "    %,9d  %s", reason.getValue(), reason.getKey())));
            if (one.reasons().size() > MAX_REASONS) {
                lines.add("               … and " + (one.reasons().size() - MAX_REASONS) + " other reasons");
            }
        });
        if (!lines.isEmpty()) {
            lines.add(0, "Rejected rows by reason");
            lines.add(0, "");
        }
        return lines;
    }

    private static String bar(double progress) {
        int full = (int) Math.round(progress * WIDTH);
        return "█".repeat(full) + "░".repeat(WIDTH - full);
    }

    static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", seconds(duration));
        }
        return duration.compareTo(Duration.ofHours(1)) < 0
                ? String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart())
                : String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    private static String key(Import one) {
        return one.id() + "/" + one.base();
    }
}
