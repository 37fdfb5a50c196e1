package dev.sluice.it.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.Archive;
import dev.sluice.stack.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The error archive on real HDFS: whatever is killed, every offset is archived exactly once. System properties scale it: {@code
 * archive.rejections} (100,000; 1,000,000 takes minutes), {@code archive.halts} (8 of the steps; 0 for every step), {@code
 * archive.files} (2,000; 100,000 takes minutes).
 */
class ErrorArchiveIT {
    private static final int REJECTIONS = Integer.getInteger("archive.rejections", 100_000);
    private static final int HALTS = Integer.getInteger("archive.halts", 8);
    private static final int FILES = Integer.getInteger("archive.files", 2_000);
    private static final long SEED = Long.getLong("seed", 1);

    private static final Path PLUGIN = Path.of(System.getProperty("sluice.root"))
            .resolve("connect-error-hdfs-sink/target/plugins/connect-error-hdfs-sink");

    private static LocalStack stack;
    private static Path directory;

    @BeforeAll
    static void start() throws Exception {
        stack = LocalStack.builder()
                .directory(Path.of("target/hdfs-stack"))
                .fromScratch()
                .without("broker", "worker-1", "registry", "cassandra")
                .start();
        directory = stack.directory().resolve("archive");
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    /** Each life ends at a later step than the one before: takeover, temporary files, manifest, renames, clearing away. */
    @Test
    void killedAtEveryStepOfTheProtocol() throws Exception {
        String root = "/steps";
        List<String> config = config(root, "rotate.records=40", "rotate.idle.ms=1000");
        // Steps of a life from its start into its third commit or so.
        int steps = 240;
        int stride = HALTS == 0 ? 1 : Math.max(1, steps / HALTS);
        int lives = 0;
        for (int at = 1; at <= steps; at += stride) {
            try (ArchiveHandle archive = start("steps", at, SEED + at, config)) {
                archive.deliverUpTo(100_000);
                assertThat(archive.exitCode()).as("halted at step %s", at).isEqualTo(ArchiveProcess.HALTED);
                lives++;
            }
        }
        assertThat(lives).isGreaterThanOrEqualTo(Math.min(HALTS, steps));
        long end = highest(root) + 500;
        try (ArchiveHandle archive = start("steps", 0, SEED, config)) {
            archive.deliverUpTo(end);
            archive.end();
        }
        assertArchived(root, end);
    }

    /** Everything else that can die, dies while rejections pour in. */
    @Test
    void nameNodeDataNodeAndWorkerAreKilledAndRestarted() throws Exception {
        String root = "/chaos";
        long step = REJECTIONS / Rejections.PARTITIONS / 6;
        List<String> config = config(root, "rotate.records=7000", "rotate.idle.ms=300");
        ArchiveHandle archive = start("chaos", 0, SEED, config);
        try (DistributedFileSystem hdfs = hdfs()) {
            archive.deliverUpTo(step);
            archive.awaitCommitted(step);

            stack.engine("namenode").kill();
            archive.deliverUpTo(2 * step);
            archive.awaitLog("waits for the NameNode to answer");
            stack.engine("namenode").start();
            archive.awaitCommitted(2 * step);

            stack.engine("datanode").kill();
            archive.deliverUpTo(3 * step);
            archive.awaitLog("waits for data nodes that take blocks");
            stack.engine("datanode").start();
            archive.awaitCommitted(3 * step);

            archive.deliverUpTo(4 * step);
            archive.kill();
            archive = start("chaos", 0, SEED + 1, config);
            archive.deliverUpTo(4 * step);
            archive.awaitCommitted(4 * step);

            hdfs.setSafeMode(org.apache.hadoop.fs.SafeModeAction.ENTER);
            archive.deliverUpTo(5 * step);
            archive.awaitLog("waits for HDFS to leave safe mode");
            hdfs.setSafeMode(org.apache.hadoop.fs.SafeModeAction.LEAVE);
            archive.awaitCommitted(5 * step);

            org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(root);
            hdfs.setQuota(place, 1, HdfsConstants.QUOTA_DONT_SET);
            archive.deliverUpTo(6 * step);
            archive.awaitLog("waits for quota");
            hdfs.setQuota(place, HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_RESET);
            archive.awaitCommitted(6 * step);
            archive.end();
        } finally {
            archive.close();
        }
        assertArchived(root, 6 * step);
    }

    /** A second task that believes the partitions its own: both write on, each fencing the other, and nothing is doubled. */
    @Test
    void twoOwnersOfOnePartitionDoNoHarm() throws Exception {
        String root = "/zombie";
        List<String> config = config(root, "rotate.records=500", "rotate.idle.ms=100", "retry.backoff.max.ms=30000");
        try (ArchiveHandle one = start("zombie-1", 0, SEED, config);
                ArchiveHandle two = start("zombie-2", 0, SEED + 1, config)) {
            one.deliverUpTo(10_000);
            two.deliverUpTo(10_000);
            one.end();
            two.end();
        }
        assertArchived(root, 10_000);
    }

    @Test
    void startingTakesAsManyStepsHoweverLargeTheArchive() throws Exception {
        String root = "/history";
        List<String> config = config(root);
        try (ArchiveHandle archive = start("history", 0, SEED, config)) {
            archive.deliverUpTo(100);
            archive.end();
        }
        long before = stepsToOpen(config);
        try (FileSystem hdfs = hdfs()) {
            for (int i = 0; i < FILES; i++) {
                String name = String.format(
                        "/tenant=client_a/dataset=data/dt=%d-01-01/import-error+0+%019d+%019d.avro",
                        1900 + i / 1_000, i, i);
                hdfs.create(new org.apache.hadoop.fs.Path(root + name)).close();
            }
        }
        assertThat(stepsToOpen(config)).isEqualTo(before);
    }

    private static long stepsToOpen(List<String> config) throws Exception {
        try (ArchiveHandle archive = start("history", 0, SEED, config)) {
            long steps = archive.awaitOpened();
            archive.end();
            return steps;
        }
    }

    private static ArchiveHandle start(String name, int haltAt, long seed, List<String> config) throws IOException {
        return ArchiveHandle.start(PLUGIN, directory.resolve(name), haltAt, seed, config);
    }

    private static List<String> config(String root, String... more) {
        List<String> config = new ArrayList<>(List.of(
                "name=archive",
                "hdfs.url=" + stack.hdfsUri(),
                "root.dir=" + root,
                "hadoop.fs.hdfs.impl=" + HaltingFileSystem.class.getName(),
                "retry.backoff.ms=100",
                "retry.backoff.max.ms=1000"));
        // Of two settings for one key the last is taken.
        config.addAll(Arrays.asList(more));
        return config;
    }

    private static DistributedFileSystem hdfs() throws IOException {
        return (DistributedFileSystem) FileSystem.newInstance(URI.create(stack.hdfsUri()), new Configuration());
    }

    private static long highest(String root) throws IOException {
        long[] highest = {0};
        try (Archive archive = new Archive(stack.hdfsUri(), root)) {
            archive.forEach(record -> highest[0] = Math.max(highest[0], (Long) record.get("offset")));
        }
        return highest[0];
    }

    /** Reads the whole archive: every offset of every partition below the end, once. */
    private static void assertArchived(String root, long end) throws IOException {
        Archived archived = Archived.read(stack.hdfsUri(), root);
        assertThat(archived.topics()).containsExactly(Rejections.TOPIC);
        for (int partition = 0; partition < Rejections.PARTITIONS; partition++) {
            archived.assertExactlyOnce(Rejections.TOPIC, partition, end);
        }
    }
}
