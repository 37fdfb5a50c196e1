package dev.sluice.source;

import dev.sluice.source.define.RegistrySubjects;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the services, all at the same time, and waits for a few seconds at most. What they answer is judged by its caller. */
final class ServiceCheck {
    /** What the services say. */
    interface Services {
        /**
         * Returns if the Registry answers.
         *
         * @throws IOException if it cannot be asked
         */
        void registry() throws IOException;

        /**
         * Partitions by topic; 0 for one that does not exist.
         *
         * @throws IOException if the brokers cannot be asked
         */
        Map<String, Integer> partitions(List<String> topics) throws IOException;
    }

    /** An answer, or why there is none. */
    record Answer<T>(T value, String problem) {}

    private final long millis;

    ServiceCheck(long millis) {
        this.millis = millis;
    }

    /** What came of both questions. */
    record Answers(Answer<Boolean> registry, Answer<Map<String, Integer>> partitions) {}

    Answers ask(Services services, List<String> topics) {
        ExecutorService threads = Executors.newFixedThreadPool(2, run -> {
            Thread thread = new Thread(run, "sluice-preflight");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            Future<Boolean> registry = threads.submit(() -> {
                services.registry();
                return true;
            });
            Future<Map<String, Integer>> partitions = threads.submit(partitions(services, topics));
            return new Answers(answer(registry, until), answer(partitions, until));
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Map<String, Integer>> partitions(Services services, List<String> topics) {
        return () -> services.partitions(topics);
    }

    private <T> Answer<T> answer(Future<T> question, long until) {
        try {
            return new Answer<>(question.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS), null);
        } catch (TimeoutException e) {
            return new Answer<>(null, "no answer in " + millis + " ms");
        } catch (ExecutionException e) {
            return new Answer<>(null, String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer<>(null, "interrupted");
        }
    }

    /** The services of a configuration. */
    static Services services(FileSourceConfig config) {
        return new Services() {
            @Override
            public void registry() throws IOException {
                try (RegistrySubjects subjects = RegistrySubjects.connect(
                        TopicKeys.schemaRegistryUrls(config), TopicKeys.schemaRegistrySettings(config))) {
                    subjects.latest("sluice-preflight");
                }
            }

            @Override
            public Map<String, Integer> partitions(List<String> topics) throws IOException {
                Admin admin = Admin.create(TopicKeys.kafkaSettings(config));
                try {
                    return counts(admin.describeTopics(topics).topicNameValues());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                } finally {
                    admin.close(Duration.ZERO);
                }
            }
        };
    }

    private static Map<String, Integer> counts(Map<String, KafkaFuture<TopicDescription>> topics)
            throws IOException, InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : topics.entrySet()) {
            try {
                counts.put(topic.getKey(), topic.getValue().get().partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    // Brokers do not say which topic a user has no right to.
                    throw new IOException(
                            "topic (where='" + topic.getKey() + "'): "
                                    + e.getCause().getMessage(),
                            e);
                }
                counts.put(topic.getKey(), 0);
            }
        }
        return counts;
    }
}
