package dev.sluice.source.emit;

/** Who waits for records' acknowledgements. Called by the producer's thread, or by the task's; must not block. */
interface Awaiting {
    /**
     * The record is in a topic.
     *
     * @param topic where it finally went
     */
    void acknowledged(TrackedRecord record, String topic);

    /** The record reached no topic. */
    void lost(TrackedRecord record);
}
