package dev.sluice.source.split;

import dev.sluice.source.define.CsvFormat;
import java.io.IOException;
import java.util.Arrays;

/**
 * A cursor over the records of a CSV file that finds their boundaries, and those of their fields, in bytes.
 *
 * <p>What a record is follows from its own bytes alone, so reading can begin at every record. A line ends with LF, CRLF or CR. A
 * quote opens at the beginning of a field only. A quote that is never closed costs its record's first line, not the rest of the file;
 * a quote that was not doubled costs its record, whose other fields are read on. Records above the bound are passed over, not held. One
 * thread.
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

    private final Window window;
    private final RecordScan record;
    private final boolean mayHaveMark;
    private final char comment;

    private int next;
    private long line;
    private long nextLine;

    /**
     * @param maxBytes of a record; in UTF-8 if it is in UTF-16 or another charset without ASCII
     * @param bufferBytes to begin with; grows up to what one record may need
     * @param from where the source's first byte stands in its file; the ordinal does not matter
     */
    public RecordScanner(ByteSource source, CsvFormat format, int maxBytes, int bufferBytes, Position from) {
        Encoding encoding = Encoding.of(format.charset());
        this.window = new Window(source, encoding, maxBytes, bufferBytes, from.bytes());
        this.record = new RecordScan(window, format, maxBytes);
        this.mayHaveMark = encoding.mayHaveMark();
        this.comment = format.comment();
        this.nextLine = from.line();
    }

    /** Goes to the next record; blank lines and comments are passed over. False at the end of the source. */
    public boolean next() throws IOException {
        window.start = next;
        line = nextLine;
        if (window.offset(window.start) == 0) {
            passByteOrderMark();
        }
        passWhatIsNoRecord();
        if (!window.has(1)) {
            next = window.start;
            nextLine = line;
            return false;
        }
        while (!record.scan()) {
            window.fill();
        }
        next = record.next();
        nextLine = line + record.lines();
        return true;
    }

    private void passByteOrderMark() throws IOException {
        int length = BYTE_ORDER_MARK.length;
        if (mayHaveMark
                && window.has(length)
                && Arrays.equals(window.bytes, window.start, window.start + length, BYTE_ORDER_MARK, 0, length)) {
            window.start += length;
        }
    }

    private void passWhatIsNoRecord() throws IOException {
        while (window.has(1)) {
            if (window.isLineEnd(window.start)) {
                boolean pair = window.has(2) && window.isPair(window.start);
                window.start += pair ? 2 : 1;
                line++;
            } else if (comment != CsvFormat.NONE && window.bytes[window.start] == comment) {
                while (window.has(1) && !window.isLineEnd(window.start)) {
                    window.start++;
                }
            } else {
                return;
            }
        }
    }

    public Kind kind() {
        return record.kind();
    }

    /** Offset in the file of the current record's first byte. */
    public long byteStart() {
        return record.byteStart();
    }

    /** Length of the current record without its line end. */
    public long byteLength() {
        return record.byteLength();
    }

    /** Physical line on which the current record begins. */
    public long line() {
        return line;
    }

    /** Offset in the file, and physical line, of what follows the current record. */
    public Position position(long nextOrdinal) {
        return new Position(window.offset(next), nextLine, nextOrdinal);
    }

    /** Offset in the file of a character of the current record, by its index in {@link #bytes()}; not if it is too large. */
    public long offset(int index) {
        return window.offset(index);
    }

    /** Offset in the file of what follows the current record. */
    public long nextByte() {
        return window.offset(next);
    }

    /** Number of fields of a {@link Kind#ROW}. */
    public int fields() {
        return record.fields().count();
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
        return record.end();
    }

    /** A field's first byte, behind its opening quote. */
    public int fieldStart(int field) {
        return record.fields().start(field);
    }

    /** A field's end, before its closing quote. */
    public int fieldEnd(int field) {
        return record.fields().end(field);
    }

    public boolean isQuoted(int field) {
        return record.fields().is(field, Fields.QUOTED);
    }

    /** True if a field's text is not simply its bytes. */
    public boolean isEscaped(int field) {
        return record.fields().is(field, Fields.ESCAPED);
    }

    /** True if no byte of what is held of the record is above 127. */
    public boolean isAscii() {
        return record.isAscii();
    }
}
