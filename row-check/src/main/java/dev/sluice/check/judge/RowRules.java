package dev.sluice.check.judge;

import dev.sluice.check.read.Fault;
import dev.sluice.check.read.Notation;
import dev.sluice.check.rule.Rule;
import dev.sluice.check.schema.Contract;
import java.util.ArrayList;
import java.util.List;

/** The data quality rules of one contract, compiled. Immutable. */
public final class RowRules {
    private final RowRule[] rules;

    private RowRules(List<RowRule> rules) {
        this.rules = rules.toArray(RowRule[]::new);
    }

    /**
     * Compiles rules for the columns of a contract.
     *
     * @param problems takes each rule that does not fit its columns, and why
     */
    public static RowRules of(List<Rule> rules, Contract.OfRows contract, Notation notation, List<String> problems) {
        RuleCompiler compiler = new RuleCompiler(contract, notation);
        List<RowRule> compiled = new ArrayList<>();
        for (Rule rule : rules) {
            String place = "rule '" + rule.heading().name() + "' ";
            try {
                compiled.add(compiler.compile(rule));
            } catch (IllegalArgumentException e) {
                problems.add(place + e.getMessage());
            } catch (RuntimeException | StackOverflowError e) {
                // Rules and patterns are a tenant's: whatever they do to a compiler, they must not stop the task.
                problems.add(place + "cannot be compiled (" + e.getClass().getSimpleName() + ")");
            }
        }
        return new RowRules(compiled);
    }

    public boolean isEmpty() {
        return rules.length == 0;
    }

    /**
     * Checks a row against every rule whose columns all could be read: what is wrong with the others has been said.
     *
     * @param values Connect values, or the {@link Fault} of those that could not be read
     * @param texts tells the text of a column
     * @param timeMs the import's time, or {@link RowRule#NO_TIME}
     */
    public List<Finding> check(Object[] values, Texts texts, long timeMs) {
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
    public interface Texts {
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
