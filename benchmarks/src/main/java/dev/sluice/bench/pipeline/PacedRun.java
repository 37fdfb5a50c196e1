package dev.sluice.bench.pipeline;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Files are dropped at a pace, whatever becomes of them, and each file's time from its drop to its proof is taken. If the pipeline
 * cannot keep up, later files take longer. For one thread.
 */
final class PacedRun {
    /** What the reference tenant's network sends. */
    static final int ROWS_PER_SECOND = 16_667;

    private static final int SECONDS_PER_FILE = 5;
    private static final long LOOK_MILLIS = 250;
    private static final int LOOKS_PER_LINE = 60;
    /** Whoever falls behind by less than this share of the time, and by less than a file, keeps the pace but for noise. */
    private static final double TOLERANCE = 0.02;

    private final Plant plant;
    private final int minutes;
    private final Map<String, Long> open = new LinkedHashMap<>();
    private final List<Double> seconds = new ArrayList<>();
    private final List<Long> lags = new ArrayList<>();

    PacedRun(Plant plant, int minutes) {
        this.plant = plant;
        this.minutes = minutes;
    }

    /**
     * Runs, and prints.
     *
     * @throws IllegalStateException if the lag grew
     */
    void run() throws IOException, InterruptedException, ExecutionException {
        int rows = ROWS_PER_SECOND * SECONDS_PER_FILE;
        int files = (int) (TimeUnit.MINUTES.toSeconds(minutes) / SECONDS_PER_FILE);
        System.out.printf(
                "paced: %,d rows a second for %d minutes, a file every %d s%n",
                ROWS_PER_SECOND, minutes, SECONDS_PER_FILE);
        Processes before = plant.processes();
        long begun = System.nanoTime();
        for (int file = 0; file < files; file++) {
            Feed.Ready ready = plant.feed().write(rows);
            lookUntil(begun + TimeUnit.SECONDS.toNanos((long) file * SECONDS_PER_FILE));
            ready.drop();
            open.put(ready.name(), System.nanoTime());
        }
        lookUntil(begun + TimeUnit.SECONDS.toNanos((long) files * SECONDS_PER_FILE));
        Processes after = plant.processes();
        long lagAtEnd = plant.lag().of(Plant.LOADER);
        int openAtEnd = open.size();
        while (!open.isEmpty()) {
            look();
        }
        after.print(before, (long) files * rows);
        System.out.printf(
                "  at the end of %,d rows: %d files under way, %,d records of lag; last file proved %.1f s behind its drop%n",
                (long) files * rows, openAtEnd, lagAtEnd, seconds.get(seconds.size() - 1));
        System.out.printf(
                "  from drop to proof: median of the first third %.1f s, of the second %.1f s, of the last %.1f s; longest %.1f s;"
                        + " lag in records, mean by thirds: %,.0f, %,.0f, %,.0f%n",
                median(third(seconds, 0)),
                median(third(seconds, 1)),
                median(third(seconds, 2)),
                seconds.stream().mapToDouble(each -> each).max().orElseThrow(),
                mean(third(lags, 0)),
                mean(third(lags, 1)),
                mean(third(lags, 2)));
        double behind = median(third(seconds, 2)) - median(third(seconds, 0));
        if (behind > TOLERANCE * TimeUnit.MINUTES.toSeconds(minutes) + SECONDS_PER_FILE) {
            throw new IllegalStateException(String.format(
                    "the last third took %.1f s longer than the first: this machine does not carry the pace now",
                    behind));
        }
    }

    private void lookUntil(long nanos) throws InterruptedException, ExecutionException {
        do {
            look();
        } while (System.nanoTime() - nanos < 0);
    }

    /** Takes the time of what is proved by now. */
    private void look() throws InterruptedException, ExecutionException {
        long now = System.nanoTime();
        if (!open.isEmpty()) {
            plant.warehouse().completed(Plant.TENANT).keySet().forEach(file -> {
                Long dropped = open.remove(file);
                if (dropped != null) {
                    seconds.add((now - dropped) / 1e9);
                }
            });
        }
        lags.add(plant.lag().of(Plant.LOADER));
        if (lags.size() % LOOKS_PER_LINE == 0) {
            System.out.printf(
                    "  %d files proved, %d under way, %,d records of lag, load average %.1f%n",
                    seconds.size(),
                    open.size(),
                    lags.get(lags.size() - 1),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }

    private static <T> List<T> third(List<T> all, int which) {
        return all.subList(which * all.size() / 3, Math.max(which * all.size() / 3 + 1, (which + 1) * all.size() / 3));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double mean(List<Long> values) {
        return values.stream().mapToLong(each -> each).average().orElseThrow();
    }
}
