package dev.sluice.source.emit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** {@link Partitions} through an admin client of our own, because Connect offers none. Any thread. */
public final class TopicPartitions implements Partitions, AutoCloseable {
    private static final long TIMEOUT_SECONDS = 10;

    private final Admin admin;

    public TopicPartitions(Admin admin) {
        this.admin = admin;
    }

    /**
     * Makes a client.
     *
     * @param settings of Kafka's admin client
     */
    public static TopicPartitions connect(Map<String, Object> settings) {
        return new TopicPartitions(Admin.create(settings));
    }

    @Override
    public int count(String topic) throws IOException {
        try {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .partitions()
                    .size();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while topic '" + topic + "' was asked for");
        } catch (TimeoutException e) {
            throw unknown(topic, "no answer in " + TIMEOUT_SECONDS + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw unknown(topic, String.valueOf(e.getCause()), e);
        }
    }

    private static IOException unknown(String topic, String why, Exception cause) {
        return new IOException(
                "the partitions of topic '" + topic + "' are not known (" + why
                        + "); events wait until they are. Check kafka.bootstrap.servers and the kafka.* settings.",
                cause);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
