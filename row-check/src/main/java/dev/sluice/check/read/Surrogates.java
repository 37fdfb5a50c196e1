package dev.sluice.check.read;

/**
 * Finds texts that are no text: with half of a surrogate pair, of which every encoder makes a question mark. Decoding bytes never gives
 * one, so texts of files and of converters that decode need no look; JSON's escapes do.
 */
public final class Surrogates {
    /** What is wrong with such a text. */
    public static final Fault HALF = Fault.mismatch(
            "has half of a surrogate pair, which is no character",
            "Correct what writes it: a character that has two escapes needs both, the high one first.");

    private Surrogates() {}

    /** True if a value is a text with half of a pair. */
    public static boolean isHalved(Object value) {
        if (!(value instanceof String text)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** The text, or the fault that it is none. */
    static Object whole(Object read) {
        return isHalved(read) ? HALF : read;
    }
}
