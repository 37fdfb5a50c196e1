package dev.sluice.cassandra.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Gauges;
import dev.sluice.testing.TaskContexts;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {
    private final TaskNumbers numbers = new TaskNumbers();

    @Test
    void workersThatTakeMetricsOfPluginsShowThem() {
        Gauges registered = new Gauges();
        try (TaskMetrics shown =
                TaskMetrics.show(TaskContexts.with(SinkTaskContext.class, () -> registered), numbers, "c", "0")) {
            numbers.written();
            numbers.queue(1, 2, 3, 4);
            assertThat(registered.values()).hasSameSizeAs(numbers.gauges().keySet());
            assertThat(registered.value("rows-written-total")).isEqualTo(1L);
            assertThat(registered.value("requests-in-flight-limit")).isEqualTo(2L);
            assertThat(registered.value("request-latency-p99-ms")).isEqualTo(4L);
            assertThat(shown).isNotNull();
        }
    }

    @Test
    void onOlderWorkersAnMBeanShowsThemAsLongAsTheTaskLives() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.sluice:type=cassandra-sink-task,connector=\"a,b\",task=\"7\"");
        SinkTaskContext old = TaskContexts.older(SinkTaskContext.class);
        try (TaskMetrics first = TaskMetrics.show(old, new TaskNumbers(), "a,b", "7");
                TaskMetrics second = TaskMetrics.show(old, numbers, "a,b", "7")) {
            numbers.refused();
            assertThat(server.getAttribute(name, "records-refused-total")).isEqualTo(1L);
            assertThat(server.getMBeanInfo(name).getAttributes())
                    .hasSize(numbers.gauges().size());
            assertThat(first).isNotSameAs(second);
        }
        assertThat(server.isRegistered(name)).isFalse();
    }
}
