package dev.sluice.source.split;

import dev.sluice.source.define.CsvFormat;
import dev.sluice.source.parse.RowParser;
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
        int[] at = {(int) from.bytes()};
        ByteSource source = (into, offset, length) -> {
            if (at[0] == content.length) {
                return -1;
            }
            int count = Math.min(Math.min(length, readBytes), content.length - at[0]);
            System.arraycopy(content, at[0], into, offset, count);
            at[0] += count;
            return count;
        };
        RecordScanner scanner = new RecordScanner(source, format, maxBytes, bufferBytes, from);
        RowParser parser = new RowParser(format, maxBytes);
        List<Scanned> records = new ArrayList<>();
        try {
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
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
