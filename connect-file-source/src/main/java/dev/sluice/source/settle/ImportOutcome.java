package dev.sluice.source.settle;

import dev.sluice.contract.Violation;
import java.time.Instant;
import java.util.List;

/**
 * How an import ended.
 *
 * @param sha256 of the file; empty if it was not read to its end
 * @param reasons why it failed; empty if it did not
 */
public record ImportOutcome(
        Instant ended, long rowsAccepted, long rowsRejected, long rowsLost, String sha256, List<Violation> reasons) {
    public ImportOutcome {
        reasons = List.copyOf(reasons);
    }

    public boolean isFailure() {
        return !reasons.isEmpty();
    }

    public long rowsRead() {
        return rowsAccepted + rowsRejected + rowsLost;
    }
}
