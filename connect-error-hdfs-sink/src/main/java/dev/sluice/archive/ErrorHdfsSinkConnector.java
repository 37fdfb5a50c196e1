package dev.sluice.archive;

import dev.sluice.contract.SluiceVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Archives every record of the errors topic on a Hadoop file system, exactly once. */
public final class ErrorHdfsSinkConnector extends SinkConnector {
    private Map<String, String> props;

    @Override
    public void start(Map<String, String> props) {
        this.props = Map.copyOf(new ErrorHdfsSinkConfig(props).originalsStrings());
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ErrorHdfsSinkTask.class;
    }

    /** All tasks are alike: the consumer group gives each its partitions. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, props);
    }

    @Override
    public void stop() {
        // Holds nothing.
    }

    @Override
    public ConfigDef config() {
        return ErrorHdfsSinkConfig.CONFIG_DEF;
    }

    @Override
    public String version() {
        return SluiceVersion.get();
    }
}
