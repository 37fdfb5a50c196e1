package dev.sluice.cassandra.write;

import java.util.Arrays;

/**
 * How many requests may be in flight: all that the operator allows, as long as the server keeps up. An overload, or answers that come
 * too late, take a third away, at most once per {@value #CALM_MILLIS} ms because one overload fails many requests; a full round of
 * successes gives one back. Confined to the task's thread.
 */
final class InFlightLimit {
    private static final long CALM_MILLIS = 500;
    private static final int MIN = 4;
    /** Answers that one look at the slowest of them is taken over. */
    private static final int WINDOW = 256;

    private static final double PERCENTILE = 0.99;

    private final int max;
    private final long maxP99Millis;
    private final long[] window = new long[WINDOW];
    private int answers;
    private long p99Millis;
    private int limit;
    private int successes;
    private long calmUntil = Long.MIN_VALUE;

    /** @param maxP99Millis of a hundred answers one may take longer */
    InFlightLimit(int max, long maxP99Millis) {
        this.max = max;
        this.maxP99Millis = maxP99Millis;
        this.limit = max;
    }

    int get() {
        return limit;
    }

    /** Of the last full window. */
    long p99Millis() {
        return p99Millis;
    }

    /** @param latencyMillis from the request to its answer */
    void succeeded(long latencyMillis, long nowMillis) {
        window[answers++] = latencyMillis;
        if (answers == WINDOW) {
            answers = 0;
            long[] sorted = window.clone();
            Arrays.sort(sorted);
            p99Millis = sorted[(int) (WINDOW * PERCENTILE)];
            if (p99Millis > maxP99Millis) {
                overloaded(nowMillis);
                return;
            }
        }
        successes++;
        if (limit < max && successes >= limit) {
            successes = 0;
            limit++;
        }
    }

    void overloaded(long nowMillis) {
        if (nowMillis >= calmUntil) {
            calmUntil = nowMillis + CALM_MILLIS;
            limit = Math.max(Math.min(MIN, max), limit * 2 / 3);
            successes = 0;
            // What was asked before says nothing of how it is with fewer.
            answers = 0;
        }
    }
}
