package dev.sluice.archive.recover;

import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.part.Part;
import dev.sluice.archive.part.RollPolicy;
import java.io.IOException;
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

    private final TopicPartition partition;
    private final Layout layout;
    private final ArchiveSettings settings;
    private final Consumption consumption;

    private State state;
    /** In a row, since the last commit. */
    private int failures;

    PartitionArchive(TopicPartition partition, ArchiveSettings settings, Consumption consumption) {
        this.partition = partition;
        this.layout = new Layout(partition.topic(), partition.partition());
        this.settings = settings;
        this.consumption = consumption;
        this.state = new Waiting(Writer.UNKNOWN, settings.clock().getAsLong(), Optional.empty());
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
            Writer writer = Writer.takeOver(layout, settings, state.position());
            state = new Writing(writer);
            if (writer.position() != Writer.UNKNOWN) {
                consumption.rewind(partition, writer.position());
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
        state = new Waiting(state.position(), retryAt, Optional.of(trouble));
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
        return state.position() == Writer.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(state.position());
    }

    /** The part in the making. */
    Optional<Part> part() {
        return state instanceof Writing writing ? Optional.of(writing.writer.part()) : Optional.empty();
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
        long position = state.position();
        long pause = settings.backoff().after(failures);
        boolean fenced = cause instanceof FencedException;
        Trouble trouble = Trouble.of(cause);
        state = new Waiting(
                position, settings.clock().getAsLong() + pause, fenced ? Optional.empty() : Optional.of(trouble));
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

        long position();

        long deadline();
    }

    /** Not the writer; remembers only where to go on. */
    private static final class Waiting implements State {
        private final long retryAt;
        private final Optional<Trouble> trouble;
        private long position;

        Waiting(long position, long retryAt, Optional<Trouble> trouble) {
            this.position = position;
            this.retryAt = retryAt;
            this.trouble = trouble;
        }

        @Override
        public void put(SinkRecord record) {
            if (position == Writer.UNKNOWN) {
                position = record.originalKafkaOffset();
            }
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long deadline() {
            return retryAt;
        }
    }

    /** The writer, as far as it knows. */
    private final class Writing implements State {
        private final Writer writer;

        Writing(Writer writer) {
            this.writer = writer;
        }

        private interface Step {
            void run() throws IOException;
        }

        private void attempt(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                writer.discard();
                if (writer.hasCommitted()) {
                    failures = 0;
                }
                fail(writer.explained(e));
            }
        }

        @Override
        public void put(SinkRecord record) {
            attempt(() -> writer.put(record));
        }

        @Override
        public void rollIfDue() {
            attempt(writer::commitIfDue);
        }

        @Override
        public void roll(RollPolicy.Reason reason) {
            attempt(() -> writer.commit(reason));
        }

        @Override
        public Optional<Trouble> close() {
            try {
                writer.commit(RollPolicy.Reason.CLOSE);
                writer.release();
                return Optional.empty();
            } catch (IOException e) {
                writer.discard();
                LOG.info("{}: left with uncommitted records, which will be read again: {}", layout, e.toString());
                return Optional.of(Trouble.of(e));
            }
        }

        @Override
        public void discard() {
            writer.discard();
        }

        @Override
        public long position() {
            return writer.position();
        }

        @Override
        public long deadline() {
            return writer.deadline();
        }
    }
}
