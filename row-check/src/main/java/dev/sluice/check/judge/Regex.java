package dev.sluice.check.judge;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Compiles a tenant's regular expression, bounded. RE2 matches in time linear in the text and in the compiled size, but <code>
 * ((a{1000}){1000}){1000}</code> fills the heap when it is compiled; so the size is estimated first.
 */
final class Regex {
    private static final int MAX_CHARACTERS = 1_000;
    private static final int MAX_SIZE = 2_000;

    private final String text;
    private int at;

    private Regex(String text) {
        this.text = text;
    }

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException if it is none, or too large
     */
    static Pattern compile(String text) {
        if (text.length() > MAX_CHARACTERS || new Regex(text).size(0) > MAX_SIZE) {
            throw new IllegalArgumentException("has a pattern that is too large");
        }
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.programSize() > MAX_SIZE) {
                throw new IllegalArgumentException("has a pattern that is too large");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("has a pattern that is not valid: " + e.getMessage(), e);
        }
    }

    /**
     * At least one for each atom, times its repetitions; up to the end of the group, or of the text. What could be read in another way
     * than RE2 reads it is refused, so that nothing is hidden in it.
     */
    private long size(int depth) {
        long size = 0;
        long atom = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == ')' && depth > 0) {
                return size;
            }
            if (c == ')' || text.startsWith("\\Q", at - 1)) {
                throw new IllegalArgumentException("has a pattern that is not valid: it has \\Q, or a ) too many");
            }
            if (c == '{') {
                // Of the last atom; were it a brace of its own, no number would follow.
                atom *= Math.max(repetitions() - 1, 0);
            } else if (c == '(') {
                atom = size(depth + 1);
            } else if (c == '[') {
                skipClass();
                atom = 1;
            } else {
                at += c == '\\' && at < text.length() ? 1 : 0;
                atom = 1;
            }
            size = Math.min(size + atom, Integer.MAX_VALUE);
            if (c == '{') {
                // Should another repetition follow, it is one of the whole.
                atom = size;
            }
        }
        if (depth > 0) {
            throw new IllegalArgumentException("has a pattern that is not valid: it has a ( too many");
        }
        return size;
    }

    /** The larger of the numbers in braces; 1 if there is none. */
    private int repetitions() {
        int largest = 1;
        int number = 0;
        for (; at < text.length() && text.charAt(at) != '}'; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                number = Math.min(number * 10 + (c - '0'), MAX_SIZE + 1);
                largest = Math.max(largest, number);
            } else if (c == ',') {
                number = 0;
            } else {
                break;
            }
        }
        return largest;
    }

    /** Over a class; a bracket that comes first is of the class. */
    private void skipClass() {
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        int first = at;
        while (at < text.length() && (text.charAt(at) != ']' || at == first)) {
            int named = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
            at = named >= 0 ? named + 2 : at + (text.charAt(at) == '\\' ? 2 : 1);
        }
        at = Math.min(at + 1, text.length());
    }
}
