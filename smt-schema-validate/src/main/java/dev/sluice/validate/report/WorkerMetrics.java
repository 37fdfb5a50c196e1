package dev.sluice.validate.report;

import dev.sluice.contract.Violation.Code;
import dev.sluice.metrics.WorkerGauges;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;

/** Names the counters for the worker, where it takes the metrics of plugins. */
public final class WorkerMetrics {
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

    private WorkerMetrics() {}

    /**
     * Registers everything.
     *
     * @param counters asked for whenever a metric is read, for the transform may be configured after it was given its metrics
     */
    public static void register(PluginMetrics metrics, Supplier<Counters> counters) {
        WorkerGauges all = WorkerGauges.of(metrics);
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
}
