package dev.sluice.source.parse;

import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Violation;
import dev.sluice.source.define.CsvFormat;
import dev.sluice.source.define.Definition;
import dev.sluice.source.split.Encoding;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.RecordScanner;
import dev.sluice.source.stage.OpenFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An open data file: its header, a scanner over its rows, and the hash of all its bytes. Poll thread.
 *
 * <p>Reading can begin at any row; the bytes before it are then hashed first, in slices, because neither a hash
 * nor unpacking can be resumed. Positions are those of the unpacked bytes, the hash is of the file as it lies there.
 */
public final class CsvFile implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final OpenFile content;
    private final Definition definition;
    private final int maxRecordBytes;
    private final Position from;
    private CsvFormat format;
    private RowParser parser;
    private RecordScanner scanner;
    private long headerStart;
    private long headerEnd;
    private RowColumns.Result columns;

    private CsvFile(OpenFile content, Definition definition, int maxRecordBytes, Position from) {
        this.content = content;
        this.definition = definition;
        this.maxRecordBytes = maxRecordBytes;
        this.from = from;
    }

    /**
     * Opens a file and reads its header.
     *
     * @param content at its beginning; closed with this, also if this throws
     * @param from the first row to be read; {@link Position#START} for all
     */
    public static CsvFile open(OpenFile content, Definition definition, int maxRecordBytes, Position from)
            throws IOException {
        CsvFile file = new CsvFile(content, definition, maxRecordBytes, from);
        try {
            file.begin();
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens a file to read a part of it; what lies before is not read, so {@link #sha256} says nothing.
     *
     * @param content of a file that is not compressed, at its beginning; closed with this, also if this throws
     * @param from where a record begins, or blank lines before one; {@link Position#START} for the first
     */
    public static CsvFile openPart(OpenFile content, Definition definition, int maxRecordBytes, Position from)
            throws IOException {
        CsvFile file = open(content, definition, maxRecordBytes, from);
        try {
            if (!file.isReady()) {
                content.skipTo(from.bytes());
                file.scanner = new RecordScanner(content::read, file.format, maxRecordBytes, BUFFER_BYTES, from);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void begin() throws IOException {
        format = format();
        parser = new RowParser(format, maxRecordBytes);
        boolean resumes = from.ordinal() > 1;
        RecordScanner first = new RecordScanner(content::read, format, maxRecordBytes, BUFFER_BYTES, Position.START);
        columns = definition.header() ? header(first) : new RowColumns.Result.Mapped(RowColumns.byPosition(definition));
        if (resumes) {
            content.rewind();
        } else {
            scanner = first;
        }
    }

    /** The definition's, but for what only the file can say: which UTF-16 it is in. */
    private CsvFormat format() throws IOException {
        CsvFormat defined = definition.format();
        if (!defined.charset().equals(StandardCharsets.UTF_16)) {
            return defined;
        }
        byte[] head = new byte[2];
        int read = Math.max(0, content.read(head, 0, 2));
        if (read == 1) {
            read += Math.max(0, content.read(head, 1, 1));
        }
        content.rewind();
        return defined.withCharset(Encoding.utf16(head[0], head[1]));
    }

    private RowColumns.Result header(RecordScanner first) throws IOException {
        if (!first.next()) {
            return new RowColumns.Result.Refused(List.of(new Violation(
                    Violation.Code.MISSING_COLUMN,
                    null,
                    null,
                    "the file has no header (where='line 1'); the file was refused. Write the names of its columns into"
                            + " its first line, or say in the definition that it has none.")));
        }
        headerStart = first.byteStart();
        headerEnd = first.nextByte();
        String raw = parser.raw(first);
        List<Violation> violations = parser.check(first, raw, first.fields());
        if (!violations.isEmpty()) {
            // It may be a row, in a file that has no header.
            List<Violation> told = definition.isEncrypted() ? Quotations.hidden(violations) : violations;
            return new RowColumns.Result.Refused(told.stream()
                    .map(violation -> new Violation(
                            violation.code(),
                            null,
                            violation.value(),
                            "the header cannot be read, so the file was refused: " + violation.message()))
                    .toList());
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < first.fields(); i++) {
            String name = parser.field(first, i);
            names.add(name == null ? "" : name);
        }
        return RowColumns.ofHeader(names, definition);
    }

    public RowColumns.Result columns() {
        return columns;
    }

    public RowParser parser() {
        return parser;
    }

    /** True if rows can be scanned; if not, {@link #prepare} has more to do. */
    public boolean isReady() {
        return scanner != null;
    }

    /** Hashes at most so many of the bytes before the first row to be read. */
    public void prepare(int slice) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long until = Math.min(from.bytes(), content.offset() + slice);
        while (content.offset() < until) {
            if (content.read(buffer, 0, (int) Math.min(buffer.length, until - content.offset())) < 0) {
                throw new EOFException("the file ends before byte " + from.bytes() + ", at which reading was to begin");
            }
        }
        if (content.offset() == from.bytes()) {
            scanner = new RecordScanner(content::read, format, maxRecordBytes, BUFFER_BYTES, from);
        }
    }

    public RecordScanner scanner() {
        return scanner;
    }

    /**
     * Goes to a row behind the scanner's present one; what lies between is not scanned if it has not been read yet.
     *
     * @return false if no record begins there: the file is not what it was
     */
    public boolean seek(RowPosition row) throws IOException {
        if (row.byteStart() >= content.offset()) {
            content.skipTo(row.byteStart());
            Position at = new Position(row.byteStart(), row.line(), row.ordinal());
            scanner = new RecordScanner(content::read, format, maxRecordBytes, BUFFER_BYTES, at);
        }
        while (scanner.next()) {
            if (scanner.byteStart() >= row.byteStart()) {
                return scanner.byteStart() == row.byteStart() && scanner.byteLength() == row.byteLength();
            }
        }
        return false;
    }

    /** Passes bytes before a row that is sought next; nothing happens if they are read already. */
    public void skipTo(long offset) throws IOException {
        if (offset > content.offset()) {
            content.skipTo(offset);
        }
    }

    /** Offset of the header's first byte; 0 without a header. */
    public long headerStart() {
        return headerStart;
    }

    /** Offset of what follows the header; 0 without a header. */
    public long headerEnd() {
        return headerEnd;
    }

    /** The charset, also where only the file could say it. */
    public Charset charset() {
        return format.charset();
    }

    /** How many bytes of the file have been read; of the packed ones if it is compressed. */
    public long bytesRead() {
        return content.packedBytes();
    }

    /** Of all bytes of the file that have been read. Ends the reading. */
    public String sha256() {
        return content.sha256();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
