package dev.sluice.source.split;

import dev.sluice.source.define.CsvFormat;
import dev.sluice.source.parse.RowParser;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A record as a scanner told it, for comparison. */
record Scanned(RecordScanner.Kind kind, long start, long length, long line, Position next, List<String> fields) {
    /** Reads from a position to the end, in reads of at most {@code readBytes}. */
    static List<Scanned> all(
            byte[] content, CsvFormat format, int maxBytes, int bufferBytes, int readBytes, Position from) {
        List<Scanned> records = new ArrayList<>();
        try {
            ByteSource source = source(content, content.length, readBytes, from);
            scan(
                    new RecordScanner(source, format, maxBytes, bufferBytes, from),
                    new RowParser(format, maxBytes),
                    records);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    /** Reads from the beginning until it fails at a byte, because nothing from there on can be read. */
    static List<Scanned> until(byte[] content, int end, CsvFormat format, int maxBytes) {
        List<Scanned> records = new ArrayList<>();
        ByteSource readable = source(content, end, 5, Position.START);
        ByteSource source = (into, offset, length) -> {
            int count = readable.read(into, offset, length);
            if (count < 0) {
                throw new EOFException();
            }
            return count;
        };
        try {
            RecordScanner scanner = new RecordScanner(source, format, maxBytes, 16, Position.START);
            scan(scanner, new RowParser(format, maxBytes), records);
            throw new AssertionError("read more than can be read");
        } catch (EOFException e) {
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteSource source(byte[] content, int end, int readBytes, Position from) {
        int[] at = {(int) from.bytes()};
        return (into, offset, length) -> {
            if (at[0] == end) {
                return -1;
            }
            int count = Math.min(Math.min(length, readBytes), end - at[0]);
            System.arraycopy(content, at[0], into, offset, count);
            at[0] += count;
            return count;
        };
    }

    private static void scan(RecordScanner scanner, RowParser parser, List<Scanned> records) throws IOException {
        while (scanner.next()) {
            List<String> fields = new ArrayList<>();
            if (scanner.kind() == RecordScanner.Kind.ROW) {
                for (int i = 0; i < scanner.fields(); i++) {
                    fields.add(parser.field(scanner, i));
                }
            }
            records.add(new Scanned(
                    scanner.kind(),
                    scanner.byteStart(),
                    scanner.byteLength(),
                    scanner.line(),
                    scanner.position(0),
                    fields));
        }
    }

    static List<Scanned> all(byte[] content, CsvFormat format, int maxBytes) {
        return all(content, format, maxBytes, 1 << 16, 1 << 16, Position.START);
    }

    /** The record's bytes. */
    byte[] bytes(byte[] content) {
        return Arrays.copyOfRange(content, (int) start, (int) (start + length));
    }

    static List<List<String>> fields(List<Scanned> records) {
        return records.stream().map(Scanned::fields).toList();
    }
}
