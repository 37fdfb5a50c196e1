package dev.sluice.archive.recover;

/** How long to wait after failures: doubled each time, up to a bound. */
public record Backoff(long initialMs, long maxMs) {
    /** The pause after a number of failures in a row, at least one. */
    long after(int failures) {
        long doubled = initialMs << Math.min(failures - 1, 20);
        return Math.min(maxMs, doubled);
    }
}
