package dev.sluice.cassandra.report;

import dev.sluice.cassandra.progress.ImportState;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a task has done and is doing, in numbers. Written by the task's thread, read by any. */
public final class TaskNumbers {
    /**
     * A number for operators.
     *
     * @param name as metrics are named
     * @param description one line
     */
    public record Gauge(String name, String description) {}

    private final LongAdder written = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder handedBack = new LongAdder();
    private final LongAdder schemaChanges = new LongAdder();
    private final Map<ImportState, LongAdder> concluded = new EnumMap<>(ImportState.class);
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong inFlightLimit = new AtomicLong();
    private final AtomicLong retrying = new AtomicLong();
    private final AtomicLong latency = new AtomicLong();
    private final AtomicLong uncommitted = new AtomicLong();

    public TaskNumbers() {
        Arrays.stream(ImportState.values())
                .filter(ImportState::isSettled)
                .forEach(state -> concluded.put(state, new LongAdder()));
    }

    public void written() {
        written.increment();
    }

    public void refused() {
        refused.increment();
    }

    /** A batch was handed back to Connect, to come again. */
    public void handedBack() {
        handedBack.increment();
    }

    /** A statement that changes the schema was sent. */
    public void schemaChange() {
        schemaChanges.increment();
    }

    /** This task has written down what became of an import: a settled state. */
    void concluded(ImportState state) {
        concluded.get(state).increment();
    }

    /**
     * The state of the write queue.
     *
     * @param p99Millis from request to answer
     */
    public void queue(long requests, long limit, long waiting, long p99Millis) {
        inFlight.set(requests);
        inFlightLimit.set(limit);
        retrying.set(waiting);
        latency.set(p99Millis);
    }

    /** Records that are accepted and that stand before an offset that may be committed. */
    public void uncommitted(long records) {
        uncommitted.set(records);
    }

    /** In the order in which people read them. */
    public Map<Gauge, LongSupplier> gauges() {
        Map<Gauge, LongSupplier> gauges = new LinkedHashMap<>();
        gauges.put(
                new Gauge(
                        "rows-written-total", "Rows that Cassandra has, those that later rows superseded among them."),
                written::sum);
        gauges.put(new Gauge("records-refused-total", "Records handed to the errant record reporter."), refused::sum);
        gauges.put(
                new Gauge("batches-handed-back-total", "Batches that Connect was asked to bring again."),
                handedBack::sum);
        gauges.put(
                new Gauge("schema-changes-total", "Statements sent that make or alter keyspaces, tables or types."),
                schemaChanges::sum);
        concluded.forEach((state, count) -> gauges.put(
                new Gauge(
                        "imports-" + state.name().toLowerCase(Locale.ROOT) + "-total",
                        "Imports that this task has found " + state
                                + "; of two tasks that do so at once, both count it."),
                count::sum));
        gauges.put(new Gauge("requests-in-flight", "Requests without an answer yet."), inFlight::get);
        gauges.put(
                new Gauge("requests-in-flight-limit", "How many there may be; lowered while Cassandra is overloaded."),
                inFlightLimit::get);
        gauges.put(new Gauge("requests-waiting-for-retry", "Requests that failed and are tried again."), retrying::get);
        gauges.put(
                new Gauge("request-latency-p99-ms", "Of the last 256 answers of Cassandra, the 99th percentile."),
                latency::get);
        gauges.put(
                new Gauge("records-uncommitted", "Records that were put and whose offsets may not be committed yet."),
                uncommitted::get);
        return gauges;
    }
}
