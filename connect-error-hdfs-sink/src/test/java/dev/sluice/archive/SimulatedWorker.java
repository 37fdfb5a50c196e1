package dev.sluice.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What Connect's {@code WorkerSinkTask} does around a task, in the same order, and as strict. */
final class SimulatedWorker implements SinkTaskContext {
    private final ErrorHdfsSinkTask task;
    private final SimulatedTopic topic;
    private final SimulatedGroup group;
    private final Random random;
    private final Set<TopicPartition> assigned = SimulatedGroup.sorted();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> currentOffsets = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> lastCommittedOffsets = new HashMap<>();
    private final Map<TopicPartition, Long> rewinds = new HashMap<>();

    SimulatedWorker(ErrorHdfsSinkTask task, SimulatedTopic topic, SimulatedGroup group, Random random) {
        this.task = task;
        this.topic = topic;
        this.group = group;
        this.random = random;
    }

    void start(Map<String, String> props) {
        task.initialize(this);
        task.start(props);
    }

    /** One turn: perhaps commit, then poll and put. A zombie does not hear of rebalances. */
    void iterate(boolean commits, boolean zombie, int maxPollRecords) {
        if (commits) {
            commitOffsets(assigned);
        }
        rewind();
        if (!zombie) {
            rebalance();
        }
        List<SinkRecord> batch = fetch(maxPollRecords);
        task.put(batch);
        for (SinkRecord record : batch) {
            currentOffsets.put(
                    new TopicPartition(record.topic(), record.kafkaPartition()),
                    new OffsetAndMetadata(record.kafkaOffset() + 1));
        }
    }

    void stop() {
        Set<TopicPartition> all = SimulatedGroup.sorted(assigned);
        commitOffsets(all);
        task.close(all);
        assigned.clear();
        task.stop();
    }

    private void commitOffsets(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offered = new HashMap<>(currentOffsets);
        offered.keySet().retainAll(partitions);
        Map<TopicPartition, OffsetAndMetadata> commitable = new HashMap<>(lastCommittedOffsets);
        commitable.keySet().retainAll(partitions);
        task.preCommit(offered).forEach((partition, offset) -> {
            if (commitable.containsKey(partition)
                    && offset.offset() <= currentOffsets.get(partition).offset()) {
                commitable.put(partition, offset);
            }
        });
        if (group.commit(this, commitable)) {
            lastCommittedOffsets.putAll(commitable);
        } else {
            lastCommittedOffsets.forEach((partition, offset) -> positions.put(partition, offset.offset()));
            currentOffsets.putAll(lastCommittedOffsets);
        }
    }

    private void rebalance() {
        Set<TopicPartition> owned = group.ownedBy(this);
        Set<TopicPartition> lost = SimulatedGroup.sorted(assigned);
        lost.removeAll(owned);
        if (!lost.isEmpty()) {
            if (random.nextBoolean()) {
                commitOffsets(lost);
            }
            task.close(lost);
            assigned.removeAll(lost);
            currentOffsets.keySet().removeAll(lost);
            lastCommittedOffsets.keySet().removeAll(lost);
        }
        Set<TopicPartition> gained = SimulatedGroup.sorted(owned);
        gained.removeAll(assigned);
        if (!gained.isEmpty()) {
            assigned.addAll(gained);
            for (TopicPartition partition : gained) {
                long position = group.committed.getOrDefault(partition, 0L);
                positions.put(partition, position);
                currentOffsets.put(partition, new OffsetAndMetadata(position));
                lastCommittedOffsets.put(partition, new OffsetAndMetadata(position));
            }
            paused.retainAll(assigned);
            task.open(gained);
            rewind();
        }
    }

    private void rewind() {
        rewinds.forEach((partition, offset) -> {
            requireAssigned(partition);
            positions.put(partition, offset);
            currentOffsets.put(partition, new OffsetAndMetadata(offset));
            lastCommittedOffsets.put(partition, new OffsetAndMetadata(offset));
        });
        rewinds.clear();
    }

    private List<SinkRecord> fetch(int max) {
        List<SinkRecord> batch = new ArrayList<>();
        for (TopicPartition partition : assigned) {
            // A fetch that was under way when the partition was paused is delivered all the same, now and then.
            if (!paused.contains(partition) || random.nextInt(4) == 0) {
                List<SinkRecord> records = topic.fetch(partition, positions.get(partition), random.nextInt(max + 1));
                batch.addAll(records);
                records.forEach(record -> positions.put(partition, record.kafkaOffset() + 1));
            }
        }
        return batch;
    }

    private void requireAssigned(TopicPartition partition) {
        if (!assigned.contains(partition)) {
            throw new IllegalStateException("No current assignment for partition " + partition);
        }
    }

    @Override
    public Map<String, String> configs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        rewinds.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        rewinds.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        if (timeoutMs <= 0) {
            throw new IllegalArgumentException("timeout " + timeoutMs);
        }
    }

    @Override
    public Set<TopicPartition> assignment() {
        return assigned;
    }

    @Override
    public void pause(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            requireAssigned(partition);
            paused.add(partition);
        }
    }

    @Override
    public void resume(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            requireAssigned(partition);
            paused.remove(partition);
        }
    }

    @Override
    public void requestCommit() {}

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("not in every worker");
    }
}
