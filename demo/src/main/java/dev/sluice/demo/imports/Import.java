package dev.sluice.demo.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One import as Cassandra tells it.
 *
 * @param started null before the start has passed
 * @param judged when it was settled; null before
 * @param bytes of the file; of the compressed file, if it is
 * @param total rows of the file; empty until the source has read all of it
 * @param missing rows that are neither accepted nor rejected, of an import that is settled
 * @param position how many bytes of the uncompressed file have passed, about
 * @param reasons rejected rows by code and column
 */
record Import(
        String tenant,
        String id,
        long base,
        String file,
        String state,
        Instant started,
        Instant judged,
        long bytes,
        OptionalLong total,
        long accepted,
        long rejected,
        long missing,
        long position,
        Map<String, Long> reasons) {
    boolean isRunning() {
        return state.equals("RUNNING") || state.equals("LOADING");
    }

    long rows() {
        return accepted + rejected;
    }

    /** From 0 to 1; empty where nobody can tell: the file is compressed and not read to its end. */
    OptionalDouble progress() {
        if (total.isPresent()) {
            return OptionalDouble.of(total.getAsLong() == 0 ? 1 : Math.min(1, (double) rows() / total.getAsLong()));
        }
        // Rows of a partition that lags behind are not in this; it is nearly right while all go at one pace.
        return bytes == 0 || position > bytes
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(0.99, (double) position / bytes));
    }

    /** How long until it is done at this many rows a second; empty where nobody can tell. */
    OptionalLong secondsLeft(double rowsPerSecond) {
        OptionalDouble progress = progress();
        if (rowsPerSecond <= 0 || progress.isEmpty() || progress.getAsDouble() == 0) {
            return OptionalLong.empty();
        }
        double all = rows() / progress.getAsDouble();
        return OptionalLong.of(Math.round(Math.ceil((all - rows()) / rowsPerSecond)));
    }

    /** From its start to its settlement, or to now. */
    Duration duration(Instant now) {
        Instant end = judged == null ? now : judged;
        return started == null || end.isBefore(started) ? Duration.ZERO : Duration.between(started, end);
    }
}
