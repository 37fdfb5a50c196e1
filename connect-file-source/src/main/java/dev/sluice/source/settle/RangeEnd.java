package dev.sluice.source.settle;

import dev.sluice.contract.Violation;
import dev.sluice.source.emit.AckLedger;
import java.util.List;

/**
 * What became of one range of a file.
 *
 * @param counts of its rows
 * @param isWhole false if it was given up
 * @param notes name of the file where its rejected rows are noted
 * @param reasons why it was given up, if that is known here
 */
public record RangeEnd(AckLedger.Counts counts, boolean isWhole, String notes, List<Violation> reasons) {
    public RangeEnd {
        reasons = List.copyOf(reasons);
    }

    /** Whether all of so many rows have arrived. */
    public boolean isOf(long rows) {
        return isWhole && counts.lost() == 0 && counts.accepted() + counts.rejected() == rows;
    }
}
