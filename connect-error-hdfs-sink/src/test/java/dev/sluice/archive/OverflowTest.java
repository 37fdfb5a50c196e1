package dev.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.compact.Drain;
import dev.sluice.archive.fs.Access;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.ErrorOutput;
import dev.sluice.archive.fs.FaultyFileSystem;
import dev.sluice.archive.fs.MemoryDisk;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.layout.Template;
import dev.sluice.archive.part.Together;
import dev.sluice.archive.recover.Destinations;
import dev.sluice.archive.recover.Directories;
import dev.sluice.archive.recover.Overflow;
import dev.sluice.archive.recover.Tenancy;
import dev.sluice.archive.report.ArchiveReader;
import dev.sluice.archive.report.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tenant whose directory takes no files: nobody else notices, and nothing of the tenant is lost or doubled. */
class OverflowTest {
    private static final TopicPartition PARTITION = new TopicPartition("import-error", 0);
    private static final Map<String, String> PROPS = Map.of(
            "hdfs.url", "hdfs://nowhere:1",
            "rotate.records", "10",
            "overflow.retry.ms", "60000",
            "commit.threads", "1");

    private final MemoryDisk disk = new MemoryDisk();
    private final Gate gate = new Gate();
    private final SimulatedGroup group = new SimulatedGroup();
    private final Map<String, String> props = new HashMap<>(PROPS);
    private SimulatedWorker worker;
    private ErrorHdfsSinkTask task;
    private long now;
    private long end = 0;

    @AfterEach
    void stop() {
        task.stop();
    }

    @Test
    void theOthersAreCommittedAtOnce() throws IOException {
        start();
        deliver(10);
        gate.refused = "tenant=client_a";
        List<String> undisturbed = gate.commit(() -> deliver(10));
        assertThat(committed()).isEqualTo(20);
        assertThat(undisturbed)
                .filteredOn(gate::isRefused)
                .as("calls that are refused")
                .hasSize(1);
        List<String> known = gate.commit(() -> deliver(10));
        assertThat(committed()).isEqualTo(30);
        assertThat(known).as("nobody asks again so soon").noneMatch(gate::isRefused);
        assertThat(files("tenant=client_a/")).hasSize(1);
        assertThat(files("tenant=client_b/")).hasSize(3);
        assertThat(files("_overflow/tenant=client_a/")).hasSize(2);
        assertThat(offsets())
                .containsExactlyElementsOf(LongStream.range(0, 30).boxed().toList());
    }

    @Test
    void whatWaitsComesHomeWithItsSummary() throws IOException {
        start();
        deliver(10);
        gate.refused = "tenant=client_a";
        deliver(20);
        assertThat(drain()).as("still refused").isZero();
        assertThat(files("_overflow/")).hasSize(3);
        gate.refused = null;
        assertThat(drain()).isEqualTo(3);
        assertThat(files("_overflow/")).isEmpty();
        assertThat(files("tenant=client_a/")).hasSize(3);
        assertThat(offsets())
                .containsExactlyElementsOf(LongStream.range(0, 30).boxed().toList());
        new SummaryCheck().run(disk.client());
        for (int pass = 0; pass < 6; pass++) {
            drain();
        }
        assertThat(disk.client().list(Layout.OVERFLOW)).isEmpty();
    }

    /** The summary that waits is older than the one to come: the newer one must not be overtaken by it. */
    @Test
    void summariesNeverGoBack() throws IOException {
        start();
        gate.refused = "tenant=client_a";
        deliver(10);
        gate.refused = null;
        now += 60_000;
        deliver(10);
        drain();
        new SummaryCheck().run(disk.client());
    }

    @Test
    void aRestartedTaskFindsWhatWaits() throws IOException {
        start();
        gate.refused = "tenant=client_a";
        deliver(10);
        worker.stop();
        gate.refused = null;
        start();
        deliver(10);
        drain();
        new SummaryCheck().run(disk.client());
        assertThat(offsets())
                .containsExactlyElementsOf(LongStream.range(0, 20).boxed().toList());
    }

    /** By luck or by malice: the names of files can be foreseen. */
    @Test
    void aStrangersFileInTheWayStopsNobody() throws IOException {
        ErrorFileSystem client = disk.client();
        String path =
                "tenant=client_a/dataset=data/dt=2025-11-20/import-error+0+0000000000000000000+0000000000000000008.avro";
        client.makeDirectory(Layout.parent(path));
        try (ErrorOutput out = client.create(path)) {
            out.write(new byte[77]);
        }
        start();
        deliver(10);
        assertThat(committed()).isEqualTo(10);
        assertThat(offsets())
                .containsExactlyElementsOf(LongStream.range(0, 10).boxed().toList());
        assertThat(drain()).as("summaries").isEqualTo(1);
        assertThat(client.length(path)).hasValue(77);
        client.delete(path);
        assertThat(drain()).isEqualTo(1);
        assertThat(offsets())
                .containsExactlyElementsOf(LongStream.range(0, 10).boxed().toList());
    }

    @Test
    void theOverflowIsForItsOwnerOnlyIfTenantsAreKeptApart() throws IOException {
        props.put("tenant.dir.permissions", "750");
        start();
        gate.refused = "tenant=client_a";
        gate.refusal = new AccessControlException("not for you");
        deliver(10);
        assertThat(committed()).isEqualTo(10);
        assertThat(disk.protections())
                .containsEntry(Layout.OVERFLOW, Access.OWNER_ONLY)
                .containsEntry("tenant=client_b", new Access("750", "", ""));
    }

    /** Then there is nothing left to do but to wait; the bound of the overflow is a quota of its own. */
    @Test
    void whenTheOverflowIsFullTooThePartitionWaits() throws IOException {
        start();
        gate.refused = "tenant=client_a";
        gate.alsoRefused = Layout.OVERFLOW;
        deliver(10);
        assertThat(committed()).isZero();
        gate.refused = null;
        gate.alsoRefused = null;
        now += 1_000;
        deliver(0);
        end = 0;
        deliver(20);
        assertThat(files(Layout.OVERFLOW))
                .as("it was not the tenant's directory")
                .isEmpty();
        assertThat(committed()).isEqualTo(20);
        assertThat(offsets())
                .containsExactlyElementsOf(LongStream.range(0, 20).boxed().toList());
    }

    private void start() {
        task = new ErrorHdfsSinkTask(
                settings -> new FaultyFileSystem(disk.client(), gate),
                () -> "writer-" + System.nanoTime(),
                () -> now,
                background -> new Thread());
        worker = new SimulatedWorker(task, new SimulatedTopic(1, new Random(1)), group, new Random(1));
        group.owners.put(PARTITION, worker);
        worker.start(props);
        worker.iterate(false, false, 0);
    }

    private void deliver(int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String tenant = end % 2 == 0 ? "client_a" : "client_b";
            records.add(SimulatedTopic.rejection(
                    PARTITION, end++, SimulatedTopic.context(tenant, "data"), SimulatedTopic.START));
        }
        task.put(records);
    }

    private long committed() {
        return task.preCommit(Map.of(PARTITION, new org.apache.kafka.clients.consumer.OffsetAndMetadata(end)))
                .get(PARTITION)
                .offset();
    }

    private int drain() throws IOException {
        Template template = Template.parse(Template.DEFAULT);
        Destinations destinations = new Destinations(
                new Directories(new Tenancy(template, Access.UNCHANGED)),
                new Overflow(template, 1, () -> now),
                Together.ONE_BY_ONE);
        return new Drain(new FaultyFileSystem(disk.client(), gate), destinations, () -> 1_000_000, () -> false).pass();
    }

    private List<String> files(String prefix) {
        return disk.lengths().keySet().stream()
                .filter(path ->
                        path.startsWith(prefix) && (!path.contains("/_imports/") || prefix.equals("_overflow/")))
                .toList();
    }

    private List<Long> offsets() throws IOException {
        List<Long> offsets = new ArrayList<>();
        new ArchiveReader(disk.client())
                .read(Selection.ALL, envelope -> offsets.add(envelope.origin().offset()));
        offsets.sort(null);
        return offsets;
    }

    /** Refuses what would put something into a directory. */
    private static final class Gate implements FaultyFileSystem.Gate {
        private final List<String> calls = new ArrayList<>();
        private String refused;
        private String alsoRefused;
        private IOException refusal = new DSQuotaExceededException("over");

        @Override
        public void before(String call) throws IOException {
            calls.add(call);
            if (isRefused(call)) {
                throw refusal;
            }
        }

        @Override
        public void after(String call) {}

        private boolean isRefused(String call) {
            String[] words = call.split(" ", 2);
            return List.of("mkdir", "rename", "replace", "protect").contains(words[0])
                    && (isIn(words[1], refused) || isIn(words[1], alsoRefused));
        }

        private static boolean isIn(String path, String directory) {
            return directory != null && (path + "/").startsWith(directory + "/");
        }

        private List<String> commit(Runnable delivery) {
            calls.clear();
            delivery.run();
            return List.copyOf(calls);
        }
    }
}
