package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;

/** A worker's metrics, with Kafka's own classes. */
public final class WorkersMetrics implements AutoCloseable {
    private static final Map<String, String> TASK = new LinkedHashMap<>(Map.of("connector", "c", "task", "0"));

    private final Metrics metrics = new Metrics();
    private final PluginMetricsImpl ofTask = new PluginMetricsImpl(metrics, TASK);

    /** What the worker gives to a task. */
    public PluginMetrics ofTask() {
        return ofTask;
    }

    /** What the worker does when it has stopped a task. */
    public void closeTask() throws IOException {
        ofTask.close();
    }

    public Object of(String dataset, String name) {
        return value(name, Map.of("tenant", "acme", "dataset", dataset));
    }

    public Object of(String dataset, String name, String code) {
        return value(name, Map.of("tenant", "acme", "dataset", dataset, "code", code));
    }

    private Object value(String name, Map<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(TASK);
        all.putAll(tags);
        KafkaMetric metric = metrics.metric(new MetricName(name, "plugins", "", all));
        assertThat(metric).as("%s %s", name, tags).isNotNull();
        return metric.metricValue();
    }

    /** All of plugins. */
    public List<MetricName> names() {
        return metrics.metrics().keySet().stream()
                .filter(name -> name.group().equals("plugins"))
                .toList();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
