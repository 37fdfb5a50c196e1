package dev.sluice.bench.readymade;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** One task, whatever {@code tasks.max} is. */
public final class ReadyMadeConnector extends SourceConnector {
    static final String TOPIC = "topic";
    static final String ROWS = "rows";
    static final String FOLDER = "folder";
    static final String KEY_FIELDS = "key.fields";

    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> props) {
        config = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ReadyMadeTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public void stop() {
        // Nothing is held.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Topic of the rows.")
                .define(ROWS, ConfigDef.Type.LONG, ConfigDef.Importance.HIGH, "How many rows to make.")
                .define(
                        FOLDER,
                        ConfigDef.Type.STRING,
                        ConfigDef.Importance.HIGH,
                        "Has values.txt; done is made in it.");
    }

    @Override
    public String version() {
        return "benchmark";
    }
}
