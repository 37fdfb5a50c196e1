package dev.sluice.bench.worker;

import dev.sluice.contract.SluiceHeaders;
import dev.sluice.demo.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** A topic of its own for one measurement; the broker's clock stamps its records. */
final class RowTopic implements AutoCloseable {
    private static final int PARTITIONS = 5;

    private final String bootstrapServers;
    private final String name;
    private final Admin admin;

    RowTopic(String bootstrapServers, String name) throws InterruptedException, ExecutionException {
        this.bootstrapServers = bootstrapServers;
        this.name = name;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)
                        .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                .all()
                .get();
    }

    /** Number of rows in the topic, events aside, and milliseconds from the first to the last. */
    record Arrivals(long rows, long millis) {}

    /** Reads the whole topic. */
    Arrivals arrivals() {
        try (TopicReader reader = new TopicReader(bootstrapServers, name)) {
            Map<TopicPartition, Long> ends = reader.ends();
            long rows = 0;
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            while (!reader.hasReached(ends)) {
                ConsumerRecords<byte[], byte[]> batch = reader.poll(Duration.ofSeconds(1));
                for (ConsumerRecord<byte[], byte[]> each : batch) {
                    if (each.headers().lastHeader(SluiceHeaders.EVENT) == null) {
                        rows++;
                        first = Math.min(first, each.timestamp());
                        last = Math.max(last, each.timestamp());
                    }
                }
            }
            return new Arrivals(rows, last - first);
        }
    }

    /** Deletes the topic. */
    @Override
    public void close() {
        admin.deleteTopics(List.of(name));
        admin.close();
    }
}
