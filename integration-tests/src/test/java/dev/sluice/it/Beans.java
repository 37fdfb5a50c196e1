package dev.sluice.it;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The MBeans of another process of this user, as any JMX client on its machine sees them. */
public final class Beans implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private Beans(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // The address is not anybody's: the virtual machine itself has just told it.
    public static Beans of(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return new Beans(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    /** One attribute of every MBean of that pattern which has it. */
    public List<Object> attribute(String pattern, String name) throws IOException, JMException {
        List<Object> values = new ArrayList<>();
        for (ObjectName bean : beans.queryNames(new ObjectName(pattern), null)) {
            for (var attribute : beans.getMBeanInfo(bean).getAttributes()) {
                if (attribute.getName().equals(name)) {
                    values.add(beans.getAttribute(bean, name));
                }
            }
        }
        return values;
    }

    /**
     * Bytes of the heap that are in use behind a full collection.
     *
     * @throws JMException if the process does not let it be collected
     */
    public long liveHeap() throws IOException, JMException {
        ObjectName memory = new ObjectName(ManagementFactory.MEMORY_MXBEAN_NAME);
        beans.invoke(memory, "gc", new Object[0], new String[0]);
        return MemoryUsage.from((CompositeData) beans.getAttribute(memory, "HeapMemoryUsage"))
                .getUsed();
    }

    /** Also if the process is gone. */
    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // The other side is not there to be told.
            return;
        }
    }
}
