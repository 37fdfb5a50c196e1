package dev.sluice.encryption;

import java.util.List;

/** A text of keys that is not in order. Its messages have no key material in them. */
public final class ColumnKeysException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ColumnKeysException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, for people; at least one. */
    public List<String> problems() {
        return problems == null ? List.of(getMessage()) : problems;
    }
}
