package dev.sluice.cassandra.progress;

import org.apache.kafka.common.TopicPartition;

/**
 * In which order of records the rows of an import are counted.
 *
 * @param partition of the consumer
 * @param origin empty; or, of rows that Connect has put into a dead letter queue, the topic-partition that they were in before: only
 *     rows of the same origin are in order there
 */
public record StreamId(TopicPartition partition, String origin) {
    public static StreamId of(TopicPartition partition) {
        return new StreamId(partition, "");
    }
}
