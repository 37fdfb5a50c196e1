package dev.sluice.cassandra;

import dev.sluice.contract.SluiceVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Sink connector: makes tables of definitions and upserts rows, last one wins. */
public final class CassandraSinkConnector extends SinkConnector {
    /** Internal: the number of a task, given to it with its configuration. */
    static final String TASK_CONFIG = "sluice.task";

    private static final String DEAD_LETTERS_CONFIG = "errors.deadletterqueue.topic.name";

    private Map<String, String> props = Map.of();

    @Override
    public String version() {
        return SluiceVersion.get();
    }

    @Override
    public ConfigDef config() {
        return CassandraSinkConfig.configDef();
    }

    /** All problems at once: those of single keys and those of keys that do not fit together. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        boolean username = isSet(connectorConfigs, CassandraSinkConfig.USERNAME_CONFIG);
        boolean password = isSet(connectorConfigs, CassandraSinkConfig.PASSWORD_CONFIG);
        for (ConfigValue value : config.configValues()) {
            if (username && !password && value.name().equals(CassandraSinkConfig.PASSWORD_CONFIG)) {
                value.addErrorMessage("'cassandra.username' is set but 'cassandra.password' is not; "
                        + "the sink cannot log in. Set both, or none.");
            }
            if (password && !username && value.name().equals(CassandraSinkConfig.USERNAME_CONFIG)) {
                value.addErrorMessage("'cassandra.password' is set but 'cassandra.username' is not; "
                        + "the sink would connect without logging in. Set both, or none.");
            }
        }
        refuseCircle(connectorConfigs, config);
        return config;
    }

    /** What cannot be deserialised would come back from the dead letter queue, and go there again, for ever. */
    private static void refuseCircle(Map<String, String> configs, Config config) {
        String deadLetters = configs.getOrDefault(DEAD_LETTERS_CONFIG, "").trim();
        String topics = configs.getOrDefault(TOPICS_CONFIG, "");
        if (!deadLetters.isEmpty() && Stream.of(topics.split(",", -1)).map(String::trim).anyMatch(deadLetters::equals)) {
            ConfigValue value = new ConfigValue(DEAD_LETTERS_CONFIG);
            value.value(deadLetters);
            value.addErrorMessage("'" + DEAD_LETTERS_CONFIG + "' is '" + deadLetters + "', which is also among 'topics'; "
                    + "a record that cannot be read would go round for ever. Use a topic that this connector does not read.");
            config.configValues().add(value);
        }
    }

    @Override
    public void start(Map<String, String> connectorProps) {
        new CassandraSinkConfig(connectorProps);
        this.props = Map.copyOf(connectorProps);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CassandraSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>(maxTasks);
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> config = new HashMap<>(props);
            config.put(TASK_CONFIG, Integer.toString(task));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {
        // Nothing is open.
    }

    private static boolean isSet(Map<String, String> configs, String key) {
        return configs.get(key) != null && !configs.get(key).isBlank();
    }
}
