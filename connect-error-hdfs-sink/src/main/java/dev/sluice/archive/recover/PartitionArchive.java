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
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of one topic-partition, as one task sees it: either it holds the claim and writes, or it waits to take over. There is
 * one way out of every failure: forget everything but the position, wait, take over again. Task thread only.
 */
final class PartitionArchive {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionArchive.class);
    private static final long UNKNOWN = -1;

    private final TopicPartition partition;
    private final Layout layout;
    private final ArchiveSettings settings;
    private final Consumption consumption;

    private State state;
    /** The next offset to archive: what the last manifest says, else the first offset ever delivered. */
    private long position = UNKNOWN;
    /** In a row, since the last commit. */
    private int failures;

    PartitionArchive(TopicPartition partition, ArchiveSettings settings, Consumption consumption) {
        this.partition = partition;
        this.layout = new Layout(partition.topic(), partition.partition());
        this.settings = settings;
        this.consumption = consumption;
        this.state = new Waiting(settings.clock().getAsLong(), Optional.empty());
    }

    /** Takes one record; ignores it if it is archived, or if it will come again. */
    void put(SinkRecord record) {
        state.put(record);
    }

    /** Commits the part if it is due at this time. */
    void rollIfDue() {
        state.rollIfDue();
    }

    /** Commits the part now, if there is one. */
    void roll(RollPolicy.Reason reason) {
        state.roll(reason);
    }

    /** True if it is time to try {@link #takeOver()}. */
    boolean isDueToTakeOver() {
        return state instanceof Waiting waiting
                && waiting.retryAt <= settings.clock().getAsLong();
    }

    /**
     * Recovers, and has the consumer go on behind what is archived. Never between two records of one delivery: those that follow
     * would be taken for the records to come.
     *
     * @return false if it failed; then there is another time
     */
    boolean takeOver() {
        try {
            ErrorFileSystem fileSystem = settings.fileSystem().get();
            Claim claim = Claim.take(fileSystem, layout, settings.writerIds().get(), settings.destinations());
            Optional<Manifest> last = claim.recover();
            settings.progress().diverted(claim.diverted());
            position = last.map(Manifest::next).orElse(position);
            state = new Writing(fileSystem, claim, last.map(Manifest::position).orElse(UNKNOWN));
            LOG.info("{}: taken over as writer {}; next offset {}", layout, claim.writer(), position);
            if (position != UNKNOWN) {
                consumption.rewind(partition, position);
            }
            consumption.resume(partition);
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    /** What it waits for, if it failed and waits. */
    Optional<Trouble> trouble() {
        return state instanceof Waiting waiting ? waiting.trouble : Optional.empty();
    }

    /** Waits with another partition of the same file system, for what is the trouble of both. */
    void waitAsWell(Trouble trouble, long retryAt) {
        state.discard();
        state = new Waiting(retryAt, Optional.of(trouble));
        consumption.pause(partition);
    }

    /**
     * Commits what there is and gives the claim back; the partition may belong to another task already.
     *
     * @return why it could not
     */
    Optional<Trouble> close() {
        return state.close();
    }

    /** Lets go of everything that is not committed, without a word to the file system. */
    void discard() {
        state.discard();
    }

    /** The offset that Kafka may know: all below are archived. */
    OptionalLong position() {
        return position == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** The part in the making. */
    Optional<Part> part() {
        return state instanceof Writing writing ? Optional.of(writing.part) : Optional.empty();
    }

    TopicPartition partition() {
        return partition;
    }

    /** When there will be something to do though no record comes. */
    long deadline() {
        return state.deadline();
    }

    private void fail(IOException cause) {
        failures++;
        long pause = settings.backoff().after(failures);
        boolean fenced = cause instanceof FencedException;
        Trouble trouble = Trouble.of(cause);
        state = new Waiting(settings.clock().getAsLong() + pause, fenced ? Optional.empty() : Optional.of(trouble));
        consumption.pause(partition);
        if (fenced) {
            settings.progress().fenced();
            LOG.info(
                    "{}: {}; what was read since offset {} is read again, in {} ms",
                    layout,
                    cause.getMessage(),
                    position,
                    pause);
            return;
        }
        settings.progress().failed(trouble);
        LOG.warn(
                "archive of {} (where='offset {}') waits for {}: {}; nothing is lost, the records since then will be read again, "
                        + "in {} ms for the {}. time. {}",
                layout,
                position,
                trouble.what(),
                cause.toString(),
                pause,
                failures,
                trouble.cure(),
                // The whole stack once; the same again at each retry would bury everything else.
                failures == 1 ? cause : null);
    }

    /** What the partition does at the moment. */
    private sealed interface State {
        void put(SinkRecord record);

        default void rollIfDue() {}

        default void roll(RollPolicy.Reason reason) {}

        default Optional<Trouble> close() {
            return Optional.empty();
        }

        default void discard() {}

        long deadline();
    }

    /** Not the writer; remembers only where to go on. */
    private final class Waiting implements State {
        private final long retryAt;
        private final Optional<Trouble> trouble;

        Waiting(long retryAt, Optional<Trouble> trouble) {
            this.retryAt = retryAt;
            this.trouble = trouble;
        }

        @Override
        public void put(SinkRecord record) {
            if (position == UNKNOWN) {
                position = record.originalKafkaOffset();
            }
        }

        @Override
        public long deadline() {
            return retryAt;
        }
    }

    /** The writer, as far as it knows. */
    private final class Writing implements State {
        private final ErrorFileSystem fileSystem;
        private final Claim claim;
        private final Summaries summaries;
        private Part part;
        /** Of the newest manifest, which the next one supersedes. */
        private long lastManifest;

        private boolean belowIsReported;

        Writing(ErrorFileSystem fileSystem, Claim claim, long lastManifest) {
            this.fileSystem = fileSystem;
            this.claim = claim;
            this.lastManifest = lastManifest;
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

        @Override
        public void put(SinkRecord record) {
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
            try {
                Optional<Envelope> envelope = Enveloper.envelop(record);
                long now = settings.clock().getAsLong();
                if (envelope.isPresent()) {
                    part.append(envelope.get(), now);
                } else {
                    part.skip(offset, now);
                }
            } catch (IOException e) {
                abandon(e);
                return;
            }
            rollIfDue();
        }

        @Override
        public void rollIfDue() {
            if (!part.isEmpty()) {
                settings.policy()
                        .due(part.measures(), settings.clock().getAsLong())
                        .ifPresent(this::roll);
            }
        }

        @Override
        public void roll(RollPolicy.Reason reason) {
            try {
                commit(reason);
            } catch (IOException e) {
                abandon(e);
            }
        }

        @Override
        public Optional<Trouble> close() {
            try {
                commit(RollPolicy.Reason.CLOSE);
                claim.release();
                return Optional.empty();
            } catch (IOException e) {
                part.discard();
                LOG.info("{}: left with uncommitted records, which will be read again: {}", layout, e.toString());
                return Optional.of(Trouble.of(e));
            }
        }

        @Override
        public void discard() {
            part.discard();
        }

        @Override
        public long deadline() {
            return part.isEmpty() ? Long.MAX_VALUE : settings.policy().deadline(part.measures());
        }

        private void commit(RollPolicy.Reason reason) throws IOException {
            if (part.isEmpty()) {
                return;
            }
            long begin = settings.clock().getAsLong();
            long next = part.lastOffset() + 1;
            List<Move> moves = part.finish();
            Manifest manifest =
                    new Manifest(partition.topic(), partition.partition(), position, next, claim.writer(), moves);
            claim.commit(manifest);
            claim.finish(manifest);
            settings.progress().diverted(claim.diverted());
            if (lastManifest != UNKNOWN) {
                fileSystem.delete(layout.manifest(lastManifest));
            }
            tell(reason, moves, next, settings.clock().getAsLong() - begin);
            lastManifest = position;
            position = next;
            failures = 0;
            part = newPart();
        }

        private void tell(RollPolicy.Reason reason, List<Move> moves, long next, long millis) {
            long records = moves.stream().mapToLong(Move::records).sum();
            long bytes = moves.stream().mapToLong(Move::length).sum();
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

        /** Who takes over deletes this one's files, so that whatever fails next fails for a reason that tells nothing. */
        private void abandon(IOException cause) {
            part.discard();
            boolean fenced = Trouble.of(cause) == Trouble.OTHER && claim.isLost();
            fail(fenced ? new FencedException("another writer has taken over " + layout) : cause);
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
}
