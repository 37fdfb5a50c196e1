package dev.sluice.cassandra.progress;

import dev.sluice.contract.ImportContext;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The rows of one block of an import in one partition, counted as they pass. Remembers from which offset on its counts are not saved. Confined to
 * the task's thread.
 */
public final class Stream {
    /** Reasons that are told apart; names of columns come from tenants. */
    static final int MAX_REASONS = 200;

    static final String OTHER_REASONS = "OTHER";
    private static final long CLEAN = Long.MAX_VALUE;

    private final ImportContext context;
    private final StreamId id;
    private final Stream frame;
    private final Map<String, Long> reasons;
    private long ordinal;
    private long rows;
    private long rejected;
    private long offset;
    private long position;
    private Seen seen;

    private int awaited;
    private long unsavedFrom = CLEAN;
    private long savingFrom = CLEAN;

    /** The first of a partition, which sees the events too. */
    Stream(ImportContext context, StreamId id, StreamState saved) {
        this(context, id, saved, null);
    }

    /** @param frame sees the events; null if this one does */
    Stream(ImportContext context, StreamId id, StreamState saved, Stream frame) {
        this.context = context;
        this.id = id;
        this.frame = frame == null ? this : frame;
        this.ordinal = saved.ordinal();
        this.rows = saved.rows();
        this.rejected = saved.rejected();
        this.offset = saved.offset();
        this.position = saved.position();
        this.seen = saved.seen();
        this.reasons = new HashMap<>(saved.reasons());
    }

    public ImportContext context() {
        return context;
    }

    StreamId id() {
        return id;
    }

    /** The stream of the same import and partition that sees the events; this one, if it does. */
    Stream frame() {
        return frame;
    }

    Seen seen() {
        return seen;
    }

    long rejected() {
        return rejected;
    }

    /** A record of this stream has been accepted and will pass later. */
    void expect() {
        awaited++;
    }

    /** Whether nothing more is known here than in Cassandra, nor will be soon. */
    boolean isIdle() {
        return awaited == 0 && isSaved();
    }

    boolean isSaved() {
        return unsavedFrom == CLEAN && savingFrom == CLEAN;
    }

    /** Counts a row unless it is counted; returns whether it was new. */
    boolean count(long newOrdinal, long newPosition, long recordOffset) {
        awaited--;
        if (newOrdinal <= ordinal) {
            return false;
        }
        ordinal = newOrdinal;
        rows++;
        position = Math.max(position, newPosition);
        changed(recordOffset);
        return true;
    }

    /** Says of the row just counted that it was rejected. */
    void countRejected(RejectedRow row) {
        rejected++;
        row.faults().stream().map(RejectedRow.Fault::reason).distinct().forEach(reason -> {
            boolean fits = reasons.containsKey(reason) || reasons.size() < MAX_REASONS;
            reasons.merge(fits ? reason : OTHER_REASONS, 1L, Long::sum);
        });
    }

    /** An event of the import passes. Noted even if it is not new: whoever sees an end must see to it that it is judged. */
    void see(Seen event, long recordOffset) {
        awaited--;
        seen = seen.and(event);
        changed(recordOffset);
    }

    private void changed(long recordOffset) {
        offset = Math.max(offset, recordOffset);
        unsavedFrom = Math.min(unsavedFrom, recordOffset);
    }

    StreamState state() {
        return new StreamState(ordinal, rows, rejected, offset, position, seen, reasons);
    }

    /** What is known now is on its way to Cassandra. */
    StreamState saving() {
        savingFrom = unsavedFrom;
        unsavedFrom = CLEAN;
        return state();
    }

    void saved() {
        savingFrom = CLEAN;
    }

    void notSaved() {
        unsavedFrom = Math.min(unsavedFrom, savingFrom);
        savingFrom = CLEAN;
    }

    /** The first offset that may not be passed by a commit; empty where all is saved. */
    OptionalLong bound() {
        long from = Math.min(unsavedFrom, savingFrom);
        return from == CLEAN ? OptionalLong.empty() : OptionalLong.of(from);
    }
}
