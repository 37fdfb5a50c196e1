package dev.sluice.archive.part;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorOutput;
import java.io.IOException;

/** One file of a part: first a buffer, then, if there come enough rows, a stream. Task thread only. */
final class OpenFile {
    /** A buffer of this size becomes a stream: an Avro block, and what a stream costs anyway. */
    static final int STREAM_FROM = 64 * 1024;

    private static final int FIRST_CAPACITY = 1024;
    /** What a file costs besides its rows, about. */
    private static final int OVERHEAD = 512;

    private final ErrorFileSystem fileSystem;
    private final FileFormat format;
    private final Budget budget;
    final String path;
    final long firstOffset;
    private RowBuffer rows = new RowBuffer(FIRST_CAPACITY);
    private long charged;
    private PartFile stream;
    private long records;
    private long lastOffset;

    OpenFile(ErrorFileSystem fileSystem, FileFormat format, Budget budget, String path, long firstOffset) {
        this.fileSystem = fileSystem;
        this.format = format;
        this.budget = budget;
        this.path = path;
        this.firstOffset = firstOffset;
    }

    /** Adds the one row in a buffer. */
    void append(RowBuffer row, long offset) throws IOException {
        if (stream != null) {
            row.writeTo(stream);
        } else {
            rows.addAll(row);
            charge(rows.footprint() + OVERHEAD);
            if (rows.size() >= STREAM_FROM && budget.mayOpen()) {
                startStream();
            }
        }
        records++;
        lastOffset = offset;
    }

    /** Bytes written, or to be written before compression. */
    long bytes() {
        return stream == null ? rows.size() : stream.bytes();
    }

    long records() {
        return records;
    }

    long lastOffset() {
        return lastOffset;
    }

    long charged() {
        return charged;
    }

    /** Makes the file durable, and tells its length. */
    long close() throws IOException {
        if (stream == null) {
            startStream();
        }
        long length = stream.close();
        closed();
        return length;
    }

    void discard() {
        if (stream != null) {
            stream.discard();
            closed();
        }
        rows = null;
        charge(0);
    }

    private void startStream() throws IOException {
        ErrorOutput out = fileSystem.create(path);
        try {
            stream = format.start(out);
        } catch (IOException e) {
            out.discard();
            throw e;
        }
        budget.opened(1);
        rows.writeTo(stream);
        rows = null;
        charge(0);
    }

    private void closed() {
        stream = null;
        budget.opened(-1);
    }

    private void charge(long bytes) {
        budget.buffered(bytes - charged);
        charged = bytes;
    }
}
