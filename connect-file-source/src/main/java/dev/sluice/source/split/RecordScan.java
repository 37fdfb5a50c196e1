package dev.sluice.source.split;

import dev.sluice.source.define.CsvFormat;
import dev.sluice.source.split.RecordScanner.Kind;
import java.io.IOException;

/**
 * Finds the end of one record, and the bounds of its fields, in a window. Begins anew, from the record's first byte, whenever bytes
 * are missing; so nothing depends on where the window happened to end. One thread.
 */
final class RecordScan {
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
    private final boolean[] special = new boolean[256];

    private Kind kind = Kind.ROW;
    private long byteStart;
    private long byteLength;
    private int end;
    private int next;
    private int signs;
    private int firstLineEnd;
    private long newlines;
    private boolean stray;

    RecordScan(Window window, CsvFormat format, int maxBytes) {
        this.window = window;
        this.maxBytes = maxBytes;
        this.separator = format.separator();
        this.quote = format.quote() == CsvFormat.NONE ? ABSENT : format.quote();
        this.escape = format.escape() == CsvFormat.NONE ? ABSENT : format.escape();
        this.trim = format.trim();
        special[separator] = true;
        special['\n'] = true;
        special['\r'] = true;
        if (escape != ABSENT) {
            special[escape] = true;
        }
    }

    /** Scans the record at the window's start; false if bytes are missing, and then all is begun again. */
    boolean scan() throws IOException {
        fields.clear();
        signs = 0;
        firstLineEnd = -1;
        newlines = 0;
        stray = false;
        byteStart = window.offset(window.start);
        int i = window.start;
        while (true) {
            int at = isQuoteAt(i) ? quotedField(i) : plainField(i);
            if (at < 0) {
                return at == FINISHED;
            }
            if (at == window.limit || window.bytes[at] != separator) {
                return finish(stray ? Kind.TEXT_AFTER_QUOTE : Kind.ROW, at);
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
        long newlinesBefore = newlines;
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
                    return afterClosingQuote(i + 1, newlines > newlinesBefore);
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

    private int afterClosingQuote(int from, boolean overLines) throws IOException {
        int i = from;
        while (trim && i < bound() && isBlank(i)) {
            i++;
        }
        if (i >= bound()) {
            return stopped(i, false);
        }
        if (window.bytes[i] == separator || window.isLineEnd(i)) {
            return i;
        }
        if (overLines) {
            // Most often a quote that was never closed, and what seems to close it opens a later one.
            return malformed(Kind.TEXT_AFTER_QUOTE, i);
        }
        // Most often a quote that was not doubled. The rest is read on, so that line ends in its other fields stay
        // inside the record.
        stray = true;
        return plainField(i);
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
        newlines += at == window.limit ? 0 : 1;
        return true;
    }

    Kind kind() {
        return kind;
    }

    long byteStart() {
        return byteStart;
    }

    /** Without the line end. */
    long byteLength() {
        return byteLength;
    }

    /** Behind the last byte that is held of the record. */
    int end() {
        return end;
    }

    /** Where the next record may begin. */
    int next() {
        return next;
    }

    /** Line ends in and behind the record. */
    long lines() {
        return newlines;
    }

    boolean isAscii() {
        return signs >= 0;
    }

    Fields fields() {
        return fields;
    }
}
