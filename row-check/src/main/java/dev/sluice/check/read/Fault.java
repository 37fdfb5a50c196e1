package dev.sluice.check.read;

import dev.sluice.contract.Violation.Code;

/**
 * Why a text is not a value of a type. Never quotes the text: whether it may be shown is not decided here.
 *
 * @param problem follows the place and the value in a message: "does not fit an int"
 * @param cure a sentence: what its reader can do about it
 */
public record Fault(Code code, String problem, String cure) {
    private static final String INSIDE = "has at ";

    /**
     * The same fault of a value that is inside another.
     *
     * @param step from the outer value to the inner one
     */
    Fault at(String step) {
        return problem.startsWith(INSIDE)
                ? new Fault(code, INSIDE + step + problem.substring(INSIDE.length()), cure)
                : new Fault(code, INSIDE + step + " a value that " + problem, cure);
    }

    /** A row that has more or fewer fields than columns. */
    public static Fault columnCount(int found, int expected) {
        return new Fault(
                Code.COLUMN_COUNT,
                "has " + found + " fields instead of " + expected,
                "Give every column a field, and quote fields that hold the separator.");
    }

    /** A value that is not what it should be. */
    public static Fault of(String problem, String cure) {
        return mismatch(problem, cure);
    }

    static Fault mismatch(String problem, String cure) {
        return new Fault(Code.TYPE_MISMATCH, problem, cure);
    }
}
