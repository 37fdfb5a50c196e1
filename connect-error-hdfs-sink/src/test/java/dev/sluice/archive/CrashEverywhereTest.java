package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.FaultyFileSystem;
import dev.sluice.archive.fs.MemoryDisk;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.report.ArchiveReader;
import dev.sluice.archive.report.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One fault at each single call to the file system in turn, of every kind: afterwards all is archived, once. */
class CrashEverywhereTest {
    private static final Map<String, String> PROPS = Map.of(
            "hdfs.url", "hdfs://nowhere:1",
            "avro.codec", "null",
            "rotate.records", "7",
            "rotate.idle.ms", "100",
            "rotate.files", "4",
            "commit.threads", "1",
            "retry.backoff.ms", "10");

    private enum Fault {
        FAIL_BEFORE,
        FAIL_AFTER,
        CRASH_BEFORE,
        CRASH_AFTER
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyOffsetIsArchivedExactlyOnce(Fault fault) throws IOException {
        assertThat(strikeEveryCall(fault, "")).as("calls of the scenario").isGreaterThan(80);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void alsoWhileATenantsDirectoryTakesNoFiles(Fault fault) throws IOException {
        assertThat(strikeEveryCall(fault, "tenant=client_a/"))
                .as("calls of the scenario")
                .isGreaterThan(80);
    }

    private static int strikeEveryCall(Fault fault, String refused) throws IOException {
        int calls = 0;
        boolean struck = true;
        while (struck) {
            struck = new Scenario(fault, calls, refused).run();
            calls++;
        }
        return calls;
    }

    /** One topic, one worker that lives as long as it may, and its successors. */
    private static final class Scenario implements FaultyFileSystem.Gate {
        private final Fault fault;
        private final int at;
        private final String refused;
        private final MemoryDisk disk = new MemoryDisk();
        private final SimulatedTopic topic = new SimulatedTopic(2, new Random(7));
        private final SimulatedGroup group = new SimulatedGroup();
        private int calls;
        private boolean struck;
        private long now;
        private long ids;

        Scenario(Fault fault, int at, String refused) {
            this.fault = fault;
            this.at = at;
            this.refused = refused;
            for (int i = 0; i < 14; i++) {
                topic.partitions.forEach(topic::produce);
            }
        }

        /** Tells whether the fault came to pass: there may be fewer calls. */
        boolean run() throws IOException {
            while (!isDone()) {
                MemoryDisk.Client client = disk.client();
                try {
                    live(client);
                } catch (FaultyFileSystem.Crash e) {
                    client.crash(new Random(at));
                }
            }
            List<String> archived = new ArrayList<>();
            new ArchiveReader(disk.client())
                    .read(
                            Selection.ALL,
                            envelope -> archived.add(envelope.origin().topic() + "-"
                                    + envelope.origin().partition() + "@"
                                    + envelope.origin().offset()));
            List<String> expected = new ArrayList<>();
            topic.partitions.forEach(partition -> expected.addAll(topic.archivable(partition, topic.end(partition))));
            assertThat(archived).as("%s at call %d", fault, at).containsExactlyInAnyOrderElementsOf(expected);
            if (!refused.isEmpty()) {
                assertThat(disk.lengths().keySet()).noneMatch(path -> path.startsWith(refused));
                assertThat(disk.lengths().keySet()).anyMatch(path -> path.startsWith(Layout.overflow(refused)));
            }
            return struck;
        }

        private void live(ErrorFileSystem client) {
            ErrorHdfsSinkTask task = new ErrorHdfsSinkTask(
                    settings -> new FaultyFileSystem(client, this),
                    () -> "writer-" + ++ids,
                    () -> now,
                    background -> new Thread());
            SimulatedWorker worker = new SimulatedWorker(task, topic, group, new Random(at));
            topic.partitions.forEach(partition -> group.owners.put(partition, worker));
            worker.start(PROPS);
            while (!isDone()) {
                now += 20;
                worker.iterate(true, false, 6);
            }
            worker.stop();
        }

        private boolean isDone() {
            for (TopicPartition partition : topic.partitions) {
                if (group.committed.getOrDefault(partition, 0L) != topic.end(partition)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void before(String call) throws IOException {
            String[] words = call.split(" ", 2);
            if (!refused.isEmpty()
                    && words[1].startsWith(refused)
                    && List.of("rename", "replace").contains(words[0])) {
                throw new DSQuotaExceededException(call);
            }
            if (calls == at) {
                strike(Fault.FAIL_BEFORE, Fault.CRASH_BEFORE, call);
            }
        }

        @Override
        public void after(String call) throws IOException {
            if (calls++ == at) {
                strike(Fault.FAIL_AFTER, Fault.CRASH_AFTER, call);
            }
        }

        private void strike(Fault failure, Fault crash, String call) throws IOException {
            if (fault == crash) {
                calls++;
                struck = true;
                throw new FaultyFileSystem.Crash();
            }
            if (fault == failure) {
                calls++;
                struck = true;
                throw new IOException("injected at " + call);
            }
        }
    }
}
