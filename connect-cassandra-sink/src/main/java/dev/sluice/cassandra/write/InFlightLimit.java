package dev.sluice.cassandra.write;

/**
 * How many requests may be in flight: all that the operator allows, as long as the server keeps up. An overload takes a third away,
 * at most once per {@value #CALM_MILLIS} ms because one overload fails many requests; a full round of successes gives one back.
 * Confined to the task's thread.
 */
final class InFlightLimit {
    private static final long CALM_MILLIS = 500;
    private static final int MIN = 4;

    private final int max;
    private int limit;
    private int successes;
    private long calmUntil = Long.MIN_VALUE;

    InFlightLimit(int max) {
        this.max = max;
        this.limit = max;
    }

    int get() {
        return limit;
    }

    void succeeded() {
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
        }
    }
}
