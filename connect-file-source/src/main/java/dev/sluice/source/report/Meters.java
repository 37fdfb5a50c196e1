package dev.sluice.source.report;

import dev.sluice.contract.Tenant;
import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's meters, shown by JMX until it stops. Without JMX, all goes on. Poll thread, but for closing. */
public final class Meters implements Closeable {
    /** Stands for the dataset of files whose dataset cannot be told. */
    public static final String NO_DATASET = "unknown";

    private static final Logger log = LoggerFactory.getLogger(Meters.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Set<ObjectName> names = new HashSet<>();
    private final String connector;
    private final String task;
    private final Clock clock;

    public Meters(String connector, String task, Clock clock) {
        this.connector = connector;
        this.task = task;
        this.clock = clock;
    }

    /** Makes a dataset's meter. */
    public DatasetMeter of(Tenant tenant, String dataset) {
        DatasetMeter meter = new DatasetMeter(clock);
        try {
            ObjectName name = name(tenant, dataset.isEmpty() ? NO_DATASET : dataset);
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
        return meter;
    }

    private ObjectName name(Tenant tenant, String dataset) throws JMException {
        return new ObjectName("dev.sluice:type=file-source,connector=" + ObjectName.quote(connector) + ",task=" + task
                + ",tenant=" + tenant + ",dataset=" + dataset);
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
