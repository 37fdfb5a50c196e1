package dev.sluice.source.parse;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What violations of form quote of a row, where it may not be told. Pure. */
public final class Quotations {
    /** Violations of form whose value is text of the row. */
    private static final Set<Code> QUOTING = EnumSet.of(Code.MALFORMED_CSV, Code.BAD_ENCODING);

    private Quotations() {}

    /** All that quotes the row, without the quotation. */
    public static List<Violation> hidden(List<Violation> violations) {
        return violations.stream().map(Quotations::hidden).toList();
    }

    private static Violation hidden(Violation violation) {
        return QUOTING.contains(violation.code())
                ? new Violation(
                        violation.code(),
                        violation.column(),
                        null,
                        violation.message().replace(where(violation.value()), ""))
                : violation;
    }

    /** A failure as it may be logged: what kind it was and where, without messages, which may quote a row. */
    public static RuntimeException withoutMessages(Throwable failure) {
        Throwable cause = failure.getCause();
        RuntimeException told =
                new RuntimeException(failure.getClass().getName(), cause == null ? null : withoutMessages(cause));
        told.setStackTrace(failure.getStackTrace());
        return told;
    }

    /** How a message quotes what is wrong. */
    static String where(String value) {
        return " (where='" + Violation.cut(value) + "')";
    }
}
