package dev.sluice.metrics;

import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin's MBeans, shown by the JVM's own server until they are closed. Safe for any threads. */
public final class MBeans implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MBeans.class);
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Set<ObjectName> names = new HashSet<>();

    /**
     * Shows an MBean, in place of an earlier one of that name: of a task that did not stop in time, and counts no more.
     *
     * @param name whole, its values quoted where they need it
     */
    public synchronized void show(String name, Object bean) {
        try {
            ObjectName parsed = new ObjectName(name);
            if (server.isRegistered(parsed)) {
                server.unregisterMBean(parsed);
            }
            server.registerMBean(bean, parsed);
            names.add(parsed);
        } catch (JMException e) {
            notShown(name, e);
        }
    }

    /**
     * Shows an MBean of a plugin that is not told which of several it is: a property {@code instance} is added, the next number
     * that is free in the JVM, for a worker may load this class more than once.
     *
     * @param name with no such property
     * @return the name that it has got; empty if it is not shown
     */
    public synchronized Optional<ObjectName> showNext(String name, Object bean) {
        try {
            while (true) {
                ObjectName next = new ObjectName(name + ",instance=" + INSTANCES.incrementAndGet());
                try {
                    server.registerMBean(bean, next);
                    names.add(next);
                    return Optional.of(next);
                } catch (InstanceAlreadyExistsException e) {
                    if (!server.isRegistered(next)) {
                        // Not the name is taken: the bean is shown already.
                        throw e;
                    }
                    LOG.trace("{} is taken", next, e);
                }
            }
        } catch (JMException e) {
            notShown(name, e);
            return Optional.empty();
        }
    }

    private static void notShown(String name, JMException why) {
        LOG.warn("{} is not shown over JMX; all else goes on. Check the worker's JMX settings.", name, why);
    }

    /** Takes them away; idempotent. */
    @Override
    public synchronized void close() {
        for (ObjectName name : names) {
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                LOG.debug("{} is gone already", name, e);
            }
        }
        names.clear();
    }
}
