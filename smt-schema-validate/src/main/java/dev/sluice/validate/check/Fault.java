package dev.sluice.validate.check;

import dev.sluice.contract.Violation.Code;

/**
 * Why a text is not a value of a type. Never quotes the text: whether it may be shown is not decided here.
 *
 * @param problem follows the place and the value in a message: "does not fit an int"
 * @param cure a sentence: what its reader can do about it
 */
public record Fault(Code code, String problem, String cure) {
    static Fault mismatch(String problem, String cure) {
        return new Fault(Code.TYPE_MISMATCH, problem, cure);
    }
}
