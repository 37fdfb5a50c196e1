package dev.sluice.it.story.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects what is not as it must be: counts all, keeps the first few. Not thread-safe. */
public final class Differences {
    private static final int SHOWN = 10;

    private final List<String> shown = new ArrayList<>();
    private long count;

    public void add(String difference) {
        count++;
        if (shown.size() < SHOWN) {
            shown.add(difference);
        }
    }

    /** Adds a difference unless the condition holds. */
    void expect(boolean condition, String where, String fault) {
        if (!condition) {
            add(where + ": " + fault);
        }
    }

    /** Adds a difference unless both are equal. */
    public void same(Object expected, Object actual, String where) {
        if (!Objects.equals(expected, actual)) {
            add(where + ": must be " + expected + ", is " + actual);
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Fails with the first of them. */
    public void assertNone() {
        if (count > 0) {
            throw new AssertionError(this);
        }
    }

    @Override
    public String toString() {
        return count + " differences" + (shown.isEmpty() ? "" : ", the first:\n  " + String.join("\n  ", shown));
    }
}
