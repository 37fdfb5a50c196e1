package dev.sluice.source;

import dev.sluice.contract.Violation;
import dev.sluice.source.define.WireSchema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/** Adds to a configuration's problems what the services say: the Registry answers and takes our schemas, the topics exist, have enough partitions and take
 * messages that are large enough. */
final class Preflight {
    /** Connect creates missing topics if the connector's configuration has this. */
    private static final String TOPIC_CREATION = "topic.creation.default.partitions";

    private static final String TRANSFORM = "the validating transform";

    private final Map<String, ConfigValue> values = new HashMap<>();
    private final Map<String, String> props;

    private Preflight(Config config, Map<String, String> props) {
        this.props = props;
        config.configValues().forEach(value -> values.put(value.name(), value));
    }

    /** @param services made only if the keys that they need have no problems */
    static Config complete(
            Config config,
            Map<String, String> props,
            ServiceCheck check,
            Function<FileSourceConfig, ServiceCheck.Services> services) {
        Preflight preflight = new Preflight(config, props);
        boolean sound = preflight.values.values().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (sound
                && Boolean.TRUE.equals(
                        preflight.values.get(OperationsKeys.PREFLIGHT_CONFIG).value())) {
            FileSourceConfig parsed = new FileSourceConfig(props);
            Map<String, String> topics = fixedTopics(parsed);
            List<WireSchema> schemas = topics.entrySet().stream()
                    .flatMap(topic -> wireSchemas(topic.getKey(), topic.getValue()).stream())
                    .toList();
            ServiceCheck.Answers answers = check.ask(services.apply(parsed), List.copyOf(topics.keySet()), schemas);
            preflight.judge(parsed, topics, answers);
            preflight.judge(topics, schemas, answers.registry());
        }
        return config;
    }

    private static List<WireSchema> wireSchemas(String topic, String key) {
        return key.equals(TopicKeys.ERRORS_TOPIC_CONFIG) ? WireSchema.ofRejections(topic) : WireSchema.ofEvents(topic);
    }

    /** Keys by topic; names that depend on tenants are not known yet. */
    private static Map<String, String> fixedTopics(FileSourceConfig config) {
        Map<String, String> topics = new LinkedHashMap<>();
        topics.put(TopicKeys.topics(config).rows(), TopicKeys.TOPIC_CONFIG);
        topics.put(TopicKeys.topics(config).errors(), TopicKeys.ERRORS_TOPIC_CONFIG);
        topics.put(TopicKeys.topics(config).events(), TopicKeys.EVENTS_TOPIC_CONFIG);
        topics.keySet().removeIf(topic -> topic.contains("${"));
        return topics;
    }

    private void judge(
            Map<String, String> topics, List<WireSchema> schemas, ServiceCheck.Answer<Map<String, String>> objections) {
        for (WireSchema wire : objections.problem() == null ? schemas : List.<WireSchema>of()) {
            String objection = objections.value().get(wire.subject());
            if (objection != null) {
                problem(
                        topics.get(wire.topic()),
                        "the Schema Registry does not take what Sluice writes to topic '" + wire.topic() + "' (where='"
                                + wire.subject() + "'): " + Violation.cut(objection)
                                + "; the task would fail at the first such record. Let the subject's compatibility be"
                                + " BACKWARD, or remove the subject if it is not Sluice's.");
            }
        }
    }

    private void judge(FileSourceConfig config, Map<String, String> topics, ServiceCheck.Answers answers) {
        if (answers.registry().problem() != null) {
            problem(
                    TopicKeys.SCHEMA_REGISTRY_URL_CONFIG,
                    "the Schema Registry (where='" + String.join(",", TopicKeys.schemaRegistryUrls(config))
                            + "') cannot be asked: " + answers.registry().problem()
                            + "; no definition could be registered. Start it, or correct the URL and the"
                            + " schema.registry.* settings; preflight.services=false leaves out this check.");
        }
        if (answers.partitions().problem() != null) {
            problem(
                    TopicKeys.KAFKA_BOOTSTRAP_SERVERS_CONFIG,
                    "the brokers (where='"
                            + String.join(",", config.getList(TopicKeys.KAFKA_BOOTSTRAP_SERVERS_CONFIG))
                            + "') cannot be asked: " + answers.partitions().problem()
                            + "; no event could be announced. Start them, correct the kafka.* settings, or let their"
                            + " user see the topics; preflight.services=false leaves out this check.");
            return;
        }
        topics.forEach((topic, key) -> {
            judge(key, topic, answers.partitions().value().getOrDefault(topic, 0), config);
            if (answers.messageBytes().problem() == null) {
                judgeSize(key, topic, answers.messageBytes().value().get(topic), config);
            }
        });
    }

    /** @param topics what the topic takes, in bytes; null if that is not known */
    private void judgeSize(String key, String topic, Integer topics, FileSourceConfig config) {
        int ours = ReadingKeys.messageBytes(config);
        if (topics != null && topics < ours) {
            problem(key, tooSmall("topic", topic, topics, "this connector", ours));
        }
        int batch = ReadingKeys.producersBatchBytes(config);
        if (topics != null && topics < batch) {
            problem(
                    key,
                    "topic (where='" + topic + "') takes batches of " + topics + " bytes at most, fewer than "
                            + ReadingKeys.BATCH_SIZE + "=" + batch
                            + "; the producer would have each larger one refused before it splits it, and before Kafka 4.1 for"
                            + " ever. Set it to no more than that, or raise the topic's max.message.bytes.");
        }
        if (!key.equals(TopicKeys.ERRORS_TOPIC_CONFIG)) {
            return;
        }
        int transforms = TransformSettings.rejectionBytes(props).orElse(0);
        if (topics != null && topics < transforms) {
            problem(key, tooSmall("topic", topic, topics, TRANSFORM, transforms));
        }
        int producers = ReadingKeys.producersBytes(config).orElse(transforms);
        if (producers < transforms) {
            problem(key, tooSmall("producer", ReadingKeys.MAX_REQUEST_SIZE, producers, TRANSFORM, transforms));
        }
    }

    private static String tooSmall(String what, String where, int takes, String who, int makes) {
        return what + " (where='" + where + "') takes messages of " + takes + " bytes at most, but " + who
                + " makes some of " + makes + "; the task would fail at the first that is too large. Set "
                + ReadingKeys.MAX_MESSAGE_BYTES_CONFIG + " of " + who + " to no more than that, or raise the " + what
                + "'s bound.";
    }

    private void judge(String key, String topic, int partitions, FileSourceConfig config) {
        int wanted = key.equals(TopicKeys.TOPIC_CONFIG) ? config.getInt(OperationsKeys.MIN_PARTITIONS_CONFIG) : 1;
        if (partitions == 0) {
            if (!props.containsKey(TOPIC_CREATION)) {
                problem(
                        key,
                        "topic (where='" + topic + "') does not exist; nothing could be written. Create it, or let"
                                + " Connect do it with " + TOPIC_CREATION
                                + " and topic.creation.default.replication.factor.");
            }
        } else if (partitions < wanted) {
            problem(
                    key,
                    "topic (where='" + topic + "') has " + partitions + " partitions, fewer than "
                            + OperationsKeys.MIN_PARTITIONS_CONFIG + "=" + wanted
                            + "; as many tasks could not read it. Add partitions before the first row is written, because"
                            + " rows change their partition otherwise.");
        }
    }

    private void problem(String key, String message) {
        values.get(key).addErrorMessage(message);
    }
}
