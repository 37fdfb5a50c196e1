package dev.sluice.archive.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.fs.Access;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.FaultyFileSystem;
import dev.sluice.archive.fs.MemoryDisk;
import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.layout.ArchivedName;
import dev.sluice.archive.layout.Template;
import dev.sluice.archive.part.Budget;
import dev.sluice.archive.part.FileFormat;
import dev.sluice.archive.part.PartSettings;
import dev.sluice.archive.part.RollPolicy;
import dev.sluice.archive.part.Together;
import dev.sluice.archive.report.Counters;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** All partitions of a task: what they share, and what one does for the others. */
class ArchiveTest implements Consumption {
    private static final int PARTITIONS = 10;
    private static final long RETRY_MS = 60_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final Gate gate = new Gate();
    private final Counters counters = new Counters(() -> 0);
    private final Map<TopicPartition, Long> rewinds = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private long now;
    private int writers;

    /** One timeout is bearable; one for each partition would cost the task its place in the consumer group. */
    @Test
    void whenTheFileSystemIsAwayOnePartitionFindsOutForAll() {
        Archive archive = opened(1_000_000, "", PARTITIONS);
        archive.put(records(0, PARTITIONS));
        now += 100_000;
        gate.failure = new ConnectException("Connection refused");
        gate.calls.clear();
        archive.put(List.of());
        assertThat(gate.calls).as("calls that fail").hasSize(1);
        assertThat(paused).hasSize(PARTITIONS);
        assertThat(counters.getWaiting())
                .hasSize(PARTITIONS)
                .allSatisfy((partition, what) -> assertThat(what).isEqualTo(Trouble.AWAY.what()));
        for (int retry = 0; retry < 5; retry++) {
            now += 100_000;
            gate.calls.clear();
            archive.put(List.of());
            assertThat(gate.calls).as("calls of a retry").hasSize(1);
        }
        gate.failure = null;
        now += 100_000;
        archive.put(List.of());
        assertThat(paused).isEmpty();
        assertThat(rewinds)
                .hasSize(PARTITIONS)
                .allSatisfy((partition, offset) -> assertThat(offset).isZero());
        assertThat(archive.positions()).hasSize(PARTITIONS).containsValue(0L);
    }

    @Test
    void whenAwayClosingTriesOnce() {
        Archive archive = opened(1_000_000, "", PARTITIONS);
        archive.put(records(0, PARTITIONS));
        gate.failure = new ConnectException("Connection refused");
        gate.calls.clear();
        archive.close(archive.owned());
        assertThat(gate.calls).hasSize(1);
    }

    /** A quota is one directory's trouble. */
    @Test
    void whatConcernsOnePartitionLeavesTheOthersAlone() throws IOException {
        Archive archive = opened(1_000_000, "", 2);
        archive.put(records(0, 2));
        gate.failure = new org.apache.hadoop.hdfs.protocol.DSQuotaExceededException("over");
        gate.only = "/0/";
        now += 100_000;
        archive.put(List.of());
        assertThat(paused).containsExactly(new TopicPartition("t", 0));
        assertThat(archive.positions()).containsEntry(new TopicPartition("t", 1), 1L);
        assertThat(counters.getFailuresByTrouble()).containsEntry("QUOTA", 1L);
    }

    @Test
    void thePartitionWithTheMostIsCommittedWhenMemoryRunsOut() {
        Archive archive = opened(60_000, "", 2);
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            records.add(new SinkRecord("t", i < 10 ? 0 : 1, null, null, Schema.STRING_SCHEMA, "x".repeat(1_000), i));
        }
        archive.put(records.subList(0, 10));
        for (int i = 10; i < 60; i++) {
            archive.put(records.subList(i, i + 1));
        }
        now += 2_000;
        archive.put(List.of());
        assertThat(counters.getRotationsByReason()).containsOnlyKeys("MEMORY");
        assertThat(archive.positions().get(new TopicPartition("t", 0))).isZero();
        assertThat(archive.positions().get(new TopicPartition("t", 1))).isGreaterThan(10);
    }

    /** Whatever there is in the archive, taking over looks at its own memory only, and at that in a fixed number of calls. */
    @Test
    void takingOverDoesNotDependOnTheSizeOfTheArchive() throws IOException {
        opened(1_000_000, "", 1).close(Set.of(new TopicPartition("t", 0)));
        List<String> empty = takeOver();
        ErrorFileSystem client = disk.client();
        for (int i = 0; i < 100_000; i++) {
            String directory = "tenant=a/dataset=d/dt=" + (2_000 + i / 1_000) + "-01-01";
            client.makeDirectory(directory);
            client.create(directory + "/" + new ArchivedName("t+0", i, i, "avro"))
                    .close();
        }
        List<String> full = takeOver();
        assertThat(full)
                .hasSameSizeAs(empty)
                .hasSize(7)
                .allSatisfy(call -> assertThat(call).containsAnyOf(".sluice/", "list _overflow"));
    }

    @Test
    void tenantsDirectoriesAreClosedBeforeAnythingIsInThem() {
        Archive archive = opened(1_000_000, "750", 1);
        assertThat(disk.protections()).containsEntry(".sluice", Access.OWNER_ONLY);
        gate.calls.clear();
        archive.put(records(0, 1));
        now += 100_000;
        archive.put(List.of());
        assertThat(disk.protections()).containsEntry("tenant=_unknown", new Access("750", "", ""));
        String rename = gate.calls.stream()
                .filter(call -> call.startsWith("rename tenant="))
                .findFirst()
                .orElseThrow();
        assertThat(gate.calls.indexOf("protect tenant=_unknown")).isLessThan(gate.calls.indexOf(rename));
    }

    private List<String> takeOver() {
        Archive archive = opened(1_000_000, "", 0);
        gate.calls.clear();
        archive.open(List.of(new TopicPartition("t", 0)));
        List<String> calls = List.copyOf(gate.calls);
        archive.close(Set.of(new TopicPartition("t", 0)));
        return calls;
    }

    private Archive opened(long maxBuffered, String permission, int partitions) {
        ErrorFileSystem fileSystem = new FaultyFileSystem(disk.client(), gate);
        Template template = Template.parse(Template.DEFAULT);
        Archive archive = new Archive(
                new ArchiveSettings(
                        () -> fileSystem,
                        new PartSettings(
                                new FileFormat.Avro(FileFormat.AvroCodec.NULL),
                                template,
                                new Budget(1, maxBuffered),
                                Together.ONE_BY_ONE,
                                true),
                        new RollPolicy(1_000_000, 1_000, 1L << 40, 60_000, 60_000),
                        new Destinations(
                                new Directories(new Tenancy(template, new Access(permission, "", ""))),
                                new Overflow(template, RETRY_MS, () -> now),
                                Together.ONE_BY_ONE),
                        new Backoff(1_000, 30_000),
                        () -> "writer-" + ++writers,
                        () -> now,
                        counters),
                this);
        List<TopicPartition> opened = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            opened.add(new TopicPartition("t", i));
        }
        archive.open(opened);
        return archive;
    }

    private static List<SinkRecord> records(long offset, int partitions) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            records.add(new SinkRecord("t", i, null, null, Schema.STRING_SCHEMA, "x", offset));
        }
        return records;
    }

    @Override
    public void rewind(TopicPartition partition, long offset) {
        rewinds.put(partition, offset);
    }

    @Override
    public void pause(TopicPartition partition) {
        paused.add(partition);
    }

    @Override
    public void resume(TopicPartition partition) {
        paused.remove(partition);
    }

    private static final class Gate implements FaultyFileSystem.Gate {
        private final List<String> calls = new ArrayList<>();
        private IOException failure;
        private String only = "";

        @Override
        public void before(String call) throws IOException {
            calls.add(call);
            if (failure != null && call.contains(only)) {
                throw failure;
            }
        }

        @Override
        public void after(String call) {}
    }
}
