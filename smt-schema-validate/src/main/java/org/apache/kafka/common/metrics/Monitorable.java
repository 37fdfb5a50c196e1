package org.apache.kafka.common.metrics;

/** A plugin that has metrics of its own. */
public interface Monitorable {
    /** Called by the worker, once, when the plugin has been configured. */
    void withPluginMetrics(PluginMetrics metrics);
}
