package dev.sluice.check.read;

import dev.sluice.contract.Violation.Code;

/**
 * Reads floats and doubles, written as numbers are in JSON, leading zeros allowed: {@code -12.5e-3}. Refused are a plus sign,
 * {@code .5} and {@code 5.}, spaces, {@code NaN}, {@code Infinity}, and what only Java knows: {@code 1d}, {@code 0x1p3}. A text with more digits than
 * the type holds is rounded to the nearest value, as is the nature of the type; one that would become infinite, or zero without being
 * zero, is out of range.
 */
final class FloatingPoint {
    static final TextType DOUBLE = text -> read(text, false);
    static final TextType FLOAT = text -> read(text, true);
    /** Also {@code NaN}, {@code Infinity} and {@code -Infinity}, written so. */
    static final TextType DOUBLE_OR_NOT_FINITE = text -> {
        Double notFinite = notFinite(text);
        return notFinite == null ? read(text, false) : notFinite;
    };

    static final TextType FLOAT_OR_NOT_FINITE = text -> {
        Double notFinite = notFinite(text);
        return notFinite == null ? read(text, true) : (Object) notFinite.floatValue();
    };

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final float[] FLOAT_POWERS = {1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f};
    /** As many digits always fit the type's mantissa. */
    private static final int EXACT_DIGITS = 15;

    private static final int FLOAT_EXACT_DIGITS = 7;
    private static final int MAX_EXPONENT = 100_000;

    private FloatingPoint() {}

    private static Double notFinite(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static Object read(String text, boolean single) {
        int end = text.length();
        int at = end > 0 && text.charAt(0) == '-' ? 1 : 0;
        int integer = at;
        long mantissa = 0;
        while (at < end && isDigit(text.charAt(at))) {
            mantissa = mantissa * 10 + (text.charAt(at++) - '0');
        }
        int integerDigits = at - integer;
        if (integerDigits == 0) {
            return mismatch(single);
        }
        int fractionDigits = 0;
        if (at < end && text.charAt(at) == '.') {
            int fraction = ++at;
            while (at < end && isDigit(text.charAt(at))) {
                mantissa = mantissa * 10 + (text.charAt(at++) - '0');
            }
            fractionDigits = at - fraction;
            if (fractionDigits == 0) {
                return mismatch(single);
            }
        }
        int exponent = 0;
        if (at < end) {
            exponent = exponent(text, at);
            if (exponent == Integer.MIN_VALUE) {
                return mismatch(single);
            }
        }
        boolean negative = text.charAt(0) == '-';
        return single
                ? toFloat(text, negative, mantissa, integerDigits + fractionDigits, exponent - fractionDigits)
                : toDouble(text, negative, mantissa, integerDigits + fractionDigits, exponent - fractionDigits);
    }

    /** The exponent, bounded; {@code Integer.MIN_VALUE} if what stands there is none. */
    private static int exponent(String text, int from) {
        int end = text.length();
        int at = from;
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return Integer.MIN_VALUE;
        }
        at++;
        boolean negative = at < end && text.charAt(at) == '-';
        if (negative || (at < end && text.charAt(at) == '+')) {
            at++;
        }
        if (at == end) {
            return Integer.MIN_VALUE;
        }
        int exponent = 0;
        for (; at < end; at++) {
            if (!isDigit(text.charAt(at))) {
                return Integer.MIN_VALUE;
            }
            exponent = Math.min(exponent * 10 + (text.charAt(at) - '0'), MAX_EXPONENT);
        }
        return negative ? -exponent : exponent;
    }

    /** Where mantissa and power of ten are both exact, one operation rounds once, so correctly (Clinger); else Java's parser. */
    private static Object toDouble(String text, boolean negative, long mantissa, int digits, int power) {
        if (digits <= EXACT_DIGITS && power > -POWERS.length && power < POWERS.length) {
            double value = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
            return negative ? -value : value;
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) || (value == 0 && hasNonZeroDigit(text)) ? outOfRange(false) : (Object) value;
    }

    private static Object toFloat(String text, boolean negative, long mantissa, int digits, int power) {
        if (digits <= FLOAT_EXACT_DIGITS && power > -FLOAT_POWERS.length && power < FLOAT_POWERS.length) {
            float value = power < 0 ? mantissa / FLOAT_POWERS[-power] : mantissa * FLOAT_POWERS[power];
            return negative ? -value : value;
        }
        float value = Float.parseFloat(text);
        return Float.isInfinite(value) || (value == 0 && hasNonZeroDigit(text)) ? outOfRange(true) : (Object) value;
    }

    private static boolean hasNonZeroDigit(String text) {
        for (int i = 0; i < text.length() && text.charAt(i) != 'e' && text.charAt(i) != 'E'; i++) {
            if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Fault mismatch(boolean single) {
        return Fault.mismatch(
                single ? "is not a float" : "is not a double",
                "Write a number such as -12.5 or 1.25e-3, or define the column as string.");
    }

    private static Fault outOfRange(boolean single) {
        return single
                ? new Fault(
                        Code.OUT_OF_RANGE,
                        "does not fit a float (1.4e-45 to 3.4028235e38 on either side of zero)",
                        "Correct the value, or define the column as double.")
                : new Fault(
                        Code.OUT_OF_RANGE,
                        "does not fit a double (4.9e-324 to 1.7976931348623157e308 on either side of zero)",
                        "Correct the value, or define the column as decimal or string.");
    }
}
