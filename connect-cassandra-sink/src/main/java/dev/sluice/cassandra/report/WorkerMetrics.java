package dev.sluice.cassandra.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** The worker's own metrics for plugins, which workers have since 4.1; apart, for its types are missing on older ones. */
final class WorkerMetrics {
    private WorkerMetrics() {}

    /** @throws LinkageError on an older worker */
    static void register(SinkTaskContext context, TaskNumbers numbers) {
        PluginMetrics metrics = context.pluginMetrics();
        numbers.gauges().forEach((gauge, value) -> {
            MetricName name = metrics.metricName(gauge.name(), gauge.description(), new LinkedHashMap<>(Map.of()));
            metrics.addMetric(name, (Gauge<Long>) (config, now) -> value.getAsLong());
        });
    }
}
