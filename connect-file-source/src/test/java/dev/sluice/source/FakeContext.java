package dev.sluice.source;

import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** A task's worker, as far as it is asked for metrics. */
public record FakeContext(PluginMetrics pluginMetrics) implements SourceTaskContext {
    @Override
    public Map<String, String> configs() {
        throw new AssertionError("props are what start is given");
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        throw new AssertionError("nobody has anything to resume");
    }
}
