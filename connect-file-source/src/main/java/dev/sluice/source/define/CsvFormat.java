package dev.sluice.source.define;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a dataset's files are written. Separator, quote and escape are ASCII, so that records can be found in bytes.
 *
 * @param quote {@link #NONE} where fields are never quoted
 * @param escape {@link #NONE} where quotes are doubled only, as RFC 4180 has it
 * @param nullTokens unquoted fields that mean null
 * @param trim whether blanks around fields, and around quotes, are dropped
 */
public record CsvFormat(
        char separator, char quote, char escape, Charset charset, List<String> nullTokens, boolean trim) {
    /** No such character. */
    public static final char NONE = '\0';

    /** RFC 4180 in UTF-8. */
    public static final CsvFormat RFC_4180 = new CsvFormat(',', '"', NONE, StandardCharsets.UTF_8, List.of(), false);

    public CsvFormat {
        nullTokens = List.copyOf(nullTokens);
    }
}
