package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.fs.FaultyFileSystem;
import dev.sluice.archive.fs.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many calls to the file system a commit takes: with many tenants in one partition they are what it costs. */
class CommitCallsTest {
    private static final TopicPartition PARTITION = new TopicPartition("import-error", 0);
    private static final int TENANTS = 1_000;

    private final Map<String, Integer> calls = new TreeMap<>();
    private final MemoryDisk disk = new MemoryDisk();
    private ErrorHdfsSinkTask task;
    private SimulatedWorker worker;
    private long offset;

    @BeforeEach
    void start() {
        FaultyFileSystem.Gate counting = new FaultyFileSystem.Gate() {
            @Override
            public void before(String call) {
                calls.merge(call.substring(0, call.indexOf(' ')), 1, Integer::sum);
            }

            @Override
            public void after(String call) {}
        };
        task = new ErrorHdfsSinkTask(
                settings -> new FaultyFileSystem(disk.client(), counting),
                () -> "writer-" + offset + "-" + System.nanoTime(),
                () -> 0,
                background -> new Thread());
        SimulatedGroup group = new SimulatedGroup();
        worker = new SimulatedWorker(task, new SimulatedTopic(1, new Random(1)), group, new Random(1));
        group.owners.put(PARTITION, worker);
        worker.start(Map.of(
                "hdfs.url", "hdfs://nowhere:1",
                "rotate.records", Integer.toString(TENANTS),
                "tenant.dir.permissions", "750",
                "commit.threads", "1"));
        worker.iterate(false, false, 0);
    }

    @AfterEach
    void stop() {
        task.stop();
    }

    @Test
    void aFileTakesThreeCallsAndItsDirectoryOneOnce() {
        commit();
        assertThat(calls)
                .as("the first commit")
                .containsEntry("mkdir", 3 * TENANTS)
                .containsEntry("protect", TENANTS)
                .containsEntry("open", TENANTS);
        commit();
        assertThat(calls)
                .as("any other: each tenant's file and summary, and the manifest")
                .containsOnlyKeys("create", "write", "close", "rename", "replace", "delete")
                .containsEntry("create", 2 * TENANTS + 1)
                .containsEntry("close", 2 * TENANTS + 1)
                .containsEntry("rename", TENANTS + 1)
                .containsEntry("replace", TENANTS)
                .containsEntry("delete", 1);
    }

    @Test
    void directoriesAreNotMadeAgainAfterATakeover() {
        commit();
        task.close(List.of(PARTITION));
        task.open(List.of(PARTITION));
        commit();
        assertThat(calls).doesNotContainKeys("mkdir", "protect");
    }

    private void commit() {
        List<SinkRecord> records = new ArrayList<>();
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            SinkRecord rejection = SimulatedTopic.rejection(
                    PARTITION, offset++, SimulatedTopic.context("client_" + tenant, "data"), SimulatedTopic.START);
            records.add(rejection);
        }
        calls.clear();
        task.put(records);
        assertThat(task.preCommit(Map.of(PARTITION, new org.apache.kafka.clients.consumer.OffsetAndMetadata(offset)))
                        .get(PARTITION)
                        .offset())
                .isEqualTo(offset);
    }
}
