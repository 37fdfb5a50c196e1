package dev.sluice.it.archive;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The MBeans of another process of this user, as any JMX client on its machine sees them. */
final class Beans implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private Beans(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // The address is not anybody's: the virtual machine itself has just told it.
    static Beans of(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return new Beans(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    /** One attribute of every MBean of that pattern which has it. */
    List<Object> attribute(String pattern, String name) throws IOException, JMException {
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
