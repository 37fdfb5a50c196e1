package dev.sluice.archive.layout;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a finished file, without its directory: {@code topic+partition+first+last.extension}. The file holds every envelope of
 * that topic-partition in that range of offsets that belongs into its directory.
 *
 * <p>Offsets are written with 19 digits, so that names sort as offsets do. A plus sign separates, because it cannot stand in a
 * topic's name.
 *
 * @param source topic and partition as in the name
 * @param first offset of the first envelope
 * @param last offset of the last envelope
 */
public record ArchivedName(String source, long first, long last, String extension) {
    private static final Pattern FORM = Pattern.compile("(.+\\+\\d+)\\+([0-9]\\d{18})\\+([0-9]\\d{18})\\.(.+)");

    /** Reads a name; empty if it is not of this form. */
    public static Optional<ArchivedName> parse(String name) {
        Matcher matcher = FORM.matcher(name);
        try {
            return matcher.matches()
                    ? Optional.of(new ArchivedName(
                            matcher.group(1),
                            Long.parseLong(matcher.group(2)),
                            Long.parseLong(matcher.group(3)),
                            matcher.group(4)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return source + "+" + digits(first) + "+" + digits(last) + "." + extension;
    }

    /** Digits by hand: {@code String.format} obeys the default locale. */
    static String digits(long offset) {
        String digits = Long.toString(offset);
        return "0".repeat(19 - digits.length()) + digits;
    }
}
