package dev.sluice.check.judge;

import dev.sluice.check.read.Fault;
import dev.sluice.check.rule.Rule;
import dev.sluice.contract.Violation.Code;
import java.util.List;

/**
 * One data quality rule, compiled for the columns of a contract. Immutable.
 *
 * @param columns positions of the columns that it looks at
 * @param column that it is about, for the finding; null if it is about several
 */
public record RowRule(Rule.Heading heading, List<Integer> columns, String column, Test test) {
    /** No time is known that a row's times can be compared with. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** What a rule asks. Pure. */
    public interface Test {
        /**
         * Looks at a row.
         *
         * @param values Connect values, by position of their column
         * @param timeMs the import's time, or {@link #NO_TIME}
         * @return why the rule is broken, never with a value in it; null if it is not
         */
        String problem(Object[] values, long timeMs);
    }

    public RowRule {
        columns = List.copyOf(columns);
    }

    /** The rule broken for a reason. */
    Fault broken(String problem) {
        return new Fault(
                heading.warns() ? Code.WARNING : Code.RULE_FAILED,
                "breaks the rule '" + heading.name() + "': " + problem,
                heading.advice() != null ? heading.advice() : "Correct the value, or the rule in the definition.");
    }
}
