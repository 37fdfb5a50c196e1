package dev.sluice.bench.worker;

/**
 * What one subject took for its rows.
 *
 * @param seconds between the first and the last row's arrival at the broker
 * @param cpuSeconds of the worker's process, from before the rows were asked for until after the last one
 */
record Taken(long rows, double seconds, double cpuSeconds) {
    double rowsPerSecond() {
        return rows / seconds;
    }

    double cpuMicrosPerRow() {
        return cpuSeconds * 1e6 / rows;
    }
}
