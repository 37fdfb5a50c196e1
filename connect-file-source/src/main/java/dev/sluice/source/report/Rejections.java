package dev.sluice.source.report;

import dev.sluice.contract.Violation;
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
    private long unexplained;

    /**
     * Takes note of a row.
     *
     * @param violations empty if they cannot be told here
     */
    void add(long row, long line, List<Violation> violations) {
        if (violations.isEmpty()) {
            unexplained++;
        }
        for (Violation violation : violations) {
            count(byCode, violation.code().name());
            if (violation.column() != null) {
                count(byColumn, violation.column());
            }
            if (shown.size() < MAX_SHOWN) {
                shown.add(new Shown(row, line, violation));
            }
        }
    }

    private static void count(Map<String, Long> counts, String kind) {
        if (counts.size() < MAX_KINDS || counts.containsKey(kind)) {
            counts.merge(kind, 1L, Long::sum);
        }
    }

    Map<String, Long> byCode() {
        return byCode;
    }

    Map<String, Long> byColumn() {
        return byColumn;
    }

    /** The first ones. */
    List<Shown> shown() {
        return shown;
    }

    /** Rows that the validating transform has rejected, for reasons that only it knows. */
    long unexplained() {
        return unexplained;
    }
}
