package dev.sluice.it;

import dev.sluice.demo.TopicReader;
import dev.sluice.demo.WireFormat;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.process.Await;
import io.confluent.connect.avro.AvroConverter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.SchemaAndValue;

/** A topic's committed records, read from its beginning without a group and decoded by an {@code AvroConverter}. For one thread. */
final class Records implements AutoCloseable {
    private final TopicReader reader;
    private final AvroConverter values;
    private final AvroConverter keys;
    private final List<Entry> read = new ArrayList<>();

    /** One record. Headers are text. */
    record Entry(
            String topic, int partition, long offset, Object key, SchemaAndValue value, Map<String, String> headers) {}

    Records(LocalStack stack, String topic) {
        reader = new TopicReader(stack.bootstrapServers(), topic);
        keys = WireFormat.converter(stack.schemaRegistryUrl(), true);
        values = WireFormat.converter(stack.schemaRegistryUrl(), false);
    }

    /** Reads until so many records meet the condition, and returns all that do: more than so many is for the caller to refuse. */
    List<Entry> await(int count, Predicate<Entry> condition) throws InterruptedException {
        Await.atMost(Duration.ofMinutes(2)).until(count + " records", () -> {
            try {
                poll();
            } catch (RuntimeException e) {
                // What was polled is gone: asking again would count too little.
                Await.GaveUp end = new Await.GaveUp("the topic cannot be read");
                end.initCause(e);
                throw end;
            }
            long found = read.stream().filter(condition).count();
            if (found < count) {
                throw new IllegalStateException("only " + found + " of " + read.size() + " records");
            }
            return true;
        });
        return read.stream().filter(condition).toList();
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> each : reader.poll(Duration.ofMillis(200))) {
            Map<String, String> headers = new HashMap<>();
            each.headers()
                    .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
            // A dead letter has the bytes that it had in its first topic, and so the subjects.
            String topic = headers.getOrDefault("__connect.errors.topic", each.topic());
            read.add(new Entry(
                    each.topic(),
                    each.partition(),
                    each.offset(),
                    keys.toConnectData(topic, each.key()).value(),
                    values.toConnectData(topic, each.value()),
                    Map.copyOf(headers)));
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
