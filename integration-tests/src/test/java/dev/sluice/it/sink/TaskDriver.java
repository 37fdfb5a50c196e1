package dev.sluice.it.sink;

import dev.sluice.cassandra.CassandraSinkTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** One sink task and what Connect does to it. Reads a log in memory. For one thread. */
final class TaskDriver implements SinkTaskContext, ErrantRecordReporter {
    /** A record that the task has reported. */
    record Errant(SinkRecord record, Throwable error) {}

    private final CassandraSinkTask task = new CassandraSinkTask();
    private final Map<String, String> config;
    private final Map<TopicPartition, List<SinkRecord>> log;
    private final Map<TopicPartition, Long> committed;
    private final List<Errant> errants;
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    private List<SinkRecord> refusedBatch = List.of();
    private String handedBack = "";

    /**
     * @param committed offsets, shared by all tasks
     * @param errants what tasks report, shared by all tasks
     */
    TaskDriver(
            Map<String, String> config,
            Map<TopicPartition, List<SinkRecord>> log,
            Map<TopicPartition, Long> committed,
            List<Errant> errants) {
        this.config = config;
        this.log = log;
        this.committed = committed;
        this.errants = errants;
        task.initialize(this);
        task.start(config);
    }

    void assign(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> positions.put(partition, committed.getOrDefault(partition, 0L)));
        task.open(partitions);
    }

    /** Connect commits before it takes partitions away. */
    void revoke(Collection<TopicPartition> partitions) {
        commit(true);
        task.close(partitions);
        partitions.forEach(positions::remove);
        refusedBatch = refusedBatch.stream()
                .filter(record -> !partitions.contains(partition(record)))
                .toList();
    }

    /** Polls and puts once; whether there was anything. */
    boolean poll(IntSupplier maxPerPartition) {
        List<SinkRecord> batch = refusedBatch;
        if (batch.isEmpty()) {
            batch = new ArrayList<>();
            for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
                List<SinkRecord> records = log.getOrDefault(position.getKey(), List.of());
                int from = position.getValue().intValue();
                batch.addAll(records.subList(from, Math.min(records.size(), from + maxPerPartition.getAsInt())));
            }
        }
        try {
            task.put(batch);
            refusedBatch = List.of();
            batch.forEach(record -> positions.put(partition(record), record.originalKafkaOffset() + 1));
        } catch (RetriableException e) {
            refusedBatch = batch;
            handedBack = e.getMessage();
        }
        return !batch.isEmpty();
    }

    /** Why the last batch was handed back that was. */
    String handedBack() {
        return handedBack;
    }

    /** @param succeeds otherwise Connect rewinds, without telling the task */
    void commit(boolean succeeds) {
        Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
        positions.forEach((partition, position) -> delivered.put(partition, new OffsetAndMetadata(position)));
        Map<TopicPartition, OffsetAndMetadata> offsets = task.preCommit(delivered);
        if (succeeds) {
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        } else if (refusedBatch.isEmpty()) {
            positions.replaceAll((partition, position) -> committed.getOrDefault(partition, 0L));
        }
    }

    boolean isDone() {
        return positions.keySet().stream()
                .allMatch(partition -> committed.getOrDefault(partition, 0L)
                        == log.getOrDefault(partition, List.of()).size());
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(positions.keySet());
    }

    /** Closes the session without a word, as the end of a process does. */
    void crash() {
        task.stop();
    }

    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        errants.add(new Errant(record, error));
        return CompletableFuture.completedFuture(null);
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return this;
    }

    @Override
    public Map<String, String> configs() {
        return config;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void offset(TopicPartition tp, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void timeout(long timeoutMs) {
        // The driver calls again at once.
    }

    @Override
    public Set<TopicPartition> assignment() {
        return partitions();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void requestCommit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new NoSuchMethodError("as on a worker before 4.1");
    }
}
