package dev.sluice.bench.worker;

/**
 * What one subject took for its rows.
 *
 * @param seconds between the first and the last row's arrival at the broker
 * @param importSeconds from the import's beginning, before any row is read, to its end, behind the last acknowledgement, as its report
 *     tells; not a number for what is no import
 * @param cpuSeconds of the worker's process, from before the rows were asked for until after the last one
 */
record Taken(long rows, double seconds, double importSeconds, double cpuSeconds) {
    double rowsPerSecond() {
        return rows / seconds;
    }

    double importedPerSecond() {
        return rows / importSeconds;
    }

    double cpuMicrosPerRow() {
        return cpuSeconds * 1e6 / rows;
    }
}
