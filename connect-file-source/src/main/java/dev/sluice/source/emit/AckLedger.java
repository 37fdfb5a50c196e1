package dev.sluice.source.emit;

import dev.sluice.contract.RowPosition;
import dev.sluice.source.split.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of an import's rows. The poll thread opens batches and asks how far all is acknowledged; the producer's thread, or in
 * exactly-once mode the task's, acknowledges. Acknowledging is O(1) and, but for a rejected row, without a lock.
 */
public final class AckLedger {
    /** How many rows went where. */
    public record Counts(long accepted, long rejected, long lost) {}

    /**
     * What has become known since the last time.
     *
     * @param rejected rows, in no order
     * @param upTo all rows before this one are acknowledged, none is lost; empty if no further batch is complete
     */
    public record Progress(List<RowPosition> rejected, Optional<Position> upTo) {}

    private final String errorsTopic;
    private final Runnable signal;
    private final AtomicLong accepted;
    private final AtomicLong rejected;
    private final AtomicLong lost = new AtomicLong();
    private final Deque<Batch> open = new ArrayDeque<>();
    private final Object lock = new Object();
    private List<RowPosition> newlyRejected = new ArrayList<>();

    /**
     * @param signal wakes the poll thread; called whenever a batch is complete
     * @param before what is known of rows before the first that this ledger will see
     */
    public AckLedger(String errorsTopic, Runnable signal, Counts before) {
        this.errorsTopic = errorsTopic;
        this.signal = signal;
        this.accepted = new AtomicLong(before.accepted());
        this.rejected = new AtomicLong(before.rejected());
    }

    /** The rows of one poll. */
    final class Batch implements Awaiting {
        private final AtomicInteger pending = new AtomicInteger();
        private volatile Position end;

        @Override
        public void acknowledged(TrackedRecord record, String topic) {
            if (topic.equals(errorsTopic)) {
                rejected.incrementAndGet();
                synchronized (lock) {
                    newlyRejected.add(record.row());
                }
            } else {
                accepted.incrementAndGet();
            }
            settled();
        }

        @Override
        public void lost(TrackedRecord record) {
            lost.incrementAndGet();
            settled();
        }

        private void settled() {
            if (pending.decrementAndGet() == 0) {
                signal.run();
            }
        }

        /** Called by the poll thread before any record of the batch leaves it. */
        void close(int rows, Position end) {
            this.end = end;
            pending.set(rows);
            open.add(this);
        }

        private boolean isComplete() {
            return pending.get() == 0;
        }
    }

    Batch batch() {
        return new Batch();
    }

    /** Poll thread. The rejections of all rows before {@code upTo} are in this progress or an earlier one. */
    public Progress progress() {
        Optional<Position> upTo = Optional.empty();
        // A lost row is counted before its batch is complete. Nothing behind it may ever be skipped on resuming.
        while (!open.isEmpty() && open.peek().isComplete() && lost.get() == 0) {
            upTo = Optional.of(open.remove().end);
        }
        synchronized (lock) {
            List<RowPosition> since = newlyRejected;
            newlyRejected = new ArrayList<>();
            return new Progress(since, upTo);
        }
    }

    /** Poll thread. True if every row of every batch is acknowledged or lost. */
    public boolean isSettled() {
        return open.stream().allMatch(Batch::isComplete);
    }

    public Counts counts() {
        return new Counts(accepted.get(), rejected.get(), lost.get());
    }
}
