package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/** Like the worker's, it will not have two metrics of one name. */
public final class FakeMetrics implements PluginMetrics {
    public final Map<String, MetricValueProvider<?>> gauges = new TreeMap<>();
    public int refused;

    public Object of(String dataset, String name) {
        return value(name + " {tenant=acme, dataset=" + dataset + "}");
    }

    public Object of(String dataset, String name, String code) {
        return value(name + " {tenant=acme, dataset=" + dataset + ", code=" + code + "}");
    }

    private Object value(String name) {
        assertThat(gauges).containsKey(name);
        return ((Gauge<?>) gauges.get(name)).value(null, 0);
    }

    @Override
    @SuppressWarnings("NonApiType") // Kafka's.
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        if (gauges.putIfAbsent(name.name() + " " + name.tags(), provider) != null) {
            refused++;
            throw new IllegalArgumentException("there is one of that name");
        }
    }

    @Override
    public void removeMetric(MetricName name) {
        throw new AssertionError("the worker does that");
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
