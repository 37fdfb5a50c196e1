package dev.sluice.validate.check;

import dev.sluice.validate.schema.Contract;
import java.util.ArrayList;
import java.util.List;

/** The data quality rules of one contract, compiled. Immutable. */
final class RowRules {
    /** No rules. */
    static final RowRules NONE = new RowRules(List.of());

    private final RowRule[] rules;

    private RowRules(List<RowRule> rules) {
        this.rules = rules.toArray(RowRule[]::new);
    }

    /**
     * The rules of a contract.
     *
     * @throws IllegalArgumentException naming every rule that does not fit its columns
     */
    static RowRules of(Contract.OfRows contract, Notation notation) {
        if (contract.rules().isEmpty()) {
            return NONE;
        }
        RuleCompiler compiler = new RuleCompiler(contract, notation);
        List<RowRule> compiled = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        contract.rules().forEach(rule -> {
            try {
                compiled.add(compiler.compile(rule));
            } catch (IllegalArgumentException e) {
                problems.add("rule '" + rule.heading().name() + "' " + e.getMessage());
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("its rules do not fit its columns: " + String.join("; ", problems));
        }
        return new RowRules(compiled);
    }

    boolean isEmpty() {
        return rules.length == 0;
    }

    /**
     * Checks a row against every rule whose columns all could be read: what is wrong with the others has been said.
     *
     * @param values Connect values, or the {@link Fault} of those that could not be read
     * @param texts tells the text of a column
     * @param timeMs the import's time, or {@link RowRule#NO_TIME}
     */
    List<Finding> check(Object[] values, Texts texts, long timeMs) {
        List<Finding> findings = List.of();
        for (RowRule rule : rules) {
            String problem = isReadable(rule, values) ? rule.test().problem(values, timeMs) : null;
            if (problem != null) {
                findings = findings.isEmpty() ? new ArrayList<>() : findings;
                findings.add(new Finding(
                        rule.column(),
                        texts.of(rule),
                        rule.broken(problem),
                        rule.heading().name()));
            }
        }
        return findings;
    }

    /** The text of the columns of a rule, for a finding. */
    interface Texts {
        String of(RowRule rule);
    }

    private static boolean isReadable(RowRule rule, Object[] values) {
        for (int column : rule.columns()) {
            if (values[column] instanceof Fault) {
                return false;
            }
        }
        return true;
    }
}
