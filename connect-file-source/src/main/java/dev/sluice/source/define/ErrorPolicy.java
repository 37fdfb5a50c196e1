package dev.sluice.source.define;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a tenant wants done about rows that are not in order. No part of the schema: the Registry does not hear of it.
 *
 * @param maxErrors if the definition says so
 * @param rejectsFile whether a file with more of them is refused before any row of it is emitted, rather than loaded without them
 * @param dryRun whether files are checked only
 */
public record ErrorPolicy(Optional<ErrorBudget> maxErrors, boolean rejectsFile, boolean dryRun) {
    static final Set<String> KEYS = Set.of("max_errors", "on_errors", "dry_run");

    private static final Pattern MAX_ERRORS = Pattern.compile("([0-9]{1,18})|([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static ErrorPolicy read(Node node) {
        return new ErrorPolicy(
                node.get("max_errors").flatMap(value -> budget(node, value)),
                node.choice("on_errors", Set.of("continue", "reject_file"), "continue")
                        .equals("reject_file"),
                node.flag("dry_run", false));
    }

    private static Optional<ErrorBudget> budget(Node node, JsonNode value) {
        Matcher text = MAX_ERRORS.matcher(value.isIntegralNumber() || value.isTextual() ? value.asText() : "");
        if (text.matches()) {
            boolean isPercentage = text.group(1) == null;
            BigDecimal most = new BigDecimal(text.group(isPercentage ? 2 : 1));
            if (!isPercentage || most.compareTo(HUNDRED) <= 0) {
                return Optional.of(new ErrorBudget(most, isPercentage));
            }
        }
        node.wrong("max_errors", value, "a whole number from 0, or a percentage of the rows such as \"2.5%\"");
        return Optional.empty();
    }

    /** How many rows may be rejected where more of them refuse the file. */
    public ErrorBudget budget() {
        return maxErrors.orElse(ErrorBudget.NONE);
    }
}
