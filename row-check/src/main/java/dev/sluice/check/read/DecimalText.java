package dev.sluice.check.read;

import dev.sluice.contract.Violation.Code;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Reads decimals, exactly: an optional minus sign, digits, and perhaps a point and more digits. Leading zeros do not count. Nothing
 * is rounded: digits that the scale has no place for must be zeros. An exponent is refused.
 */
final class DecimalText implements TextType {
    private static final int LONG_DIGITS = 18;

    private final int precision;
    private final int scale;

    DecimalText(int precision, int scale) {
        this.precision = precision;
        this.scale = scale;
    }

    @Override
    public Object read(String text) {
        int end = text.length();
        int integer = text.charAt(0) == '-' ? 1 : 0;
        int point = digitsFrom(text, integer);
        if (point == integer) {
            return mismatch();
        }
        while (integer < point - 1 && text.charAt(integer) == '0') {
            integer++;
        }
        int integerDigits = point - integer;
        int last = point;
        if (point < end) {
            if (text.charAt(point) != '.' || point + 1 == end || digitsFrom(text, point + 1) != end) {
                return mismatch();
            }
            last = end;
            while (text.charAt(last - 1) == '0') {
                last--;
            }
        }
        int fractionDigits = Math.max(last - point - 1, 0);
        int needed = text.charAt(integer) == '0' ? 0 : integerDigits;
        return fractionDigits > scale || needed > precision - scale
                ? tooManyDigits()
                : value(text, integer, point, fractionDigits);
    }

    private Object value(String text, int integer, int point, int fractionDigits) {
        boolean negative = text.charAt(0) == '-';
        if (point - integer + scale > LONG_DIGITS) {
            String digits = text.substring(integer, point)
                    + (fractionDigits == 0 ? "" : text.substring(point + 1, point + 1 + fractionDigits))
                    + "0".repeat(scale - fractionDigits);
            BigInteger unscaled = new BigInteger(digits);
            return new BigDecimal(negative ? unscaled.negate() : unscaled, scale);
        }
        long unscaled = 0;
        for (int i = integer; i < point; i++) {
            unscaled = unscaled * 10 + (text.charAt(i) - '0');
        }
        for (int i = 0; i < scale; i++) {
            unscaled = unscaled * 10 + (i < fractionDigits ? text.charAt(point + 1 + i) - '0' : 0);
        }
        return BigDecimal.valueOf(negative ? -unscaled : unscaled, scale);
    }

    /** The first position that is no digit. */
    private static int digitsFrom(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static Fault mismatch() {
        return Fault.mismatch(
                "is not a decimal",
                "Write a number such as -12.50, without an exponent, or define the column as string.");
    }

    private Fault tooManyDigits() {
        return new Fault(
                Code.PRECISION_EXCEEDED,
                "has more digits than a decimal of precision " + precision + " and scale " + scale + " holds, "
                        + (precision - scale) + " before the point and " + scale + " after it",
                "Correct the value, or define the column with a larger precision or scale.");
    }
}
