package dev.sluice.source.parse;

import dev.sluice.contract.Violation;
import dev.sluice.source.define.Definition;
import dev.sluice.source.split.ByteSource;
import dev.sluice.source.split.Position;
import dev.sluice.source.split.RecordScanner;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An open data file: its header, a scanner over its rows, and the hash of all its bytes. Poll thread.
 *
 * <p>Reading can begin at any row; the bytes before it are then hashed first, in slices, because a hash cannot be resumed.
 */
public final class CsvFile implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final FileChannel channel;
    private final Definition definition;
    private final int maxRecordBytes;
    private final RowParser parser;
    private final MessageDigest digest;
    private final Position from;
    private long hashed;
    private RecordScanner scanner;
    private RowColumns.Result columns;

    private CsvFile(FileChannel channel, Definition definition, int maxRecordBytes, Position from) {
        this.channel = channel;
        this.definition = definition;
        this.maxRecordBytes = maxRecordBytes;
        this.parser = new RowParser(definition.format(), maxRecordBytes);
        this.from = from;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Opens a file and reads its header.
     *
     * @param channel closed with this, also if this throws
     * @param from the first row to be read; {@link Position#START} for all
     */
    public static CsvFile open(FileChannel channel, Definition definition, int maxRecordBytes, Position from)
            throws IOException {
        CsvFile file = new CsvFile(channel, definition, maxRecordBytes, from);
        try {
            file.begin();
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void begin() throws IOException {
        boolean resumes = from.ordinal() > 1;
        RecordScanner first = new RecordScanner(
                resumes ? this::read : this::readAndHash,
                definition.format(),
                maxRecordBytes,
                BUFFER_BYTES,
                Position.START);
        columns = definition.header() ? header(first) : new RowColumns.Result.Mapped(RowColumns.byPosition(definition));
        if (resumes) {
            channel.position(0);
        } else {
            scanner = first;
        }
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
        String raw = parser.raw(first);
        List<Violation> violations = parser.check(first, raw, first.fields());
        if (!violations.isEmpty()) {
            return new RowColumns.Result.Refused(violations.stream()
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
        long until = Math.min(from.bytes(), hashed + slice);
        while (hashed < until) {
            if (readAndHash(buffer, 0, (int) Math.min(buffer.length, until - hashed)) < 0) {
                throw new EOFException("the file ends before byte " + from.bytes() + ", at which reading was to begin");
            }
        }
        if (hashed == from.bytes()) {
            ByteSource rest = this::readAndHash;
            scanner = new RecordScanner(rest, definition.format(), maxRecordBytes, BUFFER_BYTES, from);
        }
    }

    public RecordScanner scanner() {
        return scanner;
    }

    /** How many bytes of the file have been read. */
    public long bytesRead() {
        return hashed;
    }

    /** Of all that has been read. Ends the reading. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(into, offset, length));
    }

    private int readAndHash(byte[] into, int offset, int length) throws IOException {
        int read = read(into, offset, length);
        if (read > 0) {
            digest.update(into, offset, read);
            hashed += read;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
