package dev.sluice.it.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.connect.runtime.ConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;
import org.apache.kafka.connect.runtime.TransformationStage;
import org.apache.kafka.connect.runtime.isolation.PluginDesc;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.util.ConnectorTaskId;

/**
 * Finds plugins, and makes and applies a transform, by the code with which a worker does it, without starting one. Compiled with the
 * newest Kafka; loaded with any. What goes in and comes out are the JDK's classes. For one thread, whose context class loader is the
 * worker's until it is closed.
 */
public final class WorkerProbe implements UnaryOperator<Map<String, Object>>, AutoCloseable {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final Plugins plugins;
    private final ConnectMetrics metrics;
    private final List<TransformationStage<SourceRecord>> stages;

    /**
     * Makes the transform.
     *
     * @param pluginPath as the worker's setting
     * @param transform the transform's settings, its type among them
     */
    public WorkerProbe(String pluginPath, Map<String, String> transform) throws ReflectiveOperationException {
        Map<String, String> worker = new HashMap<>();
        worker.put("plugin.path", pluginPath);
        worker.put("plugin.discovery", "service_load");
        worker.put("bootstrap.servers", "127.0.0.1:1");
        worker.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        worker.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        worker.put("offset.storage.file.filename", Path.of("unused").toString());
        plugins = new Plugins(worker);
        Thread.currentThread().setContextClassLoader(plugins.delegatingLoader());
        metrics = new ConnectMetrics("worker", new StandaloneConfig(worker), Time.SYSTEM, "cluster");
        Map<String, String> connector = new HashMap<>();
        connector.put("name", "probe");
        connector.put("connector.class", "dev.sluice.source.FileSourceConnector");
        connector.put("transforms", "validate");
        transform.forEach((key, value) -> connector.put("transforms.validate." + key, value));
        stages = stages(new SourceConnectorConfig(plugins, connector, false));
    }

    /** Kafka 4.1 gave this method the parameters from which transforms get their metrics. */
    private List<TransformationStage<SourceRecord>> stages(SourceConnectorConfig config)
            throws ReflectiveOperationException {
        try {
            return config.transformationStages(plugins, new ConnectorTaskId("probe", 0), metrics);
        } catch (NoSuchMethodError e) {
            List<TransformationStage<SourceRecord>> old = new ArrayList<>();
            Collection<?> made = (Collection<?>)
                    ConnectorConfig.class.getMethod("transformationStages").invoke(config);
            made.forEach(stage -> old.add(stage(stage)));
            return old;
        }
    }

    @SuppressWarnings("unchecked") // There is no class of it to ask.
    private static TransformationStage<SourceRecord> stage(Object stage) {
        return (TransformationStage<SourceRecord>) stage;
    }

    /** Sends a schemaless row through; gives {@code topic} and {@code value}, as text. */
    @Override
    public Map<String, Object> apply(Map<String, Object> row) {
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "rows", null, row);
        for (TransformationStage<SourceRecord> stage : stages) {
            record = stage.apply(record);
        }
        return Map.of("topic", record.topic(), "value", String.valueOf(record.value()));
    }

    /** The plugins found in the plugin path, each with its version. */
    public Map<String, String> found() {
        Map<String, String> found = new HashMap<>();
        List<PluginDesc<?>> all = new ArrayList<>();
        all.addAll(plugins.sourceConnectors());
        all.addAll(plugins.sinkConnectors());
        all.addAll(plugins.transformations());
        all.addAll(plugins.converters());
        all.forEach(plugin -> found.put(plugin.className(), plugin.version()));
        return found;
    }

    /** The transform's class. */
    public Class<?> transform() {
        return stages.get(0).transformClass();
    }

    @Override
    public void close() {
        for (TransformationStage<SourceRecord> stage : stages) {
            stage.close();
        }
        metrics.stop();
        Thread.currentThread().setContextClassLoader(before);
    }
}
