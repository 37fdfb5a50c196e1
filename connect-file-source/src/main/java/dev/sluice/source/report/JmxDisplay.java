package dev.sluice.source.report;

import dev.sluice.contract.Tenant;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows meters by JMX, an MBean each; any worker has it. Poll thread, but for closing. */
public final class JmxDisplay implements Display {
    private static final Logger log = LoggerFactory.getLogger(JmxDisplay.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Set<ObjectName> names = new HashSet<>();
    private final String connector;
    private final String task;

    public JmxDisplay(String connector, String task) {
        this.connector = connector;
        this.task = task;
    }

    @Override
    public void show(Tenant tenant, String dataset, DatasetMeter meter) {
        try {
            ObjectName name = new ObjectName("dev.sluice:type=file-source,connector=" + ObjectName.quote(connector)
                    + ",task=" + task + ",tenant=" + tenant + ",dataset=" + dataset);
            synchronized (names) {
                if (server.isRegistered(name)) {
                    // Of a task that did not stop in time, and counts no more.
                    server.unregisterMBean(name);
                }
                server.registerMBean(meter, name);
                names.add(name);
            }
        } catch (JMException e) {
            log.warn(
                    "metrics of {}/{} cannot be shown by JMX; all else goes on. Check the worker's JMX settings.",
                    tenant,
                    dataset,
                    e);
        }
    }

    @Override
    public void close() {
        synchronized (names) {
            for (ObjectName name : names) {
                try {
                    server.unregisterMBean(name);
                } catch (JMException e) {
                    log.debug("{} is gone already", name, e);
                }
            }
            names.clear();
        }
    }
}
