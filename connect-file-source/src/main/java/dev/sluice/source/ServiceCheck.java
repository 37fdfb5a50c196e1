package dev.sluice.source;

import dev.sluice.source.define.RegistrySubjects;
import dev.sluice.source.define.WireSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the services, all at the same time, and waits for a few seconds at most. What they answer is judged by its caller. */
final class ServiceCheck {
    /** What the services say. */
    interface Services {
        /**
         * Returns if the Registry answers and takes new schemas: what it has against each of these, by subject, if anything.
         *
         * @throws IOException if it cannot be asked
         */
        Map<String, String> registry(List<WireSchema> schemas) throws IOException;

        /**
         * Partitions by topic; 0 for one that does not exist.
         *
         * @throws IOException if the brokers cannot be asked
         */
        Map<String, Integer> partitions(List<String> topics) throws IOException;

        /**
         * What each topic's messages may take, in bytes; nothing of those that do not exist, or that we may not ask about.
         *
         * @throws IOException if the brokers cannot be asked
         */
        Map<String, Integer> messageBytes(List<String> topics) throws IOException;
    }

    /** An answer, or why there is none. */
    record Answer<T>(T value, String problem) {}

    private final long millis;

    ServiceCheck(long millis) {
        this.millis = millis;
    }

    /** What came of all questions. */
    record Answers(
            Answer<Map<String, String>> registry,
            Answer<Map<String, Integer>> partitions,
            Answer<Map<String, Integer>> messageBytes) {}

    Answers ask(Services services, List<String> topics, List<WireSchema> schemas) {
        ExecutorService threads = Executors.newFixedThreadPool(3, run -> {
            Thread thread = new Thread(run, "sluice-preflight");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            Future<Map<String, String>> registry = threads.submit(() -> services.registry(schemas));
            Future<Map<String, Integer>> partitions = threads.submit(() -> services.partitions(topics));
            Future<Map<String, Integer>> messageBytes = threads.submit(() -> services.messageBytes(topics));
            return new Answers(answer(registry, until), answer(partitions, until), answer(messageBytes, until));
        } finally {
            threads.shutdownNow();
        }
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
            public Map<String, String> registry(List<WireSchema> schemas) throws IOException {
                try (RegistrySubjects subjects = RegistrySubjects.connect(
                        TopicKeys.schemaRegistryUrls(config), TopicKeys.schemaRegistrySettings(config))) {
                    subjects.latest("sluice-preflight");
                    subjects.checkMode();
                    Map<String, String> objections = new HashMap<>();
                    for (WireSchema wire : schemas) {
                        List<String> reasons = subjects.objections(wire.subject(), wire.schema());
                        if (!reasons.isEmpty()) {
                            objections.put(wire.subject(), String.join("; ", reasons));
                        }
                    }
                    return objections;
                }
            }

            @Override
            public Map<String, Integer> partitions(List<String> topics) throws IOException {
                return asked(
                        config, admin -> counts(admin.describeTopics(topics).topicNameValues()));
            }

            @Override
            public Map<String, Integer> messageBytes(List<String> topics) throws IOException {
                return asked(
                        config,
                        admin -> bounds(admin.describeConfigs(topics.stream()
                                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                                        .toList())
                                .values()));
            }
        };
    }

    /** A question to the brokers. */
    private interface Question {
        Map<String, Integer> ask(Admin admin) throws IOException, InterruptedException;
    }

    private static Map<String, Integer> asked(FileSourceConfig config, Question question) throws IOException {
        Admin admin = Admin.create(TopicKeys.kafkaSettings(config));
        try {
            return question.ask(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Map<String, Integer> bounds(Map<ConfigResource, KafkaFuture<Config>> topics)
            throws IOException, InterruptedException {
        Map<String, Integer> bounds = new HashMap<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> topic : topics.entrySet()) {
            try {
                ConfigEntry bound = topic.getValue().get().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
                if (bound != null && bound.value() != null) {
                    bounds.put(topic.getKey().name(), Integer.valueOf(bound.value()));
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        && !(e.getCause() instanceof AuthorizationException)) {
                    throw new IOException(e.getCause().getMessage(), e);
                }
            }
        }
        return bounds;
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
