package dev.sluice.cassandra.commit;

/**
 * Who is told that a record has passed: that it and everything before it in its partition is done with, in the order of offsets.
 * Never told of records whose partition has been forgotten. Called by the task's thread.
 */
public interface Passage {
    /** For records that nobody counts. */
    Passage UNNOTICED = refusal -> {};

    /**
     * The record has passed.
     *
     * @param refusal why the record was reported as an errant record; null if it was not
     */
    void passed(String refusal);
}
