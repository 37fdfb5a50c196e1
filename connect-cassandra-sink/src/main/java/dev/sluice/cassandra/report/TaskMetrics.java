package dev.sluice.cassandra.report;

import dev.sluice.metrics.MBeans;
import dev.sluice.metrics.WorkerGauges;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Shows a task's numbers: among the worker's metrics where it takes those of plugins (4.1 and newer), as an MBean {@code
 * dev.sluice:type=cassandra-sink-task,connector=…,task=…} elsewhere. For one thread; numbers are read by any.
 */
public final class TaskMetrics implements AutoCloseable {
    private final MBeans beans = new MBeans();

    private TaskMetrics() {}

    /** Never fails: no row waits for a metric. */
    public static TaskMetrics show(SinkTaskContext context, TaskNumbers numbers, String connector, String task) {
        TaskMetrics shown = new TaskMetrics();
        WorkerGauges.of(context)
                .ifPresentOrElse(
                        gauges -> numbers.gauges()
                                .forEach((gauge, value) ->
                                        gauges.add(gauge.name(), gauge.description(), value::getAsLong)),
                        () -> shown.beans.show(
                                "dev.sluice:type=cassandra-sink-task,connector=" + ObjectName.quote(connector)
                                        + ",task=" + ObjectName.quote(task),
                                new Numbers(numbers)));
        return shown;
    }

    @Override
    public void close() {
        beans.close();
    }

    /** The numbers as attributes. */
    private static final class Numbers implements DynamicMBean {
        private final Map<String, LongSupplier> values = new HashMap<>();
        private final MBeanInfo info;

        private Numbers(TaskNumbers numbers) {
            numbers.gauges().forEach((gauge, value) -> values.put(gauge.name(), value));
            MBeanAttributeInfo[] attributes = numbers.gauges().keySet().stream()
                    .map(gauge -> new MBeanAttributeInfo(gauge.name(), "long", gauge.description(), true, false, false))
                    .toArray(MBeanAttributeInfo[]::new);
            info = new MBeanInfo(
                    TaskNumbers.class.getName(), "A task of Sluice's Cassandra sink", attributes, null, null, null);
        }

        @Override
        public Object getAttribute(String attribute) throws AttributeNotFoundException {
            LongSupplier value = values.get(attribute);
            if (value == null) {
                throw new AttributeNotFoundException(attribute);
            }
            return value.getAsLong();
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
        }

        @Override
        public AttributeList getAttributes(String[] attributes) {
            AttributeList list = new AttributeList();
            for (String attribute : attributes) {
                LongSupplier value = values.get(attribute);
                if (value != null) {
                    list.add(new Attribute(attribute, value.getAsLong()));
                }
            }
            return list;
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public Object invoke(String actionName, Object[] params, String[] signature) {
            throw new UnsupportedOperationException(actionName);
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            return info;
        }
    }
}
