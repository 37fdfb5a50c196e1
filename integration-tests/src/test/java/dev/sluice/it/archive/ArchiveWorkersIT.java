package dev.sluice.it.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Rejection;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Pipeline;
import dev.sluice.it.Beans;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The archive's connectors as operators post them, in real workers of the newest and of the oldest Kafka, while errors keep coming:
 * workers are killed, come and go, the connectors' settings and their number of tasks change. System properties: {@code archive.worker.kills} (1), {@code seed}.
 */
@ExtendWith(StackExtension.class)
class ArchiveWorkersIT {
    private static final int KILLS = Integer.getInteger("archive.worker.kills", 1);
    private static final long SEED = Long.getLong("seed", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("sluice.root"));

    private static final String ARCHIVE = "/workers";
    private static final String REJECTIONS = "workers-rejections";
    private static final String DEAD_LETTERS = "workers-dead-letters";
    private static final String BEAN = "dev.sluice:type=connect-error-hdfs-sink,connector=\"" + REJECTIONS + "\",*";
    private static final String OF_THE_WORKER = "kafka.connect:type=plugins,connector=" + REJECTIONS + ",*";

    private final Random random = new Random(SEED);

    @Test
    void everyOffsetIsArchivedOnceWhateverBecomesOfTheWorkers(LocalStack stack) throws Exception {
        ConnectRest rest = new ConnectRest(stack.connectUrl());
        try (ErrorsLoad load = new ErrorsLoad(stack, REJECTIONS, DEAD_LETTERS)) {
            ObjectNode rejections = post(rest, "error-hdfs-sink", REJECTIONS);
            ObjectNode deadLetters = post(rest, "load-error-hdfs-sink", DEAD_LETTERS);
            load.begin(400);
            awaitProgress(load);
            assertMetrics(stack.engine("worker-1").pid(), true);

            for (int kill = 1; kill <= KILLS; kill++) {
                change(rest, REJECTIONS, rejections, 1 + kill % 3);
                awaitAnyMoment(load);
                stack.engine("worker-1").kill();
                stack.engine("worker-1").start();
                change(rest, DEAD_LETTERS, deadLetters, 1 + random.nextInt(4));
                awaitProgress(load);
            }

            change(rest, REJECTIONS, rejections, 4);
            try (OldestWorker oldest = OldestWorker.start(stack)) {
                assertThat(oldest.version()).startsWith("3.9.");
                awaitTasksOn(rest, oldest);
                awaitProgress(load);
                assertMetrics(oldest.pid(), false);
                awaitAnyMoment(load);
                oldest.kill();
            }
            change(rest, REJECTIONS, rejections, 1);

            long end = load.end();
            awaitCommitted(load, end);
            rest.failIfFailed(REJECTIONS);
            rest.failIfFailed(DEAD_LETTERS);
            rest.delete(REJECTIONS);
            rest.delete(DEAD_LETTERS);
            assertArchived(stack, end);
        }
    }

    /** As it stands in {@code connector-configs/}, but for a topic and a root that no other test has. */
    private static ObjectNode post(ConnectRest rest, String file, String name) throws Exception {
        ObjectNode connector = (ObjectNode) JSON.readTree(Files.readString(Pipeline.config(ROOT, file)));
        ObjectNode config = (ObjectNode) connector.put("name", name).path("config");
        config.put("topics", name).put("root.dir", ARCHIVE).put("rotate.records", "1000");
        rest.post(connector.toString());
        rest.awaitRunning(name, PATIENCE);
        return config;
    }

    private void change(ConnectRest rest, String name, ObjectNode config, int tasks) throws InterruptedException {
        config.put("tasks.max", Integer.toString(tasks));
        config.put("rotate.records", Integer.toString(200 + random.nextInt(3_000)));
        config.put("rotate.idle.ms", Integer.toString(100 + random.nextInt(2_000)));
        config.put("avro.codec", List.of("zstd", "snappy", "deflate").get(random.nextInt(3)));
        rest.put("/connectors/" + name + "/config", config);
        Await.atMost(PATIENCE).until(tasks + " tasks of " + name, () -> {
            JsonNode status = rest.get("/connectors/" + name + "/status").path("tasks");
            int running = 0;
            for (JsonNode task : status) {
                failUnlessTooMany(task);
                running += isRunning(task) ? 1 : 0;
            }
            return running == tasks && status.size() == tasks;
        });
    }

    /**
     * A worker that starts the old number of tasks while the new one is already set fails them, until it has made the new ones (a race of
     * Connect's, which ends by itself).
     */
    private static void failUnlessTooMany(JsonNode task) {
        String trace = task.path("trace").asText();
        if (task.path("state").asText().equals("FAILED") && !trace.contains("TooManyTasksException")) {
            throw new Await.GaveUp(trace);
        }
    }

    private static boolean isRunning(JsonNode task) {
        return task.path("state").asText().equals("RUNNING");
    }

    /** Records that were sent from now on are archived. */
    private static void awaitProgress(ErrorsLoad load) throws InterruptedException {
        awaitCommitted(load, load.sent() + 1);
    }

    private static void awaitCommitted(ErrorsLoad load, long offset) throws InterruptedException {
        Await.atMost(PATIENCE).until("offset " + offset + " of every partition to be committed", () -> {
            long committed = load.committed(REJECTIONS, DEAD_LETTERS);
            if (committed < offset) {
                throw new IllegalStateException("only " + committed + " is");
            }
            return true;
        });
    }

    /** Up to five seconds of records later: anywhere between two commits or within one. */
    private void awaitAnyMoment(ErrorsLoad load) throws InterruptedException {
        long moment = load.sent() + random.nextInt(2_000);
        Await.atMost(PATIENCE).until("record " + moment + " to be sent", () -> load.sent() >= moment);
    }

    private static void awaitTasksOn(ConnectRest rest, OldestWorker worker) throws InterruptedException {
        Await.atMost(PATIENCE).until("a task on " + worker.id(), () -> {
            for (JsonNode task :
                    rest.get("/connectors/" + REJECTIONS + "/status").path("tasks")) {
                if (task.path("worker_id").asText().equals(worker.id()) && isRunning(task)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Over JMX, from outside the worker: the plugin's own MBean, and the same among the worker's metrics, as Kafka 4.1 has them. */
    private static void assertMetrics(long pid, boolean hasPluginMetrics) throws Exception {
        try (Beans beans = Beans.of(pid)) {
            // A task that has just come waits for its partitions first.
            Await.atMost(PATIENCE)
                    .until(
                            "a task to have archived records",
                            () -> beans.attribute(BEAN, "RecordsArchived").stream()
                                    .anyMatch(count -> (Long) count > 0));
            assertThat(beans.attribute(BEAN, "Partitions"))
                    .anySatisfy(count -> assertThat((Integer) count).isPositive());
            if (hasPluginMetrics) {
                assertThat(beans.attribute(OF_THE_WORKER, "records-archived"))
                        .anySatisfy(count -> assertThat((Long) count).isPositive());
                assertThat(beans.attribute(OF_THE_WORKER, "lag-ms")).isNotEmpty();
            } else {
                assertThat(beans.attribute(OF_THE_WORKER, "records-archived")).isEmpty();
            }
        }
    }

    private static void assertArchived(LocalStack stack, long end) throws IOException {
        Archived archived = Archived.read(stack.hdfsUri(), ARCHIVE, ArchiveWorkersIT::assertIsItself);
        assertThat(archived.topics()).containsExactly(DEAD_LETTERS, REJECTIONS);
        for (int partition = 0; partition < ErrorsLoad.PARTITIONS; partition++) {
            archived.assertExactlyOnce(REJECTIONS, partition, end);
            archived.assertExactlyOnce(DEAD_LETTERS, partition, end);
        }
    }

    /** The right content under the right offset. */
    private static void assertIsItself(GenericRecord record) {
        long offset = (Long) record.get("offset");
        if (record.get("topic").toString().equals(REJECTIONS)) {
            Rejection rejection = Rejections.rejection(offset);
            assertThat(record.get("ordinal")).isEqualTo(rejection.position().ordinal());
            assertThat(record.get("raw")).hasToString(rejection.raw());
        } else {
            assertThat(text(record)).isEqualTo(ErrorsLoad.deadLetter((Integer) record.get("partition"), offset));
        }
    }

    private static String text(GenericRecord record) {
        return record.get("raw_bytes") instanceof ByteBuffer bytes
                ? StandardCharsets.UTF_8.decode(bytes.duplicate()).toString()
                : String.valueOf(record.get("raw"));
    }
}
