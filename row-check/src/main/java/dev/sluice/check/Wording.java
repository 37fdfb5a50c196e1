package dev.sluice.check;

import dev.sluice.check.judge.Finding;
import dev.sluice.check.read.Fault;
import dev.sluice.contract.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts findings into words: what (where='value'); consequence. Cure. Pure.
 *
 * <p>Every finding of a row is told. But a row may have thousands, and a record has a largest size: once the messages of a row have
 * grown long, the remaining ones name column and code only.
 */
public final class Wording {
    /** Characters of messages and values of one row, after which they become short. */
    static final int BUDGET = 200_000;

    private final boolean showsValues;

    /**
     * Chooses what is told.
     *
     * @param showsValues false where rows hold what must not stand in errors
     */
    public Wording(boolean showsValues) {
        this.showsValues = showsValues;
    }

    /**
     * The findings of a row as they are told.
     *
     * @param place where the row stands, such as its line and bytes
     */
    public List<Violation> violations(List<Finding> findings, String place) {
        List<Violation> violations = new ArrayList<>(findings.size());
        int spent = 0;
        for (Finding finding : findings) {
            Violation violation = spent < BUDGET ? full(finding, place) : brief(finding);
            spent += violation.message().length()
                    + (violation.value() == null ? 0 : violation.value().length());
            violations.add(violation);
        }
        return violations;
    }

    /** The row's text as far as it may be shown; null if it may not. */
    public String raw(String raw, int maxChars) {
        if (!showsValues || raw == null || maxChars == 0) {
            return null;
        }
        if (raw.length() <= maxChars) {
            return raw;
        }
        int end = maxChars - 1;
        return raw.substring(0, end > 0 && Character.isHighSurrogate(raw.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private Violation full(Finding finding, String place) {
        Fault fault = finding.fault();
        String value = showsValues ? Violation.cut(finding.text()) : null;
        StringBuilder message = new StringBuilder(finding.column() == null ? "row" : finding.column())
                .append(" (")
                .append(place)
                .append(')');
        if (value != null) {
            message.append("='").append(value).append('\'');
        }
        message.append(' ')
                .append(fault.problem())
                .append(finding.isWarning() ? "; nothing is refused for this alone. " : "; the row was not loaded. ")
                .append(fault.cure());
        return Violation.bounded(fault.code(), finding.column(), value, message.toString());
    }

    private static Violation brief(Finding finding) {
        return new Violation(
                finding.fault().code(), finding.column(), null, finding.column() + " is wrong too; see the code.");
    }
}
