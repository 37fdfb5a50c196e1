package dev.sluice.source.report;

import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Violation;
import dev.sluice.source.check.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a report says about an import's rejected rows. Bounded, however many there are. One thread. */
public final class Rejections {
    private static final int MAX_SHOWN = 100;
    /** Codes are few, and a definition's columns too; but a bound needs no argument. */
    private static final int MAX_KINDS = 1000;

    /** A violation and where it stands. */
    record Shown(long row, long line, Violation violation) {}

    private final Map<String, Long> byCode = new TreeMap<>();
    private final Map<String, Long> byColumn = new TreeMap<>();
    private final List<Shown> shown = new ArrayList<>();
    private final Map<String, Long> warnings = new TreeMap<>();
    private long rows;
    private long byValidation;
    private long withWarnings;

    /** Takes note of a rejected row. */
    public void add(RowPosition row, Verdict verdict) {
        rows++;
        if (verdict.isFormed()) {
            byValidation++;
        }
        for (Violation violation : verdict.violations()) {
            count(byCode, violation.code().name());
            if (violation.column() != null) {
                count(byColumn, violation.column());
            }
            if (shown.size() < MAX_SHOWN) {
                shown.add(new Shown(row.ordinal(), row.line(), violation));
            }
        }
    }

    /**
     * Takes note of a row that is not rejected.
     *
     * @param rules that it breaks, and that only warn
     */
    public void warned(List<String> rules) {
        withWarnings++;
        rules.forEach(rule -> count(warnings, rule));
    }

    private static void count(Map<String, Long> counts, String kind) {
        if (counts.size() < MAX_KINDS || counts.containsKey(kind)) {
            counts.merge(kind, 1L, Long::sum);
        }
    }

    /** How many violations there are of each code. */
    public Map<String, Long> byCode() {
        return byCode;
    }

    Map<String, Long> byColumn() {
        return byColumn;
    }

    /** The first ones. */
    List<Shown> shown() {
        return shown;
    }

    /** How many rows are rejected. */
    public long rows() {
        return rows;
    }

    /** How many of them for something else than their form. */
    long byValidation() {
        return byValidation;
    }

    long withWarnings() {
        return withWarnings;
    }

    /** How many rows break each rule that only warns. */
    Map<String, Long> warnings() {
        return warnings;
    }
}
