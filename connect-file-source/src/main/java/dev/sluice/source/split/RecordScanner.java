package dev.sluice.source.split;

import dev.sluice.source.define.CsvFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over the records of a CSV file that finds their boundaries, and those of their fields, in bytes.
 *
 * <p>What a record is follows from its own bytes alone, so reading can begin at every record. A line ends with LF, CRLF or CR. A
 * quote opens at the beginning of a field only. A malformed record is its first line, and reading goes on after it: a quote that is
 * never closed costs one line, not the rest of the file. Records above the bound are passed over, not held. One thread.
 */
public final class RecordScanner {
    /** What the current record is. */
    public enum Kind {
        ROW,
        /** A quote is not closed within the bound. */
        UNCLOSED_QUOTE,
        /** Text follows a closing quote. */
        TEXT_AFTER_QUOTE,
        /** Longer than the bound. */
        TOO_LARGE
    }

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int ABSENT = 1000;
    /** A scan needs bytes that are not held yet. */
    private static final int NEED_MORE = -1;
    /** A scan has ended the record. */
    private static final int FINISHED = -2;

    private final Window window;
    private final Fields fields = new Fields();
    private final int maxBytes;
    private final int separator;
    private final int quote;
    private final int escape;
    private final boolean trim;
    private final boolean utf8;
    private final boolean[] special = new boolean[256];

    private Kind kind = Kind.ROW;
    private long byteStart;
    private long byteLength;
    private int end;
    private int next;
    private long line;
    private long nextLine;

    private int signs;
    private int firstLineEnd;
    private long newlines;

    /**
     * @param bufferBytes to begin with; grows up to what one record may need
     * @param from where the source's first byte stands in its file; the ordinal does not matter
     */
    public RecordScanner(ByteSource source, CsvFormat format, int maxBytes, int bufferBytes, Position from) {
        this.window = new Window(source, maxBytes, bufferBytes, from.bytes());
        this.maxBytes = maxBytes;
        this.separator = format.separator();
        this.quote = format.quote() == CsvFormat.NONE ? ABSENT : format.quote();
        this.escape = format.escape() == CsvFormat.NONE ? ABSENT : format.escape();
        this.trim = format.trim();
        this.utf8 = format.charset().equals(StandardCharsets.UTF_8);
        this.nextLine = from.line();
        special[separator] = true;
        special['\n'] = true;
        special['\r'] = true;
        if (escape != ABSENT) {
            special[escape] = true;
        }
    }

    /** Goes to the next record; blank lines are passed over. False at the end of the source. */
    public boolean next() throws IOException {
        window.start = next;
        line = nextLine;
        if (window.offset(window.start) == 0) {
            passByteOrderMark();
        }
        passBlankLines();
        if (!window.has(1)) {
            next = window.start;
            nextLine = line;
            return false;
        }
        while (!scan()) {
            window.fill();
        }
        return true;
    }

    private void passByteOrderMark() throws IOException {
        int length = BYTE_ORDER_MARK.length;
        if (utf8
                && window.has(length)
                && Arrays.equals(window.bytes, window.start, window.start + length, BYTE_ORDER_MARK, 0, length)) {
            window.start += length;
        }
    }

    private void passBlankLines() throws IOException {
        while (window.has(1) && window.isLineEnd(window.start)) {
            boolean pair = window.has(2) && window.isPair(window.start);
            window.start += pair ? 2 : 1;
            line++;
        }
    }

    /** Scans the record at the window's start; false if bytes are missing, and then all is begun again. */
    private boolean scan() throws IOException {
        fields.clear();
        signs = 0;
        firstLineEnd = -1;
        newlines = 0;
        byteStart = window.offset(window.start);
        int i = window.start;
        while (true) {
            int at = isQuoteAt(i) ? quotedField(i) : plainField(i);
            if (at < 0) {
                return at == FINISHED;
            }
            if (at == window.limit || window.bytes[at] != separator) {
                return finish(Kind.ROW, at);
            }
            i = at + 1;
        }
    }

    private boolean isQuoteAt(int i) {
        return i < window.limit && window.bytes[afterBlanks(i)] == quote;
    }

    private int afterBlanks(int i) {
        int at = i;
        while (trim && at < window.limit - 1 && at < window.start + maxBytes && isBlank(at)) {
            at++;
        }
        return at;
    }

    private boolean isBlank(int at) {
        byte b = window.bytes[at];
        return (b == ' ' || b == '\t') && b != separator;
    }

    /** The end of what may be scanned: one byte behind the bound, because a line end may stand there. */
    private int bound() {
        return Math.min(window.limit, window.start + maxBytes + 1);
    }

    /** The index behind the field, or a negative number. */
    private int plainField(int from) throws IOException {
        byte[] bytes = window.bytes;
        boolean[] stops = special;
        int bound = bound();
        int form = Fields.PLAIN;
        int sign = 0;
        int i = from;
        while (i < bound) {
            byte b = bytes[i];
            sign |= b;
            if (stops[b & 0xFF]) {
                if (b != escape) {
                    break;
                }
                form = Fields.ESCAPED;
                i = escaped(i + 1, bound);
                if (i == NEED_MORE) {
                    return NEED_MORE;
                }
            } else {
                i++;
            }
        }
        signs |= sign;
        if (i >= bound) {
            i = Math.min(i, window.limit);
            int stopped = stopped(i, false);
            if (stopped != i) {
                return stopped;
            }
        }
        fields.add(from, i, form);
        return i;
    }

    /** Passes what an escape makes literal, a line end of two bytes too. */
    private int escaped(int at, int bound) {
        if (at >= bound) {
            return at;
        }
        signs |= window.bytes[at];
        if (!window.isLineEnd(at)) {
            return at + 1;
        }
        return lineEndInside(at) ? at + (window.isPair(at) ? 2 : 1) : NEED_MORE;
    }

    private int quotedField(int from) throws IOException {
        byte[] bytes = window.bytes;
        int open = afterBlanks(from) + 1;
        int bound = bound();
        int form = Fields.QUOTED;
        int sign = 0;
        int i = open;
        while (i < bound) {
            byte b = bytes[i];
            sign |= b;
            if (b == quote) {
                if (i + 1 == window.limit && !window.ended) {
                    return NEED_MORE;
                }
                if (i + 1 == window.limit || bytes[i + 1] != quote) {
                    signs |= sign;
                    fields.add(open, i, form);
                    return afterClosingQuote(i + 1);
                }
                form |= Fields.ESCAPED;
                i += 2;
            } else if (b == escape) {
                form |= Fields.ESCAPED;
                i = escaped(i + 1, bound);
            } else if (b == '\n' || b == '\r') {
                i = lineEndInside(i) ? i + (window.isPair(i) ? 2 : 1) : NEED_MORE;
            } else {
                i++;
            }
            if (i == NEED_MORE) {
                return NEED_MORE;
            }
        }
        signs |= sign;
        return stopped(Math.min(i, window.limit), true);
    }

    private int afterClosingQuote(int from) throws IOException {
        int i = from;
        while (trim && i < bound() && isBlank(i)) {
            i++;
        }
        if (i >= bound()) {
            return stopped(i, false);
        }
        return window.bytes[i] == separator || window.isLineEnd(i) ? i : malformed(Kind.TEXT_AFTER_QUOTE, i);
    }

    /** Counts a line end inside a record; false if it cannot be told yet how long it is. */
    private boolean lineEndInside(int at) {
        if (window.mayBePair(at)) {
            return false;
        }
        if (firstLineEnd < 0) {
            firstLineEnd = at;
        }
        newlines++;
        return true;
    }

    /** The end of what may be scanned is reached: {@code at} if the record ends here with the file, or a negative number. */
    private int stopped(int at, boolean quoteIsOpen) throws IOException {
        boolean above = at > window.start + maxBytes;
        if (!window.ended && (!above || window.limit < at + 2)) {
            return NEED_MORE;
        }
        if (quoteIsOpen && (!above || firstLineEnd >= 0)) {
            return malformed(Kind.UNCLOSED_QUOTE, at);
        }
        return above ? passOver(at) : at;
    }

    /** Ends a malformed record with its first line. */
    private int malformed(Kind what, int seen) throws IOException {
        int at = firstLineEnd;
        if (at < 0) {
            at = seen;
            int bound = bound();
            while (at < bound && !window.isLineEnd(at)) {
                at++;
            }
            if (at >= bound) {
                int stopped = stopped(at, false);
                if (stopped != at) {
                    return stopped;
                }
            }
        }
        newlines = 0;
        signs = window.sign(window.start, at);
        return finish(what, at) ? FINISHED : NEED_MORE;
    }

    /** Reads on to the line end without holding what is read; the record's beginning stays. */
    private int passOver(int from) throws IOException {
        int at = from;
        while (true) {
            while (at < window.limit && !window.isLineEnd(at)) {
                at++;
            }
            if (at == window.limit ? window.ended : !window.mayBePair(at)) {
                break;
            }
            window.drop(from, at);
            at = from;
        }
        signs = window.sign(window.start, from);
        finish(Kind.TOO_LARGE, at);
        end = from;
        return FINISHED;
    }

    /** Ends the record before this index; false if the line end cannot be told yet. */
    private boolean finish(Kind what, int at) {
        if (at < window.limit && window.mayBePair(at)) {
            return false;
        }
        kind = what;
        end = at;
        byteLength = window.offset(at) - byteStart;
        next = at == window.limit ? at : window.isPair(at) ? at + 2 : at + 1;
        nextLine = line + newlines + (at == window.limit ? 0 : 1);
        return true;
    }

    public Kind kind() {
        return kind;
    }

    /** Offset in the file of the current record's first byte. */
    public long byteStart() {
        return byteStart;
    }

    /** Length of the current record without its line end. */
    public long byteLength() {
        return byteLength;
    }

    /** Physical line on which the current record begins. */
    public long line() {
        return line;
    }

    /** Offset in the file, and physical line, of what follows the current record. */
    public Position position(long nextOrdinal) {
        return new Position(window.offset(next), nextLine, nextOrdinal);
    }

    /** Offset in the file of what follows the current record. */
    public long nextByte() {
        return window.offset(next);
    }

    /** Physical line of what follows the current record. */
    public long nextLine() {
        return nextLine;
    }

    /** Number of fields of a {@link Kind#ROW}. */
    public int fields() {
        return fields.count();
    }

    /** Holds the current record until {@link #next()}: from {@link #from()} to {@link #to()}. */
    public byte[] bytes() {
        return window.bytes;
    }

    public int from() {
        return window.start;
    }

    /** All of the record is held, unless it is too large. */
    public int to() {
        return end;
    }

    /** A field's first byte, behind its opening quote. */
    public int fieldStart(int field) {
        return fields.start(field);
    }

    /** A field's end, before its closing quote. */
    public int fieldEnd(int field) {
        return fields.end(field);
    }

    public boolean isQuoted(int field) {
        return fields.is(field, Fields.QUOTED);
    }

    /** True if a field's text is not simply its bytes. */
    public boolean isEscaped(int field) {
        return fields.is(field, Fields.ESCAPED);
    }

    /** True if no byte of what is held of the record is above 127. */
    public boolean isAscii() {
        return signs >= 0;
    }
}
