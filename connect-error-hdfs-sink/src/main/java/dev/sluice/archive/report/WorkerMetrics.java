package dev.sluice.archive.report;

import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.part.RollPolicy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the counters among the worker's own metrics (KIP-877), with the tags of connector and task, where the worker has plugin
 * metrics: from Kafka 4.1 on. Gauges only: the worker does not tell the sensors of its tasks apart. The worker removes them with the
 * task. Task thread only, but for the gauges.
 */
public final class WorkerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMetrics.class);
    /** Tenants with a gauge of their own; the MBean has them all. */
    private static final int MAX_TENANTS = 1_000;

    private final PluginMetrics metrics;
    private boolean hasFailed;
    private final Counters counters;
    private final Set<String> tenants = new HashSet<>();

    private WorkerMetrics(PluginMetrics metrics, Counters counters) {
        this.metrics = metrics;
        this.counters = counters;
    }

    /**
     * Registers everything.
     *
     * @return what to run now and then, for tenants that have come since; does nothing on older workers
     */
    public static Runnable register(SinkTaskContext context, Counters counters) {
        try {
            WorkerMetrics all = new WorkerMetrics(context.pluginMetrics(), counters);
            all.register();
            return all::addTenants;
        } catch (NoSuchMethodError | NoClassDefFoundError | UnsupportedOperationException e) {
            LOG.debug("the worker has no plugin metrics; there is the MBean", e);
            return () -> {};
        }
    }

    private void register() {
        add("open-files", "Streams to the file system", counters::getOpenFiles);
        add("buffered-bytes", "Heap of rows that are not yet written", counters::getBufferedBytes);
        add(
                "partitions-waiting",
                "Partitions that wait for the file system",
                () -> counters.getWaiting().size());
        add(
                "places-refusing",
                "Tenants' directories that take no files",
                () -> counters.getRefusing().size());
        add("files-diverted", "Files that went into the overflow", counters::getFilesDiverted);
        add("files-brought-home", "Files that came back from the overflow", counters::getFilesBroughtHome);
        add("records-archived", "Records archived", counters::getRecordsArchived);
        add("files-archived", "Files archived", counters::getFilesArchived);
        add("bytes-archived", "Bytes archived", counters::getBytesArchived);
        add("files-merged", "Small files merged", counters::getFilesMerged);
        add("commit-mean-ms", "Mean duration of a commit", counters::getCommitMeanMs);
        add("commit-max-ms", "Duration of the slowest commit", counters::getCommitMaxMs);
        add("commit-last-ms", "Duration of the last commit", counters::getCommitLastMs);
        add("times-fenced", "Takeovers by another task", counters::getTimesFenced);
        for (RollPolicy.Reason reason : RollPolicy.Reason.values()) {
            add("rotations", "Commits", Map.of("reason", reason.name()), () -> counters.rotations(reason));
        }
        for (Trouble trouble : Trouble.values()) {
            add(
                    "failures",
                    "Failures of the file system",
                    Map.of("trouble", trouble.name()),
                    () -> counters.failures(trouble));
        }
    }

    private void addTenants() {
        for (String tenant : counters.laggingTenants()) {
            if (tenants.size() < MAX_TENANTS && tenants.add(tenant)) {
                add(
                        "lag-ms",
                        "Age of the oldest record that is not yet archived",
                        Map.of("tenant", tenant),
                        () -> counters.lagMs(tenant));
            }
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
