package dev.sluice.source.define;

import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong, or odd, with one definition, collected while it is read. */
final class Problems {
    private static final String REFUSED = "; the definition was refused and nothing was changed. ";

    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> warnings = new ArrayList<>();

    /** @param cure what to do, as a sentence */
    void add(String key, String value, String what, String cure) {
        add(Code.INVALID_DEFINITION, key, value, what, cure);
    }

    void add(Code code, String key, String value, String what, String cure) {
        violations.add(Violation.bounded(code, key, value, what + where(key, value) + REFUSED + cure));
    }

    /** @param what what is odd, what it does not do, and how to do it */
    void warn(String key, String value, String what) {
        warnings.add(Violation.bounded(Code.WARNING, key, value, what));
    }

    boolean isEmpty() {
        return violations.isEmpty();
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    List<Violation> warnings() {
        return List.copyOf(warnings);
    }

    private static String where(String key, String value) {
        return " (where=" + (key == null ? "" : key + ": ") + "'" + Violation.cut(value) + "')";
    }
}
