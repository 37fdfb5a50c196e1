package dev.sluice.archive.part;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorOutput;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.layout.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has come of one topic-partition since its last commit. After any exception it is good for {@link #discard()} only. Task
 * thread only.
 */
public final class Part {
    private final ErrorFileSystem fileSystem;
    private final FileFormat format;
    private final Layout layout;
    private final String writer;
    private final Map<Slot, Open> files = new LinkedHashMap<>();

    private long records;
    private long lastOffset = -1;
    private long largestFile;
    private long startedAt;
    private long touchedAt;

    /** An empty part of the writer whose directory for temporary files exists. */
    public Part(ErrorFileSystem fileSystem, FileFormat format, Layout layout, String writer) {
        this.fileSystem = fileSystem;
        this.format = format;
        this.layout = layout;
        this.writer = writer;
    }

    /** Adds an envelope; offsets must grow. */
    public void append(Envelope envelope, long now) throws IOException {
        long offset = envelope.origin().offset();
        Slot slot = Slot.of(envelope);
        Open open = files.get(slot);
        if (open == null) {
            open = new Open(layout.temporaryFile(writer, offset, format.extension()), offset);
            files.put(slot, open);
            open.file = start(open.path);
        }
        open.file.append(envelope);
        open.records++;
        open.lastOffset = offset;
        largestFile = Math.max(largestFile, open.file.bytes());
        skip(offset, now);
    }

    /** Counts an offset as done that has nothing to archive. */
    public void skip(long offset, long now) {
        if (isEmpty()) {
            startedAt = now;
        }
        records++;
        lastOffset = offset;
        touchedAt = now;
    }

    /** Makes all files durable, and tells their final names. */
    public List<Move> finish() throws IOException {
        List<Move> moves = new ArrayList<>(files.size());
        for (Map.Entry<Slot, Open> entry : files.entrySet()) {
            Open open = entry.getValue();
            long length = open.file.close();
            String archived = layout.archived(entry.getKey(), open.firstOffset, open.lastOffset, format.extension());
            moves.add(new Move(open.path, archived, length, open.records));
        }
        files.clear();
        return moves;
    }

    /** Lets go of all open files; they are deleted by who recovers. */
    public void discard() {
        files.values().stream().filter(open -> open.file != null).forEach(open -> open.file.discard());
        files.clear();
    }

    public boolean isEmpty() {
        return lastOffset < 0;
    }

    /** The last offset that is done; of a part that is not empty. */
    public long lastOffset() {
        return lastOffset;
    }

    public int openFiles() {
        return files.size();
    }

    public RollPolicy.Measures measures() {
        return new RollPolicy.Measures(records, largestFile, startedAt, touchedAt);
    }

    private PartFile start(String path) throws IOException {
        ErrorOutput out = fileSystem.create(path);
        try {
            return format.start(out);
        } catch (IOException e) {
            out.discard();
            throw e;
        }
    }

    /** One of the part's files. */
    private static final class Open {
        private final String path;
        private final long firstOffset;
        private PartFile file;
        private long records;
        private long lastOffset;

        Open(String path, long firstOffset) {
            this.path = path;
            this.firstOffset = firstOffset;
        }
    }
}
