package dev.sluice.agreement;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kubernetes quantity, such as {@code 250m} or {@code 64Mi}.
 *
 * @param text as it was written
 * @param value in cores or bytes
 */
public record Quantity(String text, BigDecimal value) {
    private static final Pattern FORM =
            Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(?:(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)|[eE]([+-]?\\d{1,2}))?");
    private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("P", BigDecimal.TEN.pow(15)),
            Map.entry("E", BigDecimal.TEN.pow(18)),
            Map.entry("Ki", binary(1)),
            Map.entry("Mi", binary(2)),
            Map.entry("Gi", binary(3)),
            Map.entry("Ti", binary(4)),
            Map.entry("Pi", binary(5)),
            Map.entry("Ei", binary(6)));
    private static final int LONGEST = 32;
    private static final int KIBI = 1024;

    private static BigDecimal binary(int power) {
        return BigDecimal.valueOf(KIBI).pow(power);
    }

    /** What is measured, and which quantities of it make sense: Kubernetes itself takes a CPU of 1Gi for a billion cores. */
    public enum Kind {
        /** In cores. */
        CPU("m", "0.001", "1024", "Write cores, such as 2 or 0.5, or thousandths of a core, such as 250m."),
        /** In bytes. 4 MiB is less than any program runs in, so a number below it has lost its suffix. */
        MEMORY(
                "k|M|G|T|Ki|Mi|Gi|Ti",
                "4194304",
                "1125899906842624",
                "Write bytes with a suffix, such as 64Mi, 1Gi or 500M.");

        private final Pattern suffixes;
        private final BigDecimal least;
        private final BigDecimal most;
        private final String cure;

        Kind(String suffixes, String least, String most, String cure) {
            this.suffixes = Pattern.compile(suffixes);
            this.least = new BigDecimal(least);
            this.most = new BigDecimal(most);
            this.cure = cure;
        }

        /** The name in an agreement. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** What to write instead. */
        String cure() {
            return cure;
        }

        private String unit() {
            return this == CPU ? "cores" : "bytes";
        }

        /**
         * Reads a quantity of this kind.
         *
         * @throws IllegalArgumentException with what is wrong with it
         */
        public Quantity parse(String text) {
            Matcher form = FORM.matcher(text);
            if (text.length() > LONGEST || !form.matches()) {
                throw new IllegalArgumentException("is not a Kubernetes quantity");
            }
            Optional<String> suffix = Optional.ofNullable(form.group(2));
            if (suffix.filter(one -> !suffixes.matcher(one).matches()).isPresent()) {
                throw new IllegalArgumentException("is in '" + suffix.get() + "', but " + key() + " is counted in "
                        + unit() + (this == CPU ? " or thousandths of one (m)" : ""));
            }
            BigDecimal exponent = Optional.ofNullable(form.group(3))
                    .map(power -> BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(power)))
                    .orElse(BigDecimal.ONE);
            BigDecimal value = new BigDecimal(form.group(1))
                    .multiply(suffix.map(SUFFIXES::get).orElse(exponent));
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        "is not between " + least.toPlainString() + " and " + most.toPlainString() + " " + unit());
            }
            if (this == CPU && value.remainder(least).signum() != 0) {
                throw new IllegalArgumentException("is finer than a thousandth of a core");
            }
            return new Quantity(text, value);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
