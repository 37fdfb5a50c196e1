package dev.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.Test;

class WorkerGaugesTest {
    private final Registry registry = new Registry();

    private static <C> C context(Class<C> type, Supplier<PluginMetrics> metrics) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            assertThat(method.getName()).isEqualTo("pluginMetrics");
            return metrics.get();
        }));
    }

    @Test
    void gaugesAreReadWhenTheyAreAskedFor() {
        AtomicLong rows = new AtomicLong();
        WorkerGauges gauges =
                WorkerGauges.of(context(SinkTaskContext.class, () -> registry)).orElseThrow();
        gauges.add("rows", "Rows", rows::get);
        gauges.add("rows", "Rows", Map.of("tenant", "a"), () -> -rows.get());
        rows.set(7);
        assertThat(registry.value("rows{}")).isEqualTo(7L);
        assertThat(registry.value("rows{tenant=a}")).isEqualTo(-7L);
    }

    @Test
    void aNameThatIsTakenStopsNeitherTheTaskNorTheOtherGauges() {
        WorkerGauges orphan = WorkerGauges.of(context(SourceTaskContext.class, () -> registry))
                .orElseThrow();
        orphan.add("rows", "Rows", () -> 1);
        WorkerGauges successor = WorkerGauges.of(registry);
        successor.add("rows", "Rows", () -> 2);
        successor.add("files", "Files", () -> 3);
        assertThat(registry.value("rows{}")).isEqualTo(1);
        assertThat(registry.value("files{}")).isEqualTo(3);
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
        assertThat(WorkerGauges.of(context(SinkTaskContext.class, older))).isEmpty();
        assertThat(WorkerGauges.of(context(SourceTaskContext.class, older))).isEmpty();
        assertThat(WorkerGauges.of(context(SinkTaskContext.class, refusing))).isEmpty();
        assertThat(WorkerGauges.of(context(SourceTaskContext.class, refusing))).isEmpty();
    }

    /** Refuses a name twice, as the worker's own does. */
    private static final class Registry implements PluginMetrics {
        private final Map<String, MetricValueProvider<?>> gauges = new LinkedHashMap<>();

        Object value(String name) {
            return ((Gauge<?>) gauges.get(name)).value(null, 0);
        }

        @Override
        @SuppressWarnings("NonApiType") // Kafka's.
        public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
            return new MetricName(name, "plugins", description, tags);
        }

        @Override
        public void addMetric(MetricName name, MetricValueProvider<?> provider) {
            if (gauges.putIfAbsent(name.name() + name.tags(), provider) != null) {
                throw new IllegalArgumentException("A metric named '" + name + "' already exists");
            }
        }

        @Override
        public void removeMetric(MetricName name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Sensor addSensor(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void removeSensor(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
