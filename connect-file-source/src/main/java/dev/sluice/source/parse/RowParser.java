package dev.sluice.source.parse;

import com.opencsv.CSVParserBuilder;
import com.opencsv.ICSVParser;
import com.opencsv.RFC4180ParserBuilder;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.define.CsvFormat;
import dev.sluice.source.split.Encoding;
import dev.sluice.source.split.RecordScanner;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Turns the scanner's current record into text. A field whose text is its bytes is taken as it stands; one with doubled quotes or
 * escapes goes through opencsv's parser. One instance per import, because opencsv's parsers are costly to make; one thread.
 */
public final class RowParser {
    private static final char REPLACEMENT = '\uFFFD';

    private final Encoding encoding;
    private final Charset named;
    private final Charset charset;
    private final boolean trim;
    private final Set<String> nullTokens;
    private final char escape;
    private final char quote;
    private final ICSVParser quotedFields;
    private final int maxBytes;

    public RowParser(CsvFormat format, int maxBytes) {
        this.encoding = Encoding.of(format.charset());
        this.named = format.charset();
        this.charset = encoding.scanned();
        this.trim = format.trim();
        this.nullTokens = Set.copyOf(format.nullTokens());
        this.escape = format.escape();
        this.quote = format.quote();
        this.maxBytes = maxBytes;
        this.quotedFields = format.escape() == CsvFormat.NONE
                ? new RFC4180ParserBuilder()
                        .withSeparator(format.separator())
                        .withQuoteChar(format.quote())
                        .build()
                : new CSVParserBuilder()
                        .withSeparator(format.separator())
                        .withQuoteChar(format.quote())
                        .withEscapeChar(format.escape())
                        .build();
    }

    /** The record's text; what is not of the charset shows as U+FFFD. */
    public String raw(RecordScanner record) {
        return text(record, record.from(), record.to());
    }

    /** All that is wrong with the record's form, where its text is not needed otherwise: most records' is not made then. */
    public List<Violation> check(RecordScanner record, int expectedFields) {
        return check(record, isPlain(record) ? "" : raw(record), expectedFields);
    }

    /** True if the check needs no text of the record. */
    public static boolean isPlain(RecordScanner record) {
        return record.kind() == RecordScanner.Kind.ROW && record.isAscii();
    }

    /**
     * All that is wrong with the record's form; empty if its fields can be taken.
     *
     * @param raw {@link #raw}
     * @param expectedFields of every record of the file
     */
    public List<Violation> check(RecordScanner record, String raw, int expectedFields) {
        return switch (record.kind()) {
            case UNCLOSED_QUOTE ->
                List.of(rejected(
                        Code.MALFORMED_CSV,
                        raw,
                        "a quote is not closed within " + maxBytes + " bytes",
                        "Close it, or double it if it is part of the text. Reading went on at the next line."));
            case TEXT_AFTER_QUOTE ->
                List.of(rejected(
                        Code.MALFORMED_CSV,
                        raw,
                        "text follows a closing quote",
                        "Double quotes that are part of the text. Reading went on at the next line."));
            case TOO_LARGE ->
                List.of(rejected(
                        Code.RECORD_TOO_LARGE,
                        record.byteLength() + " bytes",
                        "the record is larger than max.record.bytes=" + maxBytes,
                        "Make it smaller, or ask your operator for a larger bound."));
            case ROW -> checkRow(record, raw, expectedFields);
        };
    }

    private List<Violation> checkRow(RecordScanner record, String raw, int expectedFields) {
        if (!record.isAscii() && raw.indexOf(REPLACEMENT) >= 0) {
            int malformed = Malformed.firstIn(record.bytes(), record.from(), record.to(), charset);
            if (malformed >= 0) {
                return List.of(badEncoding(record, malformed));
            }
        }
        if (record.fields() != expectedFields) {
            return List.of(rejected(
                    Code.COLUMN_COUNT,
                    record.fields() + " fields",
                    "the record does not have the " + expectedFields + " fields that it should have",
                    "Add or remove fields, and quote those that contain the separator."));
        }
        return List.of();
    }

    private Violation badEncoding(RecordScanner record, int malformed) {
        byte[] bytes = encoding.malformed(record.bytes(), malformed, Math.min(record.to(), malformed + 8));
        return rejected(
                Code.BAD_ENCODING,
                "0x" + HexFormat.of().withUpperCase().formatHex(bytes) + " at byte " + record.offset(malformed),
                "bytes are not of the file's charset " + named,
                "Write the file in " + named + ", or name its charset in the definition's csv.charset.");
    }

    /** A field's text; null for a null token. */
    public String field(RecordScanner record, int field) {
        String text = text(record, record.fieldStart(field), record.fieldEnd(field));
        if (record.isQuoted(field)) {
            return record.isEscaped(field) ? unquoted(text) : text;
        }
        if (trim) {
            text = text.strip();
        }
        if (!nullTokens.isEmpty() && nullTokens.contains(text)) {
            return null;
        }
        return record.isEscaped(field) ? unescaped(text) : text;
    }

    private String text(RecordScanner record, int from, int to) {
        // Latin-1 is copied as it stands, with no look at the bytes.
        return new String(record.bytes(), from, to - from, record.isAscii() ? StandardCharsets.ISO_8859_1 : charset);
    }

    private String unquoted(String text) {
        try {
            return quotedFields.parseLine(quote + text + quote)[0];
        } catch (IOException e) {
            // Without its cause, whose message quotes the field.
            throw new IllegalStateException("opencsv sees no end of a quoted field that has one");
        }
    }

    private String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == escape && i + 1 < text.length()) {
                plain.append(text.charAt(++i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static Violation rejected(Code code, String value, String what, String cure) {
        return Violation.bounded(code, null, value, what + Quotations.where(value) + "; the row was rejected. " + cure);
    }
}
