package dev.sluice.cassandra.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {
    private final TaskNumbers numbers = new TaskNumbers();

    private static SinkTaskContext context(Supplier<PluginMetrics> metrics) {
        return (SinkTaskContext) Proxy.newProxyInstance(
                SinkTaskContext.class.getClassLoader(),
                new Class<?>[] {SinkTaskContext.class},
                (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("pluginMetrics");
                    return metrics.get();
                });
    }

    @Test
    void workersThatTakeMetricsOfPluginsShowThem() {
        Map<String, MetricValueProvider<?>> registered = new HashMap<>();
        PluginMetrics metrics = new PluginMetrics() {
            @Override
            @SuppressWarnings("NonApiType") // Kafka's
            public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
                return new MetricName(name, "plugins", description, tags);
            }

            @Override
            public void addMetric(MetricName metricName, MetricValueProvider<?> provider) {
                registered.put(metricName.name(), provider);
            }

            @Override
            public void removeMetric(MetricName metricName) {
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
        };
        try (TaskMetrics shown = TaskMetrics.show(context(() -> metrics), numbers, "c", "0")) {
            numbers.written();
            numbers.queue(1, 2, 3, 4);
            assertThat(registered).hasSameSizeAs(numbers.gauges().keySet());
            assertThat(value(registered, "rows-written-total")).isEqualTo(1L);
            assertThat(value(registered, "requests-in-flight-limit")).isEqualTo(2L);
            assertThat(value(registered, "request-latency-p99-ms")).isEqualTo(4L);
            assertThat(shown).isNotNull();
        }
    }

    private static Object value(Map<String, MetricValueProvider<?>> registered, String name) {
        return ((Gauge<?>) registered.get(name)).value(new MetricConfig(), 0);
    }

    @Test
    void onOlderWorkersAnMBeanShowsThemAsLongAsTheTaskLives() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.sluice:type=cassandra-sink-task,connector=\"a,b\",task=\"7\"");
        SinkTaskContext old = context(() -> {
            throw new NoSuchMethodError("pluginMetrics");
        });
        try (TaskMetrics first = TaskMetrics.show(old, new TaskNumbers(), "a,b", "7");
                TaskMetrics second = TaskMetrics.show(old, numbers, "a,b", "7")) {
            numbers.refused();
            assertThat(server.getAttribute(name, "records-refused-total")).isEqualTo(1L);
            assertThat(server.getMBeanInfo(name).getAttributes())
                    .hasSize(numbers.gauges().size());
            assertThat(first).isNotSameAs(second);
        }
        assertThat(server.isRegistered(name)).isFalse();
    }
}
