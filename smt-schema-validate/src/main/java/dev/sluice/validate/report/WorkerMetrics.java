package dev.sluice.validate.report;

import dev.sluice.contract.Violation.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the counters among the worker's own metrics, where the worker has plugin metrics: under the names, and with the tags, of its
 * connector, task and transform. Gauges only: the worker does not tell the sensors of its tasks apart. The worker removes them when it
 * closes the transform.
 */
public final class WorkerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMetrics.class);
    /** The codes that this transform gives. */
    private static final List<Code> CODES = List.of(
            Code.TYPE_MISMATCH,
            Code.OUT_OF_RANGE,
            Code.MISSING_REQUIRED,
            Code.PRECISION_EXCEEDED,
            Code.NOT_A_SYMBOL,
            Code.BAD_FORMAT,
            Code.RULE_FAILED,
            Code.WARNING,
            Code.COLUMN_COUNT,
            Code.MALFORMED_CSV,
            Code.BAD_ENCODING,
            Code.INVALID_DEFINITION);

    private final PluginMetrics metrics;
    private boolean hasFailed;

    private WorkerMetrics(PluginMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Registers everything.
     *
     * @param counters asked for whenever a metric is read, for the transform may be configured after it was given its metrics
     */
    public static void register(PluginMetrics metrics, Supplier<Counters> counters) {
        WorkerMetrics all = new WorkerMetrics(metrics);
        all.add(
                "rows-accepted",
                "Rows that met their contract",
                () -> counters.get().getRowsAccepted());
        all.add("rows-rejected", "Rows that did not", () -> counters.get().getRowsRejected());
        all.add(
                "rows-with-warnings",
                "Accepted rows that break rules that only warn",
                () -> counters.get().getRowsWithWarnings());
        all.add(
                "records-passed",
                "Records passed on as they came",
                () -> counters.get().getRecordsPassed());
        all.add(
                "schema-cache-hits",
                "Rows that needed no call of the Schema Registry",
                () -> counters.get().getSchemaCacheHits());
        all.add(
                "registry-calls",
                "Calls of the Schema Registry",
                () -> counters.get().getRegistryCalls());
        all.add(
                "registry-failures",
                "Calls of the Schema Registry that failed",
                () -> counters.get().getRegistryFailures());
        all.add(
                "registry-mean-ms",
                "Mean duration of a call of the Schema Registry",
                () -> counters.get().getRegistryMeanMs());
        all.add(
                "registry-max-ms",
                "Duration of the slowest call of the Schema Registry",
                () -> counters.get().getRegistryMaxMs());
        for (Code code : CODES) {
            all.add(
                    "violations",
                    "Violations of rejected rows",
                    Map.of("code", code.name()),
                    () -> counters.get().violations(code));
        }
    }

    private void add(String name, String description, Supplier<Object> value) {
        add(name, description, Map.of(), value);
    }

    private void add(String name, String description, Map<String, String> tags, Supplier<Object> value) {
        Gauge<Object> gauge = (config, now) -> value.get();
        try {
            metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>(tags)), gauge);
        } catch (RuntimeException e) {
            // A task that did not stop in time still has its own; metrics are no reason not to start its successor.
            if (!hasFailed) {
                hasFailed = true;
                LOG.warn(
                        "metric {} {} cannot be shown among the worker's, and others like it will not be logged; all else"
                                + " goes on, and JMX shows them. If a task that did not stop still has it, restart the"
                                + " worker.",
                        name,
                        tags,
                        e);
            }
        }
    }
}
