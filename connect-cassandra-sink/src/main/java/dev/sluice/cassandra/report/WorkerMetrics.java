package dev.sluice.cassandra.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker's own metrics for plugins, which workers have since 4.1; apart, for its types are missing on older ones. */
final class WorkerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMetrics.class);

    private WorkerMetrics() {}

    /** @throws LinkageError on an older worker */
    static void register(SinkTaskContext context, TaskNumbers numbers) {
        PluginMetrics metrics = context.pluginMetrics();
        numbers.gauges().forEach((gauge, value) -> {
            MetricName name = metrics.metricName(gauge.name(), gauge.description(), new LinkedHashMap<>(Map.of()));
            try {
                metrics.addMetric(name, (Gauge<Long>) (config, now) -> value.getAsLong());
            } catch (RuntimeException e) {
                // A task that did not stop in time still has its own; metrics are no reason not to start its successor.
                LOG.warn(
                        "Metric {} cannot be shown among the worker's; all else goes on, and JMX shows it.",
                        gauge.name(),
                        e);
            }
        });
    }
}
