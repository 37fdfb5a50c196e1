package dev.sluice.validate.parse;

import dev.sluice.check.RowShape;
import dev.sluice.check.read.Fault;
import dev.sluice.contract.Violation.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads one CSV record of RFC 4180. A field may be quoted, a quote in it is doubled, and then it may hold line ends. Nothing is
 * trimmed. An unquoted field that is one of the null tokens is null.
 */
public final class CsvLine implements RowParser.TextFormat {
    private static final Parsed MALFORMED_QUOTE = malformed("has a quote that is never closed");
    private static final Parsed MALFORMED_AFTER = malformed("has text after a closing quote");

    private final RowShape shape;
    private final char separator;
    private final char quote;
    private final Set<String> nulls;

    /**
     * Chooses a dialect.
     *
     * @param columns in order; empty if they are those of the schema
     */
    public CsvLine(List<String> columns, char separator, char quote, Set<String> nulls) {
        this.shape = new RowShape.OfCells(columns);
        this.separator = separator;
        this.quote = quote;
        this.nulls = Set.copyOf(nulls);
    }

    @Override
    public Parsed read(String text) {
        List<String> cells = new ArrayList<>();
        int end = endOfRecord(text);
        int at = 0;
        while (true) {
            if (at < end && text.charAt(at) == quote) {
                StringBuilder cell = new StringBuilder();
                at = quoted(text, at + 1, end, cell);
                if (at < 0) {
                    return MALFORMED_QUOTE;
                }
                cells.add(cell.toString());
            } else {
                int next = text.indexOf(separator, at);
                int stop = next < 0 || next > end ? end : next;
                String cell = text.substring(at, stop);
                cells.add(nulls.contains(cell) ? null : cell);
                at = stop;
            }
            if (at == end) {
                return new Parsed.Row(shape, cells);
            }
            if (text.charAt(at) != separator) {
                return MALFORMED_AFTER;
            }
            at++;
        }
    }

    /** One line end at the end is the record's, not the last field's. */
    private static int endOfRecord(String text) {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** Reads up to and over the closing quote; -1 if there is none. */
    private int quoted(String text, int from, int end, StringBuilder cell) {
        for (int at = from; at < end; at++) {
            char c = text.charAt(at);
            if (c != quote) {
                cell.append(c);
            } else if (at + 1 < end && text.charAt(at + 1) == quote) {
                cell.append(quote);
                at++;
            } else {
                return at + 1;
            }
        }
        return -1;
    }

    private static Parsed malformed(String problem) {
        return RowParser.broken(
                null, new Fault(Code.MALFORMED_CSV, problem, "Quote fields that hold a quote, and double the quote."));
    }
}
