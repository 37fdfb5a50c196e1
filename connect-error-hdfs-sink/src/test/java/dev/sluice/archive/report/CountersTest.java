package dev.sluice.archive.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.part.RollPolicy.Reason;
import dev.sluice.archive.recover.Progress;
import dev.sluice.metrics.MBeans;
import dev.sluice.testing.Gauges;
import dev.sluice.testing.TaskContexts;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.Test;

class CountersTest {
    private final Counters counters = new Counters(() -> 10_000);

    @Test
    void commitsAddUp() {
        counters.committed(new Progress.Commit(Reason.IDLE, 10, 2, 1_000, 30));
        counters.committed(new Progress.Commit(Reason.AGE, 5, 1, 500, 10));
        assertThat(counters.getRecordsArchived()).isEqualTo(15);
        assertThat(counters.getFilesArchived()).isEqualTo(3);
        assertThat(counters.getBytesArchived()).isEqualTo(1_500);
        assertThat(counters.getCommitMeanMs()).isEqualTo(20);
        assertThat(counters.getCommitMaxMs()).isEqualTo(30);
        assertThat(counters.getCommitLastMs()).isEqualTo(10);
        assertThat(counters.getRotationsByReason()).containsOnly(Map.entry("AGE", 1L), Map.entry("IDLE", 1L));
    }

    @Test
    void lagIsTheAgeOfTheOldestRecordOfATenant() {
        counters.now(new Progress.Moment(1, 2, 3, new TreeMap<>(), new TreeMap<>(), Map.of("a", 7_000L, "b", 20_000L)));
        assertThat(counters.getLagMsByTenant()).containsExactly(Map.entry("a", 3_000L), Map.entry("b", 0L));
    }

    @Test
    void theyAreShownOverJmx() throws JMException {
        counters.now(new Progress.Moment(
                1,
                2,
                3,
                new TreeMap<>(Map.of("t-0", Trouble.SAFE_MODE.what())),
                new TreeMap<>(Map.of("tenant=b", Trouble.QUOTA.what())),
                Map.of("a", 7_000L)));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try (MBeans beans = new MBeans()) {
            ObjectName name =
                    beans.showNext("dev.sluice:type=counters-test", counters).orElseThrow();
            assertThat(server.getAttribute(name, "OpenFiles")).isEqualTo(2);
            assertThat(server.getAttribute(name, "Waiting").toString()).contains("safe mode");
            assertThat(server.getAttribute(name, "Refusing").toString()).contains("tenant=b", "quota");
            assertThat(server.getAttribute(name, "LagMsByTenant").toString()).contains("3000");
        }
    }

    @Test
    void theyAreAmongTheWorkersMetricsTenantsIncluded() {
        Gauges registry = new Gauges();
        Runnable update = WorkerMetrics.register(TaskContexts.with(SinkTaskContext.class, () -> registry), counters);
        counters.committed(new Progress.Commit(Reason.IDLE, 10, 2, 1_000, 30));
        counters.failed(Trouble.QUOTA);
        counters.now(new Progress.Moment(1, 2, 3, new TreeMap<>(), new TreeMap<>(), Map.of("a", 7_000L)));
        update.run();
        update.run();
        assertThat(registry.values())
                .containsEntry("records-archived", 10L)
                .containsEntry("open-files", 2)
                .containsEntry("rotations{reason=IDLE}", 1L)
                .containsEntry("rotations{reason=AGE}", 0L)
                .containsEntry("failures{trouble=QUOTA}", 1L)
                .containsEntry("lag-ms{tenant=a}", 3_000L);
        counters.now(new Progress.Moment(1, 2, 3, new TreeMap<>(), new TreeMap<>(), Map.of()));
        assertThat(registry.values()).containsEntry("lag-ms{tenant=a}", 0L);
    }

    /** A worker before 4.1 has no such method, and the linkage error must not kill the task. */
    @Test
    void olderWorkersHaveNoneAndThatIsAll() {
        WorkerMetrics.register(TaskContexts.older(SinkTaskContext.class), counters)
                .run();
    }
}
