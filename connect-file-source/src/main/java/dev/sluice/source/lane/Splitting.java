package dev.sluice.source.lane;

import dev.sluice.contract.DatasetId;
import dev.sluice.source.discover.Ownership;
import dev.sluice.source.split.Range;
import dev.sluice.source.stage.StagedFile;

/**
 * Which files several tasks read at once, and which of them reads what.
 *
 * @param minBytes of such a file; 0 for none
 * @param blockRows rows of a range
 */
public record Splitting(long minBytes, long blockRows, Ownership tasks) {
    boolean isFor(StagedFile file) {
        return minBytes > 0 && file.size() >= minBytes && tasks.tasks() > 1 && !file.isPacked();
    }

    /** Assigned, not claimed: a lease can expire while its holder is only slow, and Connect restarts tasks under their numbers. */
    boolean isOurs(DatasetId dataset, Range range) {
        return tasks.owns(dataset.toString(), range.number());
    }
}
