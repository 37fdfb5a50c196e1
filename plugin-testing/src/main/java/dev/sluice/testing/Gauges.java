package dev.sluice.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/**
 * Takes a plugin's gauges and shows their values, by names such as {@code rows} and {@code rows{tenant=a}}. Refuses a name twice, as a
 * worker does; it knows no sensors, for those of two tasks have one name. For one thread.
 */
public final class Gauges implements PluginMetrics {
    private final Map<String, Gauge<?>> gauges = new TreeMap<>();

    /** The value now of a gauge that there is. */
    public Object value(String name) {
        return gauges.get(name).value(null, 0);
    }

    /** All values now. */
    public Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        gauges.forEach((name, gauge) -> values.put(name, gauge.value(null, 0)));
        return values;
    }

    @Override
    @SuppressWarnings("NonApiType") // Kafka's.
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        String key = name.tags().isEmpty() ? name.name() : name.name() + name.tags();
        if (gauges.putIfAbsent(key, (Gauge<?>) provider) != null) {
            throw new IllegalArgumentException("A metric named '" + key + "' already exists");
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
