package dev.sluice.source;

import dev.sluice.contract.SluiceVersion;
import dev.sluice.source.emit.ImportOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * Reads tenants' CSV files from a staging directory. Task configurations never change while the connector runs: tasks find files
 * themselves and share datasets by a stable hash.
 */
public final class FileSourceConnector extends SourceConnector {
    private Map<String, String> props = Map.of();

    @Override
    public void start(Map<String, String> props) {
        this.props = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return FileSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return IntStream.range(0, maxTasks)
                .mapToObj(task -> {
                    Map<String, String> config = new HashMap<>(props);
                    config.put(FileSourceTask.TASK_CONFIG, Integer.toString(task));
                    config.put(FileSourceTask.TASKS_CONFIG, Integer.toString(maxTasks));
                    return config;
                })
                .toList();
    }

    @Override
    public void stop() {
        // Nothing runs in the connector itself.
    }

    @Override
    public ConfigDef config() {
        return FileSourceConfig.CONFIG_DEF;
    }

    @Override
    public Config validate(Map<String, String> props) {
        return Preflight.complete(
                AtomicityCheck.complete(ConfigCheck.complete(super.validate(props)), props),
                props,
                new ServiceCheck(TimeUnit.SECONDS.toMillis(OperationsKeys.PREFLIGHT_SECONDS)),
                ServiceCheck::services);
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    /** Tasks that are given a transaction commit it behind every poll, if no atomic import is under way. */
    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> props) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> props, Map<Map<String, ?>, Map<String, ?>> offsets) {
        OffsetCheck check = new OffsetCheck(new FileSourceConfig(props));
        offsets.forEach((partition, offset) -> {
            Optional<String> problem =
                    ImportOffset.problem(partition, offset).or(() -> check.problem(partition, offset));
            if (problem.isPresent()) {
                throw new ConnectException(problem.get());
            }
        });
        return true;
    }

    @Override
    public String version() {
        return SluiceVersion.get();
    }
}
