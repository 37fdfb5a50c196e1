package dev.sluice.it.archive;

import dev.sluice.contract.Rejection;
import dev.sluice.demo.WireFormat;
import dev.sluice.stack.LocalStack;
import io.confluent.connect.avro.AvroConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Rejections and dead letters that keep coming, to two topics of their own, from a thread of its own. What is sent to a partition first
 * stands at its offset 0, and so on: each record says which offset it must have.
 */
final class ErrorsLoad implements AutoCloseable {
    static final int PARTITIONS = 4;

    private static final int PERIOD_MS = 20;

    private final String rejections;
    private final String deadLetters;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroConverter keys;
    private final AvroConverter values;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private ScheduledFuture<?> sending;
    private final AtomicLong sent = new AtomicLong();

    ErrorsLoad(LocalStack stack, String rejections, String deadLetters) throws Exception {
        this.rejections = rejections;
        this.deadLetters = deadLetters;
        this.admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.keys = WireFormat.converter(stack.schemaRegistryUrl(), true);
        this.values = WireFormat.converter(stack.schemaRegistryUrl(), false);
        admin.createTopics(List.of(
                        new NewTopic(rejections, PARTITIONS, (short) 1),
                        new NewTopic(deadLetters, PARTITIONS, (short) 1)))
                .all()
                .get();
    }

    /** What a dead letter holds as its value, and nobody understands. */
    static String deadLetter(int partition, long offset) {
        return "dead letter " + partition + "@" + offset;
    }

    /** Begins to send: so many records a second to each partition. */
    void begin(int perSecond) {
        int each = Math.max(1, perSecond * PERIOD_MS / 1_000);
        sending = thread.scheduleAtFixedRate(() -> send(each), 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void send(int each) {
        try {
            for (int i = 0; i < each; i++) {
                long offset = sent.get();
                Rejection rejection = Rejections.rejection(offset);
                byte[] key = keys.fromConnectData(rejections, Rejection.KEY_SCHEMA, rejection.key());
                byte[] value = values.fromConnectData(rejections, Rejection.SCHEMA, rejection.toStruct());
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    send(new ProducerRecord<>(rejections, partition, key, value));
                    send(new ProducerRecord<>(
                            deadLetters,
                            partition,
                            key,
                            deadLetter(partition, offset).getBytes(StandardCharsets.UTF_8),
                            new RecordHeaders()
                                    .add("__connect.errors.topic", "rows".getBytes(StandardCharsets.UTF_8))
                                    .add("__connect.errors.offset", "7".getBytes(StandardCharsets.UTF_8))));
                }
                sent.incrementAndGet();
            }
        } catch (RuntimeException e) {
            failure.completeExceptionally(e);
            throw e;
        }
    }

    private void send(ProducerRecord<byte[], byte[]> letter) {
        Future<?> unused = producer.send(letter, (metadata, failed) -> {
            if (failed != null) {
                failure.completeExceptionally(failed);
            }
        });
    }

    /** How many records each partition was sent. */
    long sent() {
        failIfFailed();
        return sent.get();
    }

    /** Sends no more; all that was sent is in Kafka when this returns. */
    long end() throws InterruptedException {
        sending.cancel(false);
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("records cannot be sent");
        }
        producer.flush();
        return sent();
    }

    /** How far the sink that is furthest behind has got in its slowest partition, as Kafka knows. */
    long committed(String connectorOfRejections, String connectorOfDeadLetters) throws Exception {
        return Math.min(
                committedBy(connectorOfRejections, rejections), committedBy(connectorOfDeadLetters, deadLetters));
    }

    private long committedBy(String connector, String topic) throws InterruptedException, ExecutionException {
        failIfFailed();
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("connect-" + connector)
                .partitionsToOffsetAndMetadata()
                .get();
        long slowest = Long.MAX_VALUE;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            OffsetAndMetadata offset = offsets.get(new TopicPartition(topic, partition));
            slowest = Math.min(slowest, offset == null ? 0 : offset.offset());
        }
        return slowest;
    }

    private void failIfFailed() {
        if (failure.isCompletedExceptionally()) {
            failure.join();
        }
    }

    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        producer.close(Duration.ZERO);
        admin.close();
        keys.close();
        values.close();
    }
}
