package dev.sluice.it.story.model;

import dev.sluice.it.story.script.CellType;
import dev.sluice.it.story.script.Column;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Function;

/** What a cell's text means, by the rules that tenants are told; written down a second time, on purpose. */
final class Typing {
    /** Why there is no value. */
    record Fault(String code) {}

    private static final Fault MISMATCH = new Fault("TYPE_MISMATCH");
    private static final Fault OUT_OF_RANGE = new Fault("OUT_OF_RANGE");
    private static final Fault MISSING = new Fault("MISSING_REQUIRED");

    private Typing() {}

    /** The value of a column that the file has; null, or a {@link Fault}. */
    static Object cell(Column column, boolean isKey, String emptyAs, String text) {
        if (text == null) {
            return isKey ? MISSING : column.isRequired() ? MISSING : absent(column);
        }
        if (!text.isEmpty()) {
            return typed(column.type(), text);
        }
        if (isKey) {
            return MISSING;
        }
        boolean staysEmpty = column.type() == CellType.TEXT && (!column.nullable() || emptyAs.equals("empty"));
        return staysEmpty ? "" : column.isRequired() ? MISSING : absent(column);
    }

    /** The value of a column that the file does not have, which is not required. */
    static Object absent(Column column) {
        return column.defaultText() == null ? null : typed(column.type(), column.defaultText());
    }

    private static Object typed(CellType type, String text) {
        return switch (type) {
            case TEXT -> text;
            case INT -> integer(text, Integer.SIZE, BigInteger::intValue);
            case LONG -> integer(text, Long.SIZE, BigInteger::longValue);
            case DOUBLE -> text.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?") ? Double.valueOf(text) : MISMATCH;
            case BOOLEAN -> bool(text.toLowerCase(Locale.ROOT));
            case DATE -> date(text);
        };
    }

    private static Object integer(String text, int bits, Function<BigInteger, Object> narrowed) {
        if (!text.matches("-?[0-9]+")) {
            return MISMATCH;
        }
        BigInteger value = new BigInteger(text);
        return value.bitLength() < bits ? narrowed.apply(value) : OUT_OF_RANGE;
    }

    private static Object bool(String text) {
        boolean isTrue = text.equals("true");
        return isTrue || text.equals("false") ? (Object) isTrue : MISMATCH;
    }

    private static Object date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            return MISMATCH;
        }
    }
}
