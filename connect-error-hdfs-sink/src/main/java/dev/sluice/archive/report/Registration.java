package dev.sluice.archive.report;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows counters as an MBean, {@code dev.sluice:type=connect-error-hdfs-sink,connector="…",instance=N}, until it is closed. A task is
 * not told its number, so N is the next that is free in the JVM. Without JMX the task works all the same.
 */
public final class Registration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final ObjectName name;

    private Registration(ObjectName name) {
        this.name = name;
    }

    public static Registration of(ArchiveMXBean counters, String connector) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            while (true) {
                ObjectName name = new ObjectName("dev.sluice:type=connect-error-hdfs-sink,connector="
                        + ObjectName.quote(connector) + ",instance=" + NEXT.incrementAndGet());
                try {
                    server.registerMBean(counters, name);
                    return new Registration(name);
                } catch (InstanceAlreadyExistsException e) {
                    if (!server.isRegistered(name)) {
                        // Not the name is taken: the counters are shown already.
                        throw e;
                    }
                    LOG.trace("{} is taken", name, e);
                }
            }
        } catch (JMException e) {
            LOG.warn(
                    "The counters are not shown over JMX; records are archived all the same. Check the JVM's JMX settings.",
                    e);
            return new Registration(null);
        }
    }

    /** The MBean's name; null if there is none. */
    public ObjectName name() {
        return name;
    }

    /** Takes the MBean away; idempotent, any thread. */
    @Override
    public void close() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            if (name != null && server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.debug("{} was gone already", name, e);
        }
    }
}
