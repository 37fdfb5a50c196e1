package dev.sluice.archive.recover;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.Enveloper;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.Move;
import dev.sluice.archive.part.Part;
import dev.sluice.archive.part.RollPolicy;
import dev.sluice.archive.part.Summaries;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one topic-partition from a takeover to the first failure: parts, one after the other, under one claim. After any exception
 * it is good for {@link #discard()} only. Task thread only.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    /** No offset: nothing was ever delivered or committed. */
    static final long UNKNOWN = -1;

    private final ErrorFileSystem fileSystem;
    private final Layout layout;
    private final ArchiveSettings settings;
    private final Claim claim;
    private final Summaries summaries;

    private Part part;
    /** The next offset to archive: what the last manifest says, else the first offset ever delivered. */
    private long position;
    /** Of the newest manifest, which the next one supersedes. */
    private long lastManifest;

    private boolean hasCommitted;
    private boolean belowIsReported;

    private Writer(
            ErrorFileSystem fileSystem, Layout layout, ArchiveSettings settings, Claim claim, Optional<Manifest> last) {
        this.fileSystem = fileSystem;
        this.layout = layout;
        this.settings = settings;
        this.claim = claim;
        this.position = last.map(Manifest::next).orElse(UNKNOWN);
        this.lastManifest = last.map(Manifest::position).orElse(UNKNOWN);
        this.summaries = settings.parts().summaries()
                ? new Summaries.Kept(
                        fileSystem,
                        settings.parts(),
                        layout,
                        claim.writer(),
                        settings.destinations().overflow()::mayHold)
                : Summaries.NONE;
        this.part = newPart();
    }

    /**
     * Takes the topic-partition over and finishes what others have begun.
     *
     * @param position to begin at, if nothing was ever committed; {@link #UNKNOWN} for the first offset delivered
     */
    static Writer takeOver(Layout layout, ArchiveSettings settings, long position) throws IOException {
        ErrorFileSystem fileSystem = settings.fileSystem().get();
        Claim claim = Claim.take(fileSystem, layout, settings.writerIds().get(), settings.destinations());
        Optional<Manifest> last = claim.recover();
        settings.progress().diverted(claim.diverted());
        Writer writer = new Writer(fileSystem, layout, settings, claim, last);
        if (last.isEmpty()) {
            writer.position = position;
        }
        LOG.info("{}: taken over as writer {}; next offset {}", layout, claim.writer(), writer.position);
        return writer;
    }

    /** Takes one record; ignores it if it is archived. Commits if that makes it due. */
    void put(SinkRecord record) throws IOException {
        long offset = record.originalKafkaOffset();
        if (position == UNKNOWN) {
            position = offset;
        }
        if (offset < position) {
            reportBelow(offset);
            return;
        }
        if (offset <= part.lastOffset()) {
            return;
        }
        Optional<Envelope> envelope = Enveloper.envelop(record);
        long now = settings.clock().getAsLong();
        if (envelope.isPresent()) {
            part.append(envelope.get(), now);
        } else {
            part.skip(offset, now);
        }
        commitIfDue();
    }

    /** Commits the part if it is due at this time. */
    void commitIfDue() throws IOException {
        if (!part.isEmpty()) {
            Optional<RollPolicy.Reason> due =
                    settings.policy().due(part.measures(), settings.clock().getAsLong());
            if (due.isPresent()) {
                commit(due.get());
            }
        }
    }

    /** Commits the part, if there is one. */
    void commit(RollPolicy.Reason reason) throws IOException {
        if (part.isEmpty()) {
            return;
        }
        long begin = settings.clock().getAsLong();
        long next = part.lastOffset() + 1;
        List<Move> moves = part.finish();
        Manifest manifest = new Manifest(layout.topic(), layout.partition(), position, next, claim.writer(), moves);
        claim.commit(manifest);
        claim.finish(manifest);
        if (lastManifest != UNKNOWN) {
            fileSystem.delete(layout.manifest(lastManifest));
        }
        tell(reason, moves, next, settings.clock().getAsLong() - begin);
        lastManifest = position;
        position = next;
        hasCommitted = true;
        part = newPart();
    }

    private void tell(RollPolicy.Reason reason, List<Move> moves, long next, long millis) {
        long records = moves.stream().mapToLong(Move::records).sum();
        long bytes = moves.stream().mapToLong(Move::length).sum();
        settings.progress().diverted(claim.diverted());
        settings.progress().committed(new Progress.Commit(reason, records, moves.size(), bytes, millis));
        LOG.info(
                "{}: offsets {} to {} archived, {} records in {} files, {} bytes, in {} ms ({})",
                layout,
                position,
                next - 1,
                records,
                moves.size(),
                bytes,
                millis,
                reason);
    }

    /** Gives the claim back; what is not committed is lost to this writer. */
    void release() throws IOException {
        claim.release();
    }

    /** Lets go of everything that is not committed, without a word to the file system. */
    void discard() {
        part.discard();
    }

    /**
     * What a failure of this writer means. Who takes over deletes this one's files, so that whatever fails next fails for a reason
     * that tells nothing.
     */
    IOException explained(IOException failure) {
        return Trouble.of(failure) == Trouble.OTHER && claim.isLost()
                ? new FencedException("another writer has taken over " + layout)
                : failure;
    }

    /** True if it has committed a part. */
    boolean hasCommitted() {
        return hasCommitted;
    }

    /** The part in the making. */
    Part part() {
        return part;
    }

    /** All below is archived; {@link #UNKNOWN} if nothing was ever delivered. */
    long position() {
        return position;
    }

    /** When there will be something to do though no record comes. */
    long deadline() {
        return part.isEmpty() ? Long.MAX_VALUE : settings.policy().deadline(part.measures());
    }

    private Part newPart() {
        return new Part(fileSystem, settings.parts(), layout, claim.writer(), summaries);
    }

    private void reportBelow(long offset) {
        if (!belowIsReported) {
            belowIsReported = true;
            LOG.warn(
                    "{}: record (where='offset {}') lies before the archive's end, {}; it is taken as archived and ignored. If "
                            + "the topic was deleted and created again, archive it under another root.dir.",
                    layout,
                    offset,
                    position);
        }
    }
}
