package dev.sluice.it.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.Beans;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.engine.HdfsShape;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The error archive on a pair of name nodes, which share their edits by a journal node, and on three data nodes of little space: what
 * becomes of it while they fail over, hang, die and fill up. System properties: {@code archive.rejections} (of each test, 30,000), {@code
 * archive.away.seconds} (20; how long there is no active name node).
 */
class ArchiveFailoverIT {
    private static final long STEP = Integer.getInteger("archive.rejections", 30_000) / Rejections.PARTITIONS / 3;
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("archive.away.seconds", 20));
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long SPACE = 96L << 20;
    private static final short REPLICATION = 3;

    private static final Path PLUGIN = Path.of(System.getProperty("sluice.root"))
            .resolve("connect-error-hdfs-sink/target/plugins/connect-error-hdfs-sink");

    private static LocalStack stack;
    private static NameNodePair pair;

    @BeforeAll
    static void start() throws Exception {
        Path directory = Files.createDirectories(Path.of("target/hdfs-pair-stack"));
        stack = LocalStack.builder()
                .directory(directory)
                .fromScratch()
                .hdfs(new HdfsShape(
                        2,
                        3,
                        Map.of(
                                "dfs.heartbeat.interval", "1",
                                // A data node that says nothing for 12 s is dead.
                                "dfs.namenode.heartbeat.recheck-interval", "1000",
                                // A gigabyte of each must be free otherwise.
                                "dfs.datanode.round-robin-volume-choosing-policy.additional-available-space", "0",
                                "dfs.datanode.du.reserved", Long.toString(Ballast.reserved(directory, SPACE))),
                        List.of()))
                .without("broker", "worker-1", "registry", "cassandra")
                .start();
        pair = new NameNodePair(stack);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void everybodyRuns() throws Exception {
        pair.reset();
        for (int i = 1; i <= 3; i++) {
            stack.engine("datanode-" + i).start();
        }
    }

    /**
     * The active one is killed in mid-load, and for a while there is no other. Meanwhile the task is stopped and started, as it is by new
     * settings. Later the two change places in good order.
     */
    @Test
    void theActiveNameNodeIsKilled() throws Exception {
        // Files are large and open when it happens.
        String[] rotation = {"rotate.records=1000000", "rotate.idle.ms=3000"};
        ArchiveHandle archive = start("killed", rotation);
        try {
            archive.deliverUpTo(STEP);
            archive.awaitCommitted(STEP);
            archive.beans();

            archive.deliverUpTo(2 * STEP);
            awaitOpenFiles(archive);
            pair.active().kill();
            long begin = System.nanoTime();
            awaitWaiting(archive, "the NameNode to answer");
            archive.stop();
            archive.close();
            archive = start("killed", rotation);
            archive.deliverUpTo(2 * STEP);
            Await.atMost(AWAY.plus(PATIENCE))
                    .until("name nodes to be away for long enough", () -> System.nanoTime() - begin >= AWAY.toNanos());
            pair.seize();
            archive.awaitCommitted(2 * STEP);

            pair.standby().start();
            archive.deliverUpTo(3 * STEP);
            pair.failOver();
            archive.awaitCommitted(3 * STEP);
            archive.end();
        } finally {
            archive.close();
        }
        assertArchived("killed", 3 * STEP);
    }

    /** The active one hangs, another takes its place; when it wakes up it still believes itself active, until it writes. */
    @Test
    void theActiveNameNodeHangsAndComesBack() throws Exception {
        try (ArchiveHandle archive = start("frozen", "hadoop.ipc.client.rpc-timeout.ms=2000")) {
            archive.deliverUpTo(STEP);
            archive.awaitCommitted(STEP);

            archive.deliverUpTo(2 * STEP);
            signal("STOP", pair.active().pid());
            pair.seize();
            archive.awaitCommitted(2 * STEP);

            signal("CONT", pair.standby().pid());
            archive.deliverUpTo(3 * STEP);
            archive.awaitCommitted(3 * STEP);
            archive.end();
        } finally {
            // Whichever it is: perhaps a zombie, perhaps gone.
            pair.standby().kill();
        }
        assertArchived("frozen", 3 * STEP);
    }

    /** Files are being written: first one, then two of their three data nodes die, and come back. */
    @Test
    void dataNodesDieInMidWrite() throws Exception {
        try (ArchiveHandle archive = start("pipelines", "rotate.records=1000000", "rotate.idle.ms=5000")) {
            archive.beans();
            archive.deliverUpTo(STEP);
            awaitOpenFiles(archive);
            stack.engine("datanode-1").kill();
            archive.deliverUpTo(2 * STEP);
            awaitOpenFiles(archive);
            stack.engine("datanode-2").kill();
            archive.deliverUpTo(3 * STEP);
            archive.end();
        }
        assertArchived("pipelines", 3 * STEP);
    }

    @Test
    void allDataNodesAreFull() throws Exception {
        try (ArchiveHandle archive = start("full");
                DistributedFileSystem hdfs = pair.hdfs()) {
            archive.deliverUpTo(STEP);
            archive.awaitCommitted(STEP);
            Ballast.fill(hdfs, REPLICATION);
            archive.deliverUpTo(2 * STEP);
            awaitWaiting(archive, "data nodes that take blocks");
            archive.awaitLog("that they have space left");
            Ballast.remove(hdfs);
            archive.awaitCommitted(2 * STEP);
            archive.end();
        }
        assertArchived("full", 2 * STEP);
    }

    @Test
    void quotasAreExceededAndRaised() throws Exception {
        org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("/quotas");
        try (ArchiveHandle archive = start("quotas");
                DistributedFileSystem hdfs = pair.hdfs()) {
            archive.deliverUpTo(STEP);
            archive.awaitCommitted(STEP);

            long space = hdfs.getContentSummary(root).getSpaceConsumed();
            hdfs.setQuota(root, HdfsConstants.QUOTA_DONT_SET, space + Ballast.BLOCK);
            archive.deliverUpTo(2 * STEP);
            awaitWaiting(archive, "quota");
            archive.awaitLog("waits for quota: org.apache.hadoop.hdfs.protocol.DSQuotaExceededException");
            hdfs.setQuota(root, HdfsConstants.QUOTA_DONT_SET, 100 * space);
            archive.awaitCommitted(2 * STEP);

            hdfs.setQuota(root, hdfs.getContentSummary(root).getFileAndDirectoryCount(), HdfsConstants.QUOTA_DONT_SET);
            archive.deliverUpTo(3 * STEP);
            archive.awaitLog("waits for quota: org.apache.hadoop.hdfs.protocol.NSQuotaExceededException");
            hdfs.setQuota(root, HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_RESET);
            archive.awaitCommitted(3 * STEP);
            archive.end();
        }
        assertArchived("quotas", 3 * STEP);
    }

    /** Logs say it, and so does the MBean. */
    private static void awaitWaiting(ArchiveHandle archive, String what) throws Exception {
        archive.awaitLog("waits for " + what);
        awaitAttribute(archive, "Waiting", value -> value.toString().contains(what));
    }

    private static void awaitAttribute(ArchiveHandle archive, String name, Predicate<Object> condition)
            throws Exception {
        Beans beans = archive.beans();
        Await.atMost(PATIENCE)
                .until(
                        name + " to be as expected",
                        () -> beans.attribute("dev.sluice:type=connect-error-hdfs-sink,*", name).stream()
                                .anyMatch(condition));
    }

    /** Returns while files are being written. */
    private static void awaitOpenFiles(ArchiveHandle archive) throws Exception {
        awaitAttribute(archive, "OpenFiles", value -> (Integer) value > 0);
    }

    private static void signal(String name, long pid) throws Exception {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    private static ArchiveHandle start(String name, String... more) throws IOException {
        List<String> config = new ArrayList<>(List.of(
                "name=archive",
                "hdfs.url=" + stack.hdfsUri(),
                "hadoop.conf.dir=" + stack.hadoopConfiguration(),
                "root.dir=/" + name,
                "hadoop.dfs.replication=" + REPLICATION,
                "hadoop.dfs.blocksize=" + Ballast.BLOCK,
                "rotate.records=2500",
                "rotate.idle.ms=300",
                "retry.backoff.ms=100",
                "retry.backoff.max.ms=1000"));
        config.addAll(Arrays.asList(more));
        return ArchiveHandle.start(PLUGIN, stack.directory().resolve("archive").resolve(name), 0, 1, config);
    }

    private static void assertArchived(String name, long end) throws IOException {
        Archived archived = Archived.read(pair.active().endpoint(), "/" + name);
        assertThat(archived.topics()).containsExactly(Rejections.TOPIC);
        for (int partition = 0; partition < Rejections.PARTITIONS; partition++) {
            archived.assertExactlyOnce(Rejections.TOPIC, partition, end);
        }
    }
}
