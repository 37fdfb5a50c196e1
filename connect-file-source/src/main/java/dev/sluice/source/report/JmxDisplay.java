package dev.sluice.source.report;

import dev.sluice.contract.Tenant;
import dev.sluice.metrics.MBeans;
import javax.management.ObjectName;

/** Shows meters by JMX, an MBean each; any worker has it. Poll thread, but for closing. */
public final class JmxDisplay implements Display {
    private final MBeans beans = new MBeans();
    private final String prefix;

    public JmxDisplay(String connector, String task) {
        prefix = "dev.sluice:type=file-source,connector=" + ObjectName.quote(connector) + ",task=" + task;
    }

    @Override
    public void show(Tenant tenant, String dataset, DatasetMeter meter) {
        beans.show(prefix + ",tenant=" + tenant + ",dataset=" + dataset, meter);
    }

    @Override
    public void close() {
        beans.close();
    }
}
