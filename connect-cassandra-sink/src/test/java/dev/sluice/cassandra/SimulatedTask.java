package dev.sluice.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task, and what Connect does to it: polls, puts, commits, rewinds. */
final class SimulatedTask {
    private static final int MAX_POLL = 12;

    private final Loader loader;
    private final Map<TopicPartition, List<SinkRecord>> log;
    private final Map<TopicPartition, Long> committed;
    private final Random random;
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    private List<SinkRecord> refusedBatch = List.of();

    SimulatedTask(
            Loader loader,
            Map<TopicPartition, List<SinkRecord>> log,
            Map<TopicPartition, Long> committed,
            Random random) {
        this.loader = loader;
        this.log = log;
        this.committed = committed;
        this.random = random;
    }

    Set<TopicPartition> assigned() {
        return Set.copyOf(positions.keySet());
    }

    void assign(TopicPartition partition) {
        loader.forget(Set.of(partition));
        positions.put(partition, committed.get(partition));
    }

    /** Connect commits before it takes partitions away, unless the task is too late. */
    void revoke(TopicPartition partition, boolean inTime) {
        if (inTime) {
            commit(true);
        }
        loader.forget(Set.of(partition));
        positions.remove(partition);
        refusedBatch = refusedBatch.stream()
                .filter(record -> !partition.equals(partitionOf(record)))
                .toList();
    }

    /** Polls, unless the batch before has to come again, and puts. */
    void deliver(Consumer<Collection<SinkRecord>> watcher) {
        List<SinkRecord> batch = refusedBatch;
        if (batch.isEmpty()) {
            batch = new ArrayList<>();
            for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
                List<SinkRecord> records = log.get(position.getKey());
                int from = position.getValue().intValue();
                batch.addAll(records.subList(from, Math.min(records.size(), from + random.nextInt(MAX_POLL))));
            }
        }
        watcher.accept(batch);
        put(batch);
    }

    void tick() {
        put(List.of());
    }

    private void put(List<SinkRecord> batch) {
        try {
            loader.put(batch);
            refusedBatch = batch.isEmpty() ? refusedBatch : List.of();
            for (SinkRecord record : batch) {
                positions.put(partitionOf(record), record.originalKafkaOffset() + 1);
            }
        } catch (RetriableException e) {
            refusedBatch = batch;
        }
    }

    void commit(boolean succeeds) {
        Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
        positions.forEach((partition, position) -> delivered.put(partition, new OffsetAndMetadata(position)));
        Map<TopicPartition, OffsetAndMetadata> offsets = loader.preCommit(delivered);
        if (succeeds) {
            offsets.forEach((partition, offset) -> {
                assertThat(offset.offset()).isLessThanOrEqualTo(positions.get(partition));
                committed.put(partition, offset.offset());
            });
        } else if (refusedBatch.isEmpty()) {
            // Connect rewinds the consumer without telling the task.
            positions.replaceAll((partition, position) -> committed.get(partition));
        }
    }

    static TopicPartition partitionOf(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }
}
