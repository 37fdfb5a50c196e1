package dev.sluice.cassandra.progress;

import org.apache.kafka.common.TopicPartition;

/**
 * In which order of records the rows of an import are counted.
 *
 * @param partition of the consumer
 * @param origin empty; or, of rows that Connect has put into a dead letter queue, the topic-partition that they were in before: only
 *     rows of the same origin are in order there
 * @param block of ordinals: several tasks may read one file at once, and only rows of one block are in order then
 */
public record StreamId(TopicPartition partition, String origin, long block) {
    /** No topic has it in its name. */
    private static final char BLOCK_SIGN = '#';

    /** The first stream of a partition, which also sees the import's events. */
    public static StreamId of(TopicPartition partition) {
        return new StreamId(partition, "", 0);
    }

    /** The stream that sees the events of the partition. */
    StreamId frame() {
        return block == 0 && origin.isEmpty() ? this : of(partition);
    }

    /** Origin and block, as they stand in {@code import_progress.origin}; the first block is not named. */
    public String key() {
        return block == 0 ? origin : origin + BLOCK_SIGN + block;
    }

    /** The opposite of {@link #key()}. */
    public static StreamId ofKey(TopicPartition partition, String key) {
        int sign = key.indexOf(BLOCK_SIGN);
        return sign < 0
                ? new StreamId(partition, key, 0)
                : new StreamId(partition, key.substring(0, sign), Long.parseLong(key, sign + 1, key.length(), 10));
    }
}
