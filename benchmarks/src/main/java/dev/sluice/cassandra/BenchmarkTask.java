package dev.sluice.cassandra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A sink task that is given batches as Connect does, and the time that each {@code put} took. For one thread. */
final class BenchmarkTask implements SinkTaskContext, AutoCloseable {
    private final CassandraSinkTask task = new CassandraSinkTask();
    private final Map<String, String> config;
    private final TopicPartition partition;
    private final Latencies puts;

    BenchmarkTask(Map<String, String> config, int partition, Latencies puts) {
        this.config = config;
        this.partition = new TopicPartition(BenchmarkTable.TOPIC, partition);
        this.puts = puts;
        task.initialize(this);
        task.start(config);
        task.open(List.of(this.partition));
    }

    void put(List<SinkRecord> batch) {
        while (true) {
            long begun = System.nanoTime();
            try {
                task.put(batch);
                puts.add(System.nanoTime() - begun);
                return;
            } catch (RetriableException e) {
                puts.add(System.nanoTime() - begun);
            }
        }
    }

    /** Returns when everything up to the offset may be committed. */
    void await(long offset) {
        OffsetAndMetadata wanted = new OffsetAndMetadata(offset);
        while (!wanted.equals(task.preCommit(Map.of(partition, wanted)).get(partition))) {
            task.put(List.of());
        }
    }

    @Override
    public void close() {
        task.stop();
    }

    @Override
    public Map<String, String> configs() {
        return new HashMap<>(config);
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
        // The benchmark calls again at once.
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of(partition);
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
