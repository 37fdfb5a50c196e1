package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker's own metrics, where it has them (KIP-877). What workers make of it is for WorkerVersionsIT to say. */
class WorkerMetricsTest {
    @Test
    void theWorkerIsGivenGauges() {
        FakeMetrics metrics = new FakeMetrics();
        SchemaValidate<SourceRecord> transform = new SchemaValidate.Value<>();
        transform.withPluginMetrics(metrics);
        assertThat(metrics.value("rows-accepted")).isEqualTo(0L);
        transform.configure(
                new SchemaValidateConfig(Map.of("schema.registry.url", "http://registry:8081")),
                new FakeSchemaSource().with("client_a.analytics", 1, """
                        {"type": "record", "name": "analytics", "namespace": "client_a", "sluice.rules":
                          [{"type": "range", "column": "a", "max": 5, "action": "warn"}],
                         "fields": [{"name": "a", "type": "int"}]}"""));
        Schema raw = Rows.rawSchema(List.of("a"));
        for (String text : List.of("1", "6", "x", "3000000000")) {
            transform.apply(Rows.record(1, Rows.raw(raw, Map.of("a", text))));
        }

        assertThat(metrics.value("rows-accepted")).isEqualTo(2L);
        assertThat(metrics.value("rows-rejected")).isEqualTo(2L);
        assertThat(metrics.value("rows-with-warnings")).isEqualTo(1L);
        assertThat(metrics.value("registry-calls")).isEqualTo(1L);
        assertThat(metrics.value("schema-cache-hits")).isEqualTo(3L);
        assertThat(metrics.value("violations {code=OUT_OF_RANGE}")).isEqualTo(1L);
        assertThat(metrics.value("violations {code=TYPE_MISMATCH}")).isEqualTo(1L);
        transform.close();
    }

    /** A task that did not stop in time still has its gauges when its successor is made in the same worker. */
    @Test
    void gaugesThatAnotherStillHasAreNoReasonNotToStart() {
        FakeMetrics metrics = new FakeMetrics();
        try (SchemaValidate<SourceRecord> orphan = new SchemaValidate.Value<>();
                SchemaValidate<SourceRecord> successor = new SchemaValidate.Value<>()) {
            orphan.withPluginMetrics(metrics);
            int gauges = metrics.gauges.size();
            successor.withPluginMetrics(metrics);
            assertThat(metrics.gauges).hasSize(gauges).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Monitorable.class, PluginMetrics.class})
    void theStandInsAreAsTheWorkersOwn(Class<?> standIn) throws Exception {
        URL kafka = Sensor.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader worker = new URLClassLoader(new URL[] {kafka}, ClassLoader.getPlatformClassLoader())) {
            Class<?> own = worker.loadClass(standIn.getName());

            assertThat(own).isNotSameAs(standIn);
            assertThat(signatures(standIn)).isEqualTo(signatures(own)).isNotEmpty();
        }
    }

    private static List<String> signatures(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .map(Method::toGenericString)
                .sorted()
                .toList();
    }

    private static final class FakeMetrics implements PluginMetrics {
        private final Map<String, MetricValueProvider<?>> gauges = new TreeMap<>();
        private final List<String> removed = new ArrayList<>();

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
            String key = name.tags().isEmpty() ? name.name() : name.name() + " " + name.tags();
            if (gauges.putIfAbsent(key, provider) != null) {
                throw new IllegalArgumentException("A metric named '" + key + "' already exists");
            }
        }

        @Override
        public void removeMetric(MetricName name) {
            removed.add(name.name());
        }

        @Override
        public Sensor addSensor(String name) {
            throw new AssertionError("sensors of two tasks have one name");
        }

        @Override
        public void removeSensor(String name) {
            throw new AssertionError(name);
        }
    }
}
