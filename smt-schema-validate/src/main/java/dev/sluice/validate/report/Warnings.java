package dev.sluice.validate.report;

import dev.sluice.check.judge.Finding;
import dev.sluice.check.schema.SubjectVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts broken rules that only warn, by subject and rule, and logs where each was first broken. Bounded: what does not fit is counted
 * under one name. Written by one thread, read by any.
 */
final class Warnings {
    static final String OTHERS = "(others)";
    static final int MAX_RULES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);

    private final LongAdder rows = new LongAdder();
    private final Map<String, First> byRule = new ConcurrentHashMap<>();

    /** A rule: where it was first broken, and how often it has been. */
    private record First(String place, LongAdder count) {}

    void add(SubjectVersion id, List<Finding> findings, Supplier<String> place) {
        rows.increment();
        for (Finding finding : findings) {
            String rule = id.subject() + ": " + finding.rule();
            First first = byRule.get(byRule.containsKey(rule) || byRule.size() < MAX_RULES ? rule : OTHERS);
            if (first == null) {
                first = new First(place.get(), new LongAdder());
                byRule.put(byRule.size() < MAX_RULES ? rule : OTHERS, first);
                LOG.warn(
                        "rule '{}' of {} (where='{}') is broken; the row was passed on, and further ones are only counted, in "
                                + "WarningsByRule. Have the data corrected, or the rule.",
                        finding.rule(),
                        id,
                        first.place());
            }
            first.count().increment();
        }
    }

    long rows() {
        return rows.sum();
    }

    Map<String, Long> byRule() {
        Map<String, Long> counts = new TreeMap<>();
        byRule.forEach((rule, first) -> counts.put(rule, first.count().sum()));
        return counts;
    }

    Map<String, String> firstByRule() {
        Map<String, String> places = new TreeMap<>();
        byRule.forEach((rule, first) -> places.put(rule, first.place()));
        return places;
    }
}
