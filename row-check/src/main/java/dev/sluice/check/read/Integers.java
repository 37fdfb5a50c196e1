package dev.sluice.check.read;

import dev.sluice.contract.Violation.Code;

/**
 * Reads integers: an optional minus sign, then ASCII digits. Leading zeros change no number, and real files have them ({@code
 * 0839290757451} among client_a's); who needs them back defines the column as string. A plus sign, spaces and separators of thousands
 * are refused.
 */
final class Integers {
    static final TextType INT = Integers::readInt;
    static final TextType LONG = Integers::readLong;

    private static final int MAX_INT_DIGITS = 10;
    private static final int MAX_LONG_DIGITS = 19;

    private Integers() {}

    private static Object readInt(String text) {
        int length = text.length();
        int start = start(text);
        if (start < 0 || length - start > MAX_INT_DIGITS) {
            return intFault(text);
        }
        long value = 0;
        for (int i = start; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return intFault(text);
            }
            value = value * 10 + digit;
        }
        value = text.charAt(0) == '-' ? -value : value;
        int narrow = (int) value;
        return narrow == value ? (Object) narrow : intFault(text);
    }

    private static Object readLong(String text) {
        int length = text.length();
        int start = start(text);
        if (start < 0 || length - start > MAX_LONG_DIGITS) {
            return longFault(text);
        }
        boolean negative = text.charAt(0) == '-';
        // Counted downwards, for there is one negative long more than positive ones.
        long value = 0;
        for (int i = start; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                return longFault(text);
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return longFault(text);
        }
        return negative ? value : -value;
    }

    /** Where the digits that count begin, behind sign and leading zeros; -1 if there is no digit. */
    private static int start(String text) {
        int start = !text.isEmpty() && text.charAt(0) == '-' ? 1 : 0;
        if (start == text.length()) {
            return -1;
        }
        while (start < text.length() - 1 && text.charAt(start) == '0') {
            start++;
        }
        return start;
    }

    private static Fault intFault(String text) {
        String wider = readLong(text) instanceof Fault ? "string" : "long";
        return fault(text, "an int", Integer.MIN_VALUE, Integer.MAX_VALUE, wider);
    }

    private static Fault longFault(String text) {
        return fault(text, "a long", Long.MIN_VALUE, Long.MAX_VALUE, "decimal or string");
    }

    private static Fault fault(String text, String type, long min, long max, String wider) {
        int start = start(text);
        if (start < 0 || !isDigits(text, start)) {
            return Fault.mismatch(
                    "is not " + type,
                    "Write digits only, with a minus sign before them if need be, or define the column as another type.");
        }
        return new Fault(
                Code.OUT_OF_RANGE,
                "does not fit " + type + " (" + min + " to " + max + ")",
                "Correct the value, or define the column as " + wider + ".");
    }

    private static boolean isDigits(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
