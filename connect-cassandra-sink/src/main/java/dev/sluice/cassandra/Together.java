package dev.sluice.cassandra;

import dev.sluice.cassandra.bind.PlainTopic;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/** Finds keys that are right each by itself but do not fit together. */
record Together(Map<String, String> props) {
    private static final String TOPICS_CONFIG = "topics";
    private static final String DEAD_LETTERS_CONFIG = "errors.deadletterqueue.topic.name";

    Config check(Config config) {
        credentials(config);
        where(config);
        encryption(config);
        circle(config);
        plainTopics(config);
        return config;
    }

    private void credentials(Config config) {
        boolean username = isSet(ClusterKeys.USERNAME_CONFIG);
        boolean password = isSet(ClusterKeys.PASSWORD_CONFIG);
        if (username && !password) {
            error(
                    config,
                    ClusterKeys.PASSWORD_CONFIG,
                    "'cassandra.username' is set but 'cassandra.password' is not; the sink cannot log in. Set both, or none.");
        }
        if (password && !username) {
            error(
                    config,
                    ClusterKeys.USERNAME_CONFIG,
                    "'cassandra.password' is set but 'cassandra.username' is not; the sink would connect without logging in. "
                            + "Set both, or none.");
        }
    }

    private void where(Config config) {
        boolean bundle = isSet(ClusterKeys.CLOUD_BUNDLE_CONFIG);
        for (String key : List.of(ClusterKeys.CONTACT_POINTS_CONFIG, ClusterKeys.LOCAL_DATACENTER_CONFIG)) {
            if (bundle && isSet(key)) {
                error(
                        config,
                        key,
                        "'" + key + "' is set, but 'cassandra.secure.connect.bundle' tells it; one of them "
                                + "would be ignored. Remove one.");
            } else if (!bundle && !isSet(key)) {
                error(
                        config,
                        key,
                        "'" + key + "' is not set; the sink cannot find Cassandra. Set it, or "
                                + "'cassandra.secure.connect.bundle'.");
            }
        }
    }

    private void encryption(Config config) {
        boolean tls = "true"
                .equalsIgnoreCase(
                        props.getOrDefault(EncryptionKeys.TLS_CONFIG, "").trim());
        for (String key : List.of(EncryptionKeys.TRUSTSTORE_CONFIG, EncryptionKeys.KEYSTORE_CONFIG)) {
            if (isSet(key) && !tls) {
                error(
                        config,
                        key,
                        "'" + key + "' is set but 'cassandra.tls' is not true; connections would not be encrypted. "
                                + "Set 'cassandra.tls' to true, or remove it.");
            }
        }
        for (String key : List.of(
                EncryptionKeys.TRUSTSTORE_CONFIG, EncryptionKeys.KEYSTORE_CONFIG, ClusterKeys.CLOUD_BUNDLE_CONFIG)) {
            if (isSet(key) && !new File(props.get(key)).canRead()) {
                error(
                        config,
                        key,
                        "file (where='" + props.get(key) + "') cannot be read by this worker; the sink could not "
                                + "connect. Put it there on every worker.");
            }
        }
        if (tls && isSet(ClusterKeys.CLOUD_BUNDLE_CONFIG)) {
            error(
                    config,
                    EncryptionKeys.TLS_CONFIG,
                    "'cassandra.tls' is true, but the secure connect bundle says how "
                            + "connections are encrypted. Remove one.");
        }
    }

    /** What cannot be deserialised would come back from the dead letter queue, and go there again, for ever. */
    private void circle(Config config) {
        String deadLetters = props.getOrDefault(DEAD_LETTERS_CONFIG, "").trim();
        String topics = props.getOrDefault(TOPICS_CONFIG, "");
        if (!deadLetters.isEmpty()
                && Stream.of(topics.split(",", -1)).map(String::trim).anyMatch(deadLetters::equals)) {
            error(
                    config,
                    DEAD_LETTERS_CONFIG,
                    "'" + DEAD_LETTERS_CONFIG + "' is '" + deadLetters + "', which is also among "
                            + "'topics'; a record that cannot be read would go round for ever. Use a topic that this connector "
                            + "does not read.");
        }
    }

    private void plainTopics(Config config) {
        try {
            PlainTopic.parse(props);
        } catch (IllegalArgumentException e) {
            error(config, TOPICS_CONFIG, e.getMessage());
        }
    }

    private static void error(Config config, String key, String message) {
        config.configValues().stream()
                .filter(value -> value.name().equals(key))
                .findFirst()
                .orElseGet(() -> {
                    // A key of Connect's own, which it validates elsewhere.
                    ConfigValue value = new ConfigValue(key);
                    config.configValues().add(value);
                    return value;
                })
                .addErrorMessage(message);
    }

    private boolean isSet(String key) {
        return props.get(key) != null && !props.get(key).isBlank();
    }
}
