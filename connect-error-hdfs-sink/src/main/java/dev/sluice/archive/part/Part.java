package dev.sluice.archive.part;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.fs.ErrorFileSystem;
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
    private final PartSettings settings;
    private final Layout layout;
    private final String writer;
    private final Summaries summaries;
    private final RowEncoder encoder;
    private final RowBuffer row = new RowBuffer(4096);
    private final Map<Slot, OpenFile> files = new LinkedHashMap<>();
    private final TenantProgress tenants = new TenantProgress();

    private long records;
    private long lastOffset = -1;
    private long largestFile;
    private long startedAt;
    private long touchedAt;

    /**
     * An empty part of the writer whose directory for temporary files exists.
     *
     * @param summaries of the writer; empty if none are to be kept
     */
    public Part(ErrorFileSystem fileSystem, PartSettings settings, Layout layout, String writer, Summaries summaries) {
        this.fileSystem = fileSystem;
        this.settings = settings;
        this.layout = layout;
        this.writer = writer;
        this.summaries = summaries;
        this.encoder = settings.format().encoder();
    }

    /** Adds an envelope; offsets must grow. */
    public void append(Envelope envelope, long now) throws IOException {
        long offset = envelope.origin().offset();
        row.clear();
        encoder.encode(envelope, row);
        row.endRow();
        Slot slot = settings.template().slot(envelope);
        OpenFile file = files.get(slot);
        if (file == null) {
            String path = layout.temporaryFile(writer, offset, settings.format().extension());
            file = new OpenFile(fileSystem, settings.format(), settings.budget(), path, offset);
            files.put(slot, file);
        }
        file.append(row, offset);
        largestFile = Math.max(largestFile, file.bytes());
        summaries.add(slot, envelope);
        tenants.add(slot.tenant(), envelope);
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
        List<Together.Step<Move>> closings = new ArrayList<>(files.size());
        files.forEach((slot, file) -> closings.add(() -> close(slot, file)));
        List<Move> moves = new ArrayList<>(settings.together().all(closings));
        files.clear();
        moves.addAll(summaries.finish());
        return moves;
    }

    private Move close(Slot slot, OpenFile file) throws IOException {
        long length = file.close();
        String archived = layout.archived(
                settings.template().directory(slot),
                file.firstOffset,
                file.lastOffset(),
                settings.format().extension());
        return new Move(file.path, archived, length, file.records(), false);
    }

    /** Lets go of all open files; they are deleted by who recovers. */
    public void discard() {
        files.values().forEach(OpenFile::discard);
        files.clear();
    }

    public boolean isEmpty() {
        return lastOffset < 0;
    }

    /** The last offset that is done; of a part that is not empty. */
    public long lastOffset() {
        return lastOffset;
    }

    /** Bytes of heap that its rows take. */
    public long bufferedBytes() {
        return files.values().stream().mapToLong(OpenFile::charged).sum();
    }

    /** What of each tenant is not yet committed. */
    public TenantProgress tenants() {
        return tenants;
    }

    public RollPolicy.Measures measures() {
        return new RollPolicy.Measures(records, files.size(), largestFile, startedAt, touchedAt);
    }
}
