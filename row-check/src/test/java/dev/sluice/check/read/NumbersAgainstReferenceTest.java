package dev.sluice.check.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Violation.Code;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Random texts, read by us and by the JDK behind a regular expression. Replay with {@code -Dseed=}. */
class NumbersAgainstReferenceTest {
    private static final int TEXTS = 200_000;
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern PLAIN = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern ZERO = Pattern.compile("[-0.]*([eE]|$)");
    private static final String ALPHABET = "0123456789012345678900000-.eE+ x";

    private Random random;

    @BeforeEach
    void seed() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        random = new Random(seed);
    }

    @Test
    void integersAreThoseOfBigInteger() {
        for (int i = 0; i < TEXTS; i++) {
            String text = text();
            same(text, Integers.INT, integer(text, 31));
            same(text, Integers.LONG, integer(text, 63));
        }
    }

    @Test
    void floatingPointNumbersAreThoseOfJava() {
        for (int i = 0; i < TEXTS; i++) {
            String text = text();
            if (!NUMBER.matcher(text).matches()) {
                same(text, FloatingPoint.DOUBLE, Code.TYPE_MISMATCH);
                same(text, FloatingPoint.FLOAT, Code.TYPE_MISMATCH);
            } else {
                boolean zero = ZERO.matcher(text).lookingAt();
                double value = Double.parseDouble(text);
                float single = Float.parseFloat(text);
                boolean fits = !Double.isInfinite(value) && (value != 0 || zero);
                boolean singleFits = !Float.isInfinite(single) && (single != 0 || zero);
                same(text, FloatingPoint.DOUBLE, fits ? (Object) value : Code.OUT_OF_RANGE);
                same(text, FloatingPoint.FLOAT, singleFits ? (Object) single : Code.OUT_OF_RANGE);
            }
        }
    }

    @Test
    void everyDoubleSurvivesItsShortestText() {
        for (int i = 0; i < TEXTS; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            float single = Float.intBitsToFloat(random.nextInt());
            if (Double.isFinite(value)) {
                same(Double.toString(value), FloatingPoint.DOUBLE, value);
            }
            if (Float.isFinite(single)) {
                same(Float.toString(single), FloatingPoint.FLOAT, single);
            }
        }
    }

    @Test
    void decimalsAreThoseOfBigDecimal() {
        for (int i = 0; i < TEXTS; i++) {
            String text = text();
            int precision = 1 + random.nextInt(30);
            int scale = random.nextInt(precision + 1);
            same(text, new DecimalText(precision, scale), decimal(text, precision, scale));
        }
    }

    private static Object integer(String text, int bits) {
        if (!INTEGER.matcher(text).matches()) {
            return Code.TYPE_MISMATCH;
        }
        BigInteger value = new BigInteger(text);
        if (value.bitLength() > bits) {
            return Code.OUT_OF_RANGE;
        }
        return bits == 31 ? (Object) value.intValueExact() : (Object) value.longValueExact();
    }

    private static Object decimal(String text, int precision, int scale) {
        if (!PLAIN.matcher(text).matches()) {
            return Code.TYPE_MISMATCH;
        }
        BigDecimal value = new BigDecimal(text);
        BigDecimal least = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (least.scale() > scale || least.setScale(scale).precision() > precision) {
            return Code.PRECISION_EXCEEDED;
        }
        return least.setScale(scale);
    }

    private static void same(String text, TextType type, Object expected) {
        Object read = type.read(text);
        Object code = read instanceof Fault fault ? fault.code() : read;
        if (!expected.equals(code)) {
            assertThat(code).as(text).isEqualTo(expected);
        }
    }

    private String text() {
        int kind = random.nextInt(4);
        if (kind == 0) {
            return Long.toString(random.nextLong() >> random.nextInt(64));
        }
        if (kind == 1) {
            return new BigDecimal(new BigInteger(random.nextInt(100) + 1, random), random.nextInt(30)).toPlainString();
        }
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(kind == 2 ? 6 : 25);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
