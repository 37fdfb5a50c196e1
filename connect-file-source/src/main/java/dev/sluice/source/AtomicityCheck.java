package dev.sluice.source;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Whether imports can be atomic with the connector's other settings, Connect's own among them. That the worker has exactly-once support
 * is checked by Connect, if {@code exactly.once.support=required} asks it to.
 */
final class AtomicityCheck {
    private static final String BOUNDARY = "transaction.boundary";
    private static final String SUPPORT = "exactly.once.support";
    private static final String TOLERANCE = "errors.tolerance";
    private static final String TIMEOUT = "producer.override.transaction.timeout.ms";
    /** Kafka's default. */
    private static final long TIMEOUT_DEFAULT = 60_000;

    private final Map<String, ConfigValue> values = new HashMap<>();
    private final Map<String, String> props;

    private AtomicityCheck(Config config, Map<String, String> props) {
        this.props = props;
        config.configValues().forEach(value -> values.put(value.name(), value));
    }

    /** All problems at once, each at its key. */
    static Config complete(Config config, Map<String, String> props) {
        AtomicityCheck check = new AtomicityCheck(config, props);
        if (AtomicityKeys.FILE.equals(
                check.values.get(AtomicityKeys.ATOMICITY_CONFIG).value())) {
            check.connect();
            check.splitting();
            check.timeout();
        }
        return config;
    }

    private void connect() {
        must(
                BOUNDARY,
                "poll",
                "connector",
                "Connect would end transactions in mid-file. Set " + BOUNDARY + "=connector");
        must(
                SUPPORT,
                "requested",
                "required",
                "a worker without exactly-once support would have no transactions. Set " + SUPPORT
                        + "=required, on workers with exactly.once.source.support=enabled");
        must(
                TOLERANCE,
                "none",
                "none",
                "a row that is dropped would come out only when the import has been seen. Set " + TOLERANCE + "=none");
    }

    private void must(String key, String absent, String wanted, String why) {
        String is = props.getOrDefault(key, absent).toLowerCase(Locale.ROOT);
        if (!is.equals(wanted)) {
            problem(
                    AtomicityKeys.ATOMICITY_CONFIG,
                    "'" + AtomicityKeys.ATOMICITY_CONFIG + "' is '" + AtomicityKeys.FILE + "' (where='" + key + "=" + is
                            + "'); " + why + ", or " + AtomicityKeys.ATOMICITY_CONFIG + "=" + AtomicityKeys.EVENTS
                            + ".");
        }
    }

    private void splitting() {
        if (values.get(ReadingKeys.SPLIT_MIN_BYTES_CONFIG).value() instanceof Long split
                && values.get(AtomicityKeys.MAX_BYTES_CONFIG).value() instanceof Long most
                && split > 0
                && split <= most) {
            problem(
                    ReadingKeys.SPLIT_MIN_BYTES_CONFIG,
                    "'" + ReadingKeys.SPLIT_MIN_BYTES_CONFIG + "' (where='" + split + "') is not above '"
                            + AtomicityKeys.MAX_BYTES_CONFIG + "' (where='" + most
                            + "'); files between them would be read by several tasks, and a transaction is one task's. Set "
                            + ReadingKeys.SPLIT_MIN_BYTES_CONFIG + " above it, or to 0.");
        }
    }

    private void timeout() {
        long timeout;
        try {
            timeout = Long.parseLong(props.getOrDefault(TIMEOUT, Long.toString(TIMEOUT_DEFAULT)));
        } catch (NumberFormatException e) {
            // Connect tells of it.
            return;
        }
        if (values.get(AtomicityKeys.MAX_MS_CONFIG).value() instanceof Integer most && most >= timeout) {
            problem(
                    AtomicityKeys.MAX_MS_CONFIG,
                    "'" + AtomicityKeys.MAX_MS_CONFIG + "' (where='" + most + "') is not below the producer's"
                            + " transaction.timeout.ms (where='" + timeout
                            + "'); the broker would abort the transaction first, and the task would fail. Set it to half of"
                            + " that, or raise " + TIMEOUT + ", at most to the broker's transaction.max.timeout.ms.");
        }
    }

    private void problem(String key, String message) {
        values.get(key).addErrorMessage(message);
    }
}
