package dev.sluice.source;

import dev.sluice.source.emit.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The keys that say where records go, and whom to ask about it. */
final class TopicKeys {
    static final String TOPIC_CONFIG = "topic";
    static final String TOPIC_DEFAULT = "validated-input";
    private static final String TOPIC_DOC = "Topic of rows and events. ${tenant} and ${dataset} may be used.";

    static final String ERRORS_TOPIC_CONFIG = "errors.topic";
    static final String ERRORS_TOPIC_DEFAULT = "import-error";
    private static final String ERRORS_TOPIC_DOC = "Topic of rejections. A row that is acknowledged there counts as"
            + " rejected, so it must be the same as the errors.topic of the validating transform. ${tenant} and"
            + " ${dataset} may be used.";

    static final String EVENTS_TOPIC_CONFIG = "events.topic";
    static final String EVENTS_TOPIC_DEFAULT = "table-ops";
    private static final String EVENTS_TOPIC_DOC = "Topic of every event, once. ${tenant} and ${dataset} may be used.";

    static final String SCHEMA_REGISTRY_PREFIX = "schema.registry.";
    static final String SCHEMA_REGISTRY_URL_CONFIG = "schema.registry.url";
    private static final String SCHEMA_REGISTRY_URL_DOC = "URLs of the Schema Registry, separated by commas. All"
            + " settings that begin with schema.registry. are given to Confluent's client.";

    static final String KAFKA_PREFIX = "kafka.";
    static final String KAFKA_BOOTSTRAP_SERVERS_CONFIG = "kafka.bootstrap.servers";
    private static final String KAFKA_BOOTSTRAP_SERVERS_DOC = "Brokers of the cluster that the topics are in; the"
            + " connector asks them how many partitions a topic has. All settings that begin with kafka. are given to"
            + " Kafka's admin client.";

    private TopicKeys() {}

    static void define(ConfigDef keys) {
        new KeyGroup(keys, "Topics")
                .key(TOPIC_CONFIG, ConfigDef.Type.STRING, TOPIC_DEFAULT, Importance.HIGH, TOPIC_DOC)
                .key(
                        ERRORS_TOPIC_CONFIG,
                        ConfigDef.Type.STRING,
                        ERRORS_TOPIC_DEFAULT,
                        Importance.HIGH,
                        ERRORS_TOPIC_DOC)
                .key(
                        EVENTS_TOPIC_CONFIG,
                        ConfigDef.Type.STRING,
                        EVENTS_TOPIC_DEFAULT,
                        Importance.HIGH,
                        EVENTS_TOPIC_DOC);
        new KeyGroup(keys, "Services")
                .key(
                        SCHEMA_REGISTRY_URL_CONFIG,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        SCHEMA_REGISTRY_URL_DOC)
                .key(
                        KAFKA_BOOTSTRAP_SERVERS_CONFIG,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        KAFKA_BOOTSTRAP_SERVERS_DOC);
    }

    static Topics topics(FileSourceConfig config) {
        return new Topics(
                config.getString(TOPIC_CONFIG),
                config.getString(ERRORS_TOPIC_CONFIG),
                config.getString(EVENTS_TOPIC_CONFIG));
    }

    static List<String> schemaRegistryUrls(FileSourceConfig config) {
        return config.getList(SCHEMA_REGISTRY_URL_CONFIG);
    }

    /** With their prefix, as Confluent's client wants them. */
    static Map<String, Object> schemaRegistrySettings(FileSourceConfig config) {
        return config.originalsWithPrefix(SCHEMA_REGISTRY_PREFIX, false);
    }

    /** Without their prefix. */
    static Map<String, Object> kafkaSettings(FileSourceConfig config) {
        return new HashMap<>(config.originalsWithPrefix(KAFKA_PREFIX));
    }
}
