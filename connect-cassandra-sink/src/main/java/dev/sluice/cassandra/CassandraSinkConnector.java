package dev.sluice.cassandra;

import dev.sluice.contract.SluiceVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Sink connector: makes tables of definitions and upserts rows, last one wins. */
public final class CassandraSinkConnector extends SinkConnector {
    /** Internal: the number of a task, given to it with its configuration. */
    static final String TASK_CONFIG = "sluice.task";
    /** Connect's REST API answers within 90 s, or not at all. */
    private static final long LOGIN_SECONDS = 10;

    private Map<String, String> props = Map.of();

    @Override
    public String version() {
        return SluiceVersion.get();
    }

    @Override
    public ConfigDef config() {
        return CassandraSinkConfig.configDef();
    }

    /** All problems at once: those of single keys and those of keys that do not fit together; then, whether the user is let in. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = new Together(connectorConfigs).check(super.validate(connectorConfigs));
        return new LoginCheck(LOGIN_SECONDS).check(config, () -> new CassandraSinkConfig(connectorConfigs));
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
}
