package dev.sluice.source.report;

import dev.sluice.contract.Tenant;
import dev.sluice.metrics.WorkerGauges;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceTaskContext;

/** Shows meters among the worker's own metrics, where it takes those of plugins. Poll thread. */
public final class WorkerDisplay implements Display {
    private static final Display NOWHERE = (tenant, dataset, meter) -> {};

    private final WorkerGauges gauges;

    private WorkerDisplay(WorkerGauges gauges) {
        this.gauges = gauges;
    }

    /** The worker's metrics; on a worker that has none for plugins, nothing is shown. */
    public static Display of(SourceTaskContext context) {
        return WorkerGauges.of(context).<Display>map(WorkerDisplay::new).orElse(NOWHERE);
    }

    @Override
    public void show(Tenant tenant, String dataset, DatasetMeter meter) {
        new Tagged(tenant, dataset).show(meter);
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
            gauges.add(name, description, tags, value);
        }

        private void add(String name, String description, CodeCounts counts) {
            counts.whenNew(code -> {
                Map<String, String> coded = new LinkedHashMap<>(tags);
                coded.put("code", code.name());
                gauges.add(name, description, coded, () -> counts.of(code));
            });
        }
    }
}
