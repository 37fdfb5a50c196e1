package dev.sluice.cassandra.commit;

import dev.sluice.cassandra.plan.Receipt;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which offsets are done with. The idea is Kafka Connect's own {@code SubmittedRecords}: a deque per partition, settled in any order,
 * committable as far as the first that is not settled.
 *
 * <p>Partitions are those of the consumer, never those that a transform has put into the record. When offsets go back (Connect
 * rewinds after a failed commit; a topic was made anew), the partition starts afresh: rows are written again, which changes nothing,
 * and nothing that was not seen to be done is ever taken for done. Confined to the task's thread.
 */
public final class OffsetLedger {
    private static final class Entry implements Receipt {
        private final Partition partition;
        private final long offset;
        private final Passage passage;
        private boolean settled;
        private String refusal;

        private Entry(Partition partition, long offset, Passage passage) {
            this.partition = partition;
            this.offset = offset;
            this.passage = passage;
        }

        @Override
        public boolean isAwaited() {
            return partition.open && !settled;
        }

        @Override
        public void settle() {
            settled = true;
            partition.advance();
        }

        @Override
        public void refuse(String reason) {
            refusal = reason;
            settle();
        }
    }

    private static final class Partition {
        private final Deque<Entry> entries = new ArrayDeque<>();
        private boolean open = true;
        private long highest = -1;
        private long committable = -1;

        private void advance() {
            while (open && !entries.isEmpty() && entries.peekFirst().settled) {
                Entry entry = entries.pollFirst();
                committable = entry.offset + 1;
                entry.passage.passed(entry.refusal);
            }
        }
    }

    private final Map<TopicPartition, Partition> partitions = new HashMap<>();

    /** Takes responsibility for a record. */
    public Receipt accept(TopicPartition topicPartition, long offset, Passage passage) {
        Partition partition = partitions.computeIfAbsent(topicPartition, key -> new Partition());
        if (offset <= partition.highest) {
            partition.open = false;
            partition = new Partition();
            partitions.put(topicPartition, partition);
        }
        partition.highest = offset;
        Entry entry = new Entry(partition, offset, passage);
        partition.entries.addLast(entry);
        return entry;
    }

    /** Forgets partitions: what is still under way for them is no longer awaited. */
    public void forget(Collection<TopicPartition> topicPartitions) {
        for (TopicPartition topicPartition : topicPartitions) {
            Partition partition = partitions.remove(topicPartition);
            if (partition != null) {
                partition.open = false;
            }
        }
    }

    /** How many records stand between the first that is not settled and the last, over all partitions. */
    public int size() {
        return partitions.values().stream()
                .mapToInt(partition -> partition.entries.size())
                .sum();
    }

    /**
     * What may be committed of what Connect would like to commit.
     *
     * @param delivered the offsets up to which Connect has delivered records; also of records that never came here, because a
     *     transform or a converter dropped them
     */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> delivered) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        delivered.forEach((topicPartition, offset) -> {
            Partition partition = partitions.get(topicPartition);
            if (partition == null || partition.entries.isEmpty()) {
                offsets.put(topicPartition, offset);
            } else if (partition.committable >= 0) {
                // Less may have been delivered than is done: after a rewind.
                offsets.put(topicPartition, new OffsetAndMetadata(Math.min(partition.committable, offset.offset())));
            }
        });
        return offsets;
    }
}
