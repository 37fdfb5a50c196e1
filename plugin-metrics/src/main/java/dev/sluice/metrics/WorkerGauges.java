package dev.sluice.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows numbers among the worker's own metrics. The worker adds its names of connector and task, and removes all when it closes the
 * plugin. Gauges only, because the worker does not tell the sensors of its tasks apart. This is the only class that names {@link
 * PluginMetrics}, which older workers do not have. For one thread; the worker reads gauges in any.
 */
public final class WorkerGauges {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerGauges.class);

    private final PluginMetrics metrics;
    private boolean hasFailed;

    private WorkerGauges(PluginMetrics metrics) {
        this.metrics = metrics;
    }

    /** Of a plugin that the worker hands its metrics. */
    public static WorkerGauges of(PluginMetrics metrics) {
        return new WorkerGauges(metrics);
    }

    /** Of a task; empty on a worker that takes none. */
    public static Optional<WorkerGauges> of(SourceTaskContext context) {
        try {
            return Optional.of(new WorkerGauges(context.pluginMetrics()));
        } catch (LinkageError | RuntimeException e) {
            return none(e);
        }
    }

    /** Of a task; empty on a worker that takes none. */
    public static Optional<WorkerGauges> of(SinkTaskContext context) {
        try {
            return Optional.of(new WorkerGauges(context.pluginMetrics()));
        } catch (LinkageError | RuntimeException e) {
            return none(e);
        }
    }

    private static Optional<WorkerGauges> none(Throwable why) {
        if (why instanceof LinkageError) {
            LOG.debug("The worker takes no metrics of plugins; JMX shows them", why);
        } else {
            LOG.warn("The worker does not take the plugin's metrics; all else goes on, and JMX shows them.", why);
        }
        return Optional.empty();
    }

    /** Adds a gauge without tags of its own. */
    public void add(String name, String description, Supplier<?> value) {
        add(name, description, Map.of(), value);
    }

    /**
     * Adds a gauge.
     *
     * @param description one line
     * @param tags besides the worker's; their order is the metric's
     * @param value asked for whenever the metric is read, by any thread
     */
    public void add(String name, String description, Map<String, String> tags, Supplier<?> value) {
        Gauge<Object> gauge = (config, now) -> value.get();
        try {
            metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>(tags)), gauge);
        } catch (RuntimeException e) {
            // A task that did not stop in time still has its own; metrics are no reason not to start its successor.
            if (!hasFailed) {
                hasFailed = true;
                LOG.warn(
                        "Metric {} {} cannot be shown among the worker's, and others like it will not be logged; all else"
                                + " goes on. If a task that did not stop still has it, restart the worker.",
                        name,
                        tags,
                        e);
            }
        }
    }
}
