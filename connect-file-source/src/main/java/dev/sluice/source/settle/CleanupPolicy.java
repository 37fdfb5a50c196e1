package dev.sluice.source.settle;

import java.util.Locale;
import java.util.stream.Stream;

/** What becomes of a file in {@code in/} that is done with. */
public enum CleanupPolicy {
    /** It goes to {@code out/done} or {@code out/rejected}. */
    MOVE,
    /** It is deleted if all went well; what was refused or failed goes to {@code out/rejected}. */
    DELETE,
    /** It stays where it is, and is not taken again as long as it does not change. */
    NONE;

    /** As operators write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The opposite of {@link #text()}. */
    public static CleanupPolicy of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    public static String[] texts() {
        return Stream.of(values()).map(CleanupPolicy::text).toArray(String[]::new);
    }
}
