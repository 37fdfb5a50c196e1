package dev.sluice.check.judge;

import dev.sluice.check.read.Fault;
import dev.sluice.contract.Violation.Code;

/**
 * One fault of a row.
 *
 * @param column the column; null where the fault is not of one column
 * @param text the column's text; null where there is none, or it may not be told
 * @param rule the name of the data quality rule that found it; null where it is of a column's type
 */
public record Finding(String column, String text, Fault fault, String rule) {
    /** A fault of a column's type. */
    public Finding(String column, String text, Fault fault) {
        this(column, text, fault, null);
    }

    /** True if nothing is refused for it alone. */
    public boolean isWarning() {
        return fault.code() == Code.WARNING;
    }
}
