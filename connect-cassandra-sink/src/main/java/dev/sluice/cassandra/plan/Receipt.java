package dev.sluice.cassandra.plan;

/** What waits for a record's fate, so that its offset may be committed. Used by the task's thread only. */
public interface Receipt {
    /** Whether anybody still waits: not once the record's partition has gone to another task. */
    boolean isAwaited();

    /** The record is written, or there was nothing to be written. */
    void settle();

    /** The record is reported as an errant record. */
    void refuse(String reason);
}
