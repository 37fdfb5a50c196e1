package dev.sluice.source.report;

import dev.sluice.contract.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows meters among the worker's own metrics (KIP-877), where it has them: from Kafka 4.1 on. The worker adds its names of connector
 * and task, and removes all when the task is closed. Gauges only, because the worker does not tell the sensors of its tasks apart.
 * This is the only class that names {@link PluginMetrics}, which older workers do not have. Poll thread.
 */
public final class WorkerDisplay implements Display {
    private static final Logger log = LoggerFactory.getLogger(WorkerDisplay.class);
    private static final Display NOWHERE = (tenant, dataset, meter) -> {};

    private final PluginMetrics metrics;
    private boolean hasFailed;

    private WorkerDisplay(PluginMetrics metrics) {
        this.metrics = metrics;
    }

    /** The worker's metrics; on a worker that has none for plugins, nothing is shown. */
    public static Display of(SourceTaskContext context) {
        try {
            return new WorkerDisplay(context.pluginMetrics());
        } catch (LinkageError older) {
            log.debug("the worker has no metrics for plugins; they are shown by JMX only", older);
            return NOWHERE;
        }
    }

    @Override
    public void show(Tenant tenant, String dataset, DatasetMeter meter) {
        new Tagged(tenant, dataset).show(meter);
    }

    private void add(String name, String description, Map<String, String> tags, Supplier<Object> value) {
        Gauge<Object> gauge = (config, now) -> value.get();
        try {
            metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>(tags)), gauge);
        } catch (RuntimeException e) {
            if (!hasFailed) {
                hasFailed = true;
                log.warn(
                        "metric {} {} cannot be shown among the worker's, and others like it will not be logged; all else"
                                + " goes on, and JMX shows them. If a task that did not stop still has it, restart the"
                                + " worker.",
                        name,
                        tags,
                        e);
            }
        }
    }

    /** One dataset's. */
    private final class Tagged {
        private final Map<String, String> tags = new LinkedHashMap<>();

        Tagged(Tenant tenant, String dataset) {
            tags.put("tenant", tenant.name());
            tags.put("dataset", dataset);
        }

        void show(DatasetMeter meter) {
            add("rows-read", "Rows read", meter::getRowsRead);
            add("rows-accepted", "Rows acknowledged in the topic of rows", meter::getRowsAccepted);
            add("rows-rejected", "Rows acknowledged in the errors topic", meter::getRowsRejected);
            add("rows-lost", "Rows dropped on their way", meter::getRowsLost);
            add("bytes-read", "Bytes of text read", meter::getBytesRead);
            add("files-completed", "Imports that ended well", meter::getFilesCompleted);
            add("files-failed", "Imports that failed", meter::getFilesFailed);
            add("files-refused", "Files and definitions refused as a whole", meter::getFilesRefused);
            add("files-waiting", "Complete files that are not begun", meter::getFilesWaiting);
            add("oldest-waiting-seconds", "Age of the oldest file that waits", meter::getOldestWaitingSeconds);
            add("current-file", "The file that is being imported", meter::getCurrentFile);
            add("current-file-bytes", "Its size", meter::getCurrentFileBytes);
            add("current-file-bytes-read", "How far it is read", meter::getCurrentFileBytesRead);
            add("violations", "Violations of rejected rows, as far as the source knows them", meter.violations());
            add("refusals", "Reasons why files and definitions were refused", meter.refusals());
        }

        private void add(String name, String description, Supplier<Object> value) {
            WorkerDisplay.this.add(name, description, tags, value);
        }

        private void add(String name, String description, CodeCounts counts) {
            counts.whenNew(code -> {
                Map<String, String> coded = new LinkedHashMap<>(tags);
                coded.put("code", code.name());
                WorkerDisplay.this.add(name, description, coded, () -> counts.of(code));
            });
        }
    }
}
