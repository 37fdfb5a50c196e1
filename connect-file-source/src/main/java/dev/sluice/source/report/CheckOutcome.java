package dev.sluice.source.report;

import java.time.Duration;
import java.time.Instant;

/**
 * What came of checking all rows of a file.
 *
 * @param rows all that were read
 * @param rejections what is said of those that are not in order
 * @param sha256 of the file
 */
public record CheckOutcome(Instant started, Instant ended, long rows, Rejections rejections, String sha256) {
    public long rejected() {
        return rejections.rows();
    }

    /** In short, for logs. */
    @Override
    public String toString() {
        return rows + " rows checked in " + Duration.between(started, ended).toMillis() + " ms, " + rejected()
                + " not in order";
    }
}
