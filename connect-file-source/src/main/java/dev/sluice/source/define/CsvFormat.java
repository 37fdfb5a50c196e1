package dev.sluice.source.define;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a dataset's files are written. Separator, quote, escape and comment are ASCII, so that records can be found in bytes.
 *
 * @param quote {@link #NONE} where fields are never quoted
 * @param escape {@link #NONE} where quotes are doubled only, as RFC 4180 has it
 * @param comment what a line begins with that is no record; {@link #NONE} where every line is one
 * @param charset UTF-8, UTF-16 or any of single bytes
 * @param nullTokens unquoted fields that mean null
 * @param trim whether blanks around fields, and around quotes, are dropped
 */
public record CsvFormat(
        char separator, char quote, char escape, char comment, Charset charset, List<String> nullTokens, boolean trim) {
    /** No such character. */
    public static final char NONE = '\0';

    /** RFC 4180 in UTF-8. */
    public static final CsvFormat RFC_4180 =
            new CsvFormat(',', '"', NONE, NONE, StandardCharsets.UTF_8, List.of(), false);

    public CsvFormat {
        nullTokens = List.copyOf(nullTokens);
    }

    public CsvFormat withCharset(Charset other) {
        return new CsvFormat(separator, quote, escape, comment, other, nullTokens, trim);
    }
}
