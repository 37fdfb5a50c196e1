package dev.sluice.cassandra.report;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a task's numbers: among the worker's metrics where it takes those of plugins (4.1 and newer), as an MBean {@code
 * dev.sluice:type=cassandra-sink-task,connector=…,task=…} elsewhere. For one thread; numbers are read by any.
 */
public final class TaskMetrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);

    private final ObjectName name;

    private TaskMetrics(ObjectName name) {
        this.name = name;
    }

    /** Never fails: no row waits for a metric. */
    public static TaskMetrics show(SinkTaskContext context, TaskNumbers numbers, String connector, String task) {
        try {
            WorkerMetrics.register(context, numbers);
            return new TaskMetrics(null);
        } catch (LinkageError e) {
            LOG.debug("This worker takes no metrics of plugins; they are shown by JMX", e);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Metrics cannot be registered with the worker: {}; they are shown by JMX instead.", e.getMessage());
        }
        try {
            ObjectName name = new ObjectName("dev.sluice:type=cassandra-sink-task,connector="
                    + ObjectName.quote(connector) + ",task=" + ObjectName.quote(task));
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name)) {
                // Of a task that was given up: the one that is alive is shown.
                server.unregisterMBean(name);
            }
            server.registerMBean(new Numbers(numbers), name);
            return new TaskMetrics(name);
        } catch (JMException e) {
            LOG.warn("Metrics cannot be shown by JMX: {}; rows are loaded all the same.", e.getMessage());
            return new TaskMetrics(null);
        }
    }

    @Override
    public void close() {
        if (name == null) {
            return;
        }
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.debug("An MBean could not be taken away", e);
        }
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
