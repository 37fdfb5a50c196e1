package dev.sluice.source.check;

import dev.sluice.contract.Violation;
import java.util.List;

/**
 * What is to be said of a row.
 *
 * @param isFormed false if it is its form that is wrong
 * @param violations why it is rejected; empty if it is not
 * @param warnings names of rules that it breaks and that only warn, if it is not rejected
 */
public record Verdict(boolean isFormed, List<Violation> violations, List<String> warnings) {
    public Verdict {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
    }

    static Verdict ofForm(List<Violation> violations) {
        return new Verdict(false, violations, List.of());
    }

    public boolean isRejection() {
        return !violations.isEmpty();
    }
}
