package dev.sluice.archive.report;

import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.part.RollPolicy;
import dev.sluice.metrics.WorkerGauges;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Names the counters for the worker, where it takes the metrics of plugins. Task thread only, but for the gauges. */
public final class WorkerMetrics {
    /** Tenants with a gauge of their own; the MBean has them all. */
    private static final int MAX_TENANTS = 1_000;

    private final WorkerGauges gauges;
    private final Counters counters;
    private final Set<String> tenants = new HashSet<>();

    private WorkerMetrics(WorkerGauges gauges, Counters counters) {
        this.gauges = gauges;
        this.counters = counters;
    }

    /**
     * Registers everything.
     *
     * @return what to run now and then, for tenants that have come since; does nothing on older workers
     */
    public static Runnable register(SinkTaskContext context, Counters counters) {
        Optional<WorkerMetrics> all = WorkerGauges.of(context).map(gauges -> new WorkerMetrics(gauges, counters));
        all.ifPresent(WorkerMetrics::register);
        return () -> all.ifPresent(WorkerMetrics::addTenants);
    }

    private void register() {
        gauges.add("open-files", "Streams to the file system", counters::getOpenFiles);
        gauges.add("buffered-bytes", "Heap of rows that are not yet written", counters::getBufferedBytes);
        gauges.add(
                "partitions-waiting",
                "Partitions that wait for the file system",
                () -> counters.getWaiting().size());
        gauges.add(
                "places-refusing",
                "Tenants' directories that take no files",
                () -> counters.getRefusing().size());
        gauges.add("files-diverted", "Files that went into the overflow", counters::getFilesDiverted);
        gauges.add("files-brought-home", "Files that came back from the overflow", counters::getFilesBroughtHome);
        gauges.add("records-archived", "Records archived", counters::getRecordsArchived);
        gauges.add("files-archived", "Files archived", counters::getFilesArchived);
        gauges.add("bytes-archived", "Bytes archived", counters::getBytesArchived);
        gauges.add("files-merged", "Small files merged", counters::getFilesMerged);
        gauges.add("commit-mean-ms", "Mean duration of a commit", counters::getCommitMeanMs);
        gauges.add("commit-max-ms", "Duration of the slowest commit", counters::getCommitMaxMs);
        gauges.add("commit-last-ms", "Duration of the last commit", counters::getCommitLastMs);
        gauges.add("times-fenced", "Takeovers by another task", counters::getTimesFenced);
        for (RollPolicy.Reason reason : RollPolicy.Reason.values()) {
            gauges.add("rotations", "Commits", Map.of("reason", reason.name()), () -> counters.rotations(reason));
        }
        for (Trouble trouble : Trouble.values()) {
            gauges.add(
                    "failures",
                    "Failures of the file system",
                    Map.of("trouble", trouble.name()),
                    () -> counters.failures(trouble));
        }
    }

    private void addTenants() {
        for (String tenant : counters.laggingTenants()) {
            if (tenants.size() < MAX_TENANTS && tenants.add(tenant)) {
                gauges.add(
                        "lag-ms",
                        "Age of the oldest record that is not yet archived",
                        Map.of("tenant", tenant),
                        () -> counters.lagMs(tenant));
            }
        }
    }
}
