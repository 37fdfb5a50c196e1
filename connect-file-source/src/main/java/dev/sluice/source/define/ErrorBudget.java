package dev.sluice.source.define;

import java.math.BigDecimal;

/** How many rows of a file may be rejected: a number of them, or a percentage of the rows read. */
public record ErrorBudget(BigDecimal most, boolean isPercentage) {
    /** Not one. */
    public static final ErrorBudget NONE = new ErrorBudget(BigDecimal.ZERO, false);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public boolean isExceeded(long rejected, long read) {
        BigDecimal errors = BigDecimal.valueOf(rejected);
        return isPercentage
                ? errors.multiply(HUNDRED).compareTo(most.multiply(BigDecimal.valueOf(read))) > 0
                : errors.compareTo(most) > 0;
    }

    /** As a definition has it. */
    @Override
    public String toString() {
        return most.toPlainString() + (isPercentage ? "%" : "");
    }
}
