package dev.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Gauges;
import dev.sluice.testing.TaskContexts;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.Test;

class WorkerGaugesTest {
    private final Gauges registry = new Gauges();

    @Test
    void gaugesAreReadWhenTheyAreAskedFor() {
        AtomicLong rows = new AtomicLong();
        WorkerGauges gauges = WorkerGauges.of(TaskContexts.with(SinkTaskContext.class, () -> registry))
                .orElseThrow();
        gauges.add("rows", "Rows", rows::get);
        gauges.add("rows", "Rows", Map.of("tenant", "a"), () -> -rows.get());
        rows.set(7);
        assertThat(registry.value("rows")).isEqualTo(7L);
        assertThat(registry.value("rows{tenant=a}")).isEqualTo(-7L);
    }

    @Test
    void aNameThatIsTakenStopsNeitherTheTaskNorTheOtherGauges() {
        WorkerGauges orphan = WorkerGauges.of(TaskContexts.with(SourceTaskContext.class, () -> registry))
                .orElseThrow();
        orphan.add("rows", "Rows", () -> 1);
        WorkerGauges successor = WorkerGauges.of(registry);
        successor.add("rows", "Rows", () -> 2);
        successor.add("files", "Files", () -> 3);
        assertThat(registry.value("rows")).isEqualTo(1);
        assertThat(registry.value("files")).isEqualTo(3);
    }

    /** A worker before 4.1 has no such method, and the linkage error must not kill the task. */
    @Test
    void olderWorkersAndThoseThatRefuseHaveNone() {
        Supplier<PluginMetrics> older = () -> {
            throw new NoSuchMethodError("pluginMetrics");
        };
        Supplier<PluginMetrics> refusing = () -> {
            throw new UnsupportedOperationException("pluginMetrics");
        };
        assertThat(WorkerGauges.of(TaskContexts.with(SinkTaskContext.class, older)))
                .isEmpty();
        assertThat(WorkerGauges.of(TaskContexts.with(SourceTaskContext.class, older)))
                .isEmpty();
        assertThat(WorkerGauges.of(TaskContexts.with(SinkTaskContext.class, refusing)))
                .isEmpty();
        assertThat(WorkerGauges.of(TaskContexts.with(SourceTaskContext.class, refusing)))
                .isEmpty();
    }
}
