package dev.sluice.testing;

import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;

/** Contexts of tasks, of which nothing but {@code pluginMetrics} may be asked. */
public final class TaskContexts {
    private TaskContexts() {}

    /**
     * A context.
     *
     * @param type {@code SinkTaskContext} or {@code SourceTaskContext}
     * @param metrics may throw, as older workers do
     */
    public static <C> C with(Class<C> type, Supplier<PluginMetrics> metrics) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (!method.getName().equals("pluginMetrics")) {
                throw new AssertionError("asked for " + method.getName());
            }
            return metrics.get();
        }));
    }

    /** A context of a worker before 4.1, which has no such method. */
    public static <C> C older(Class<C> type) {
        return with(type, () -> {
            throw new NoSuchMethodError("pluginMetrics");
        });
    }
}
