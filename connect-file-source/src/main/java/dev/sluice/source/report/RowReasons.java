package dev.sluice.source.report;

import dev.sluice.contract.RowPosition;
import dev.sluice.source.check.Verdict;
import dev.sluice.source.parse.RowParser;
import dev.sluice.source.split.RecordScanner;

/**
 * Why a row was rejected. If it was the validating transform that did so, Connect does not tell the source why; but whoever knows the
 * transform's rules can tell it again from the row alone.
 */
public interface RowReasons {
    /** The verdict on the scanner's current record. */
    Verdict of(RowPosition row, RecordScanner record, RowParser parser);
}
