package dev.sluice.cassandra.write;

import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry: doubling from the first, bounded, and spread so that retries do not come all at once.
 *
 * @param firstMillis before the first retry
 * @param maxMillis before any retry
 */
public record Backoff(long firstMillis, long maxMillis, RandomGenerator random) {
    private static final int MAX_DOUBLINGS = 30;

    /** The wait after so many failures, at least 1; between half of the step and all of it. */
    public long millis(int failures) {
        long step = Math.min(maxMillis, firstMillis << Math.min(failures - 1, MAX_DOUBLINGS));
        return step - (long) (random.nextDouble() * step / 2);
    }
}
