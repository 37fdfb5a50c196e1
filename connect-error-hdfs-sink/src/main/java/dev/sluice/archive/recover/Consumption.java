package dev.sluice.archive.recover;

import org.apache.kafka.common.TopicPartition;

/** What a partition's archive asks of the consumer. */
public interface Consumption {
    /** Has the records from an offset on delivered again, before anything else of the partition. */
    void rewind(TopicPartition partition, long offset);

    /** Stops the delivery of a partition's records; some may still come. */
    void pause(TopicPartition partition);

    void resume(TopicPartition partition);
}
