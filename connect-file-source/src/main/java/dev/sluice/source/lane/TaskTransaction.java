package dev.sluice.source.lane;

import dev.sluice.source.stage.StagedFile;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/**
 * The one transaction that Connect has for all that a task sends, where the connector says when it is committed: behind every poll,
 * but for an import that is to be seen as a whole or not at all. As long as that is under way, nobody else of the task sends
 * anything: a commit would show a part of it, and to abort it would lose what others have sent. Poll thread only.
 */
public final class TaskTransaction {
    /**
     * What may be imported as a whole.
     *
     * @param maxBytes of a file, unpacked; 0 for none
     * @param maxMillis from the first record to the last
     */
    public record Bounds(long maxBytes, long maxMillis) {
        /** Nothing is. */
        public static final Bounds NONE = new Bounds(0, 0);
    }

    private final Optional<TransactionContext> context;
    private final Bounds bounds;
    private final Clock clock;
    private boolean isOpen;
    private boolean isAborted;
    private boolean isUsed;
    private long begun;

    /** @param context empty if it is not for the connector to say when transactions end, and then nothing is imported as a whole */
    public TaskTransaction(Optional<TransactionContext> context, Bounds bounds, Clock clock) {
        this.context = context;
        this.bounds = bounds;
        this.clock = clock;
    }

    /** True if files within the bounds are imported as a whole. */
    boolean isWanted() {
        return context.isPresent() && bounds.maxBytes() > 0;
    }

    /** True if a file may be imported as a whole, as far as its size can tell: it may be compressed. */
    boolean isFor(StagedFile file) {
        return isWanted() && !isTooLarge(file.size());
    }

    /** @param bytes that have been read */
    boolean isTooLarge(long bytes) {
        return bytes > bounds.maxBytes();
    }

    /** True if the transaction might not be through before the brokers lose patience with it. */
    boolean isTooSlow() {
        return clock.millis() - begun > bounds.maxMillis();
    }

    /** True as long as an import is under way that is seen as a whole. */
    boolean isOpen() {
        return isOpen;
    }

    /** All that is sent from now on is seen together or not at all. */
    void begin() {
        isOpen = true;
        isAborted = false;
        isUsed = false;
        begun = clock.millis();
    }

    /** What this poll returns is the end. */
    void end() {
        isOpen = false;
    }

    /** Nothing that was sent since the beginning is ever seen. The poll must return nothing. */
    void abort() {
        isOpen = false;
        isAborted = isUsed;
    }

    /**
     * Ends a poll.
     *
     * @param records what it returns
     */
    List<SourceRecord> behind(List<SourceRecord> records) {
        if (isAborted) {
            if (!records.isEmpty()) {
                throw new IllegalStateException(records.size() + " records would be lost with an aborted transaction");
            }
            isAborted = false;
            context.ifPresent(TransactionContext::abortTransaction);
        } else if (isOpen) {
            isUsed |= !records.isEmpty();
        } else if (!records.isEmpty()) {
            context.ifPresent(TransactionContext::commitTransaction);
        }
        return records;
    }
}
