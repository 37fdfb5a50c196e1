package dev.sluice.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Gauges;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        Gauges metrics = new Gauges();
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
        assertThat(metrics.value("violations{code=OUT_OF_RANGE}")).isEqualTo(1L);
        assertThat(metrics.value("violations{code=TYPE_MISMATCH}")).isEqualTo(1L);
        transform.close();
    }

    /** A task that did not stop in time still has its gauges when its successor is made in the same worker. */
    @Test
    void gaugesThatAnotherStillHasAreNoReasonNotToStart() {
        Gauges metrics = new Gauges();
        try (SchemaValidate<SourceRecord> orphan = new SchemaValidate.Value<>();
                SchemaValidate<SourceRecord> successor = new SchemaValidate.Value<>()) {
            orphan.withPluginMetrics(metrics);
            int gauges = metrics.values().size();
            successor.withPluginMetrics(metrics);
            assertThat(metrics.values()).hasSize(gauges).isNotEmpty();
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
}
