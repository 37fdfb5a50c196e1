package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Event;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.it.story.check.TopicStory;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The file source and the transform in a real worker, while everything around them dies in mid-file: whatever happens, the topics
 * tell each row once in effect, in order, and the report is right.
 *
 * <p>Small by default. {@code -Dsluice.it.rows=1000000 -Dsluice.it.kills=10 -Dsluice.it.outage.seconds=30} is the full size.
 */
@ExtendWith(StackExtension.class)
class SourceSurvivalIT {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Longer than any transaction of the tests lasts. */
    private static final long HANGING_MILLIS = 20_000;

    private static final int ROWS = Integer.getInteger("sluice.it.rows", 150_000);
    private static final int KILLS = Integer.getInteger("sluice.it.kills", 2);
    private static final int OUTAGE_SECONDS = Integer.getInteger("sluice.it.outage.seconds", 5);
    private static final int BAD_EVERY = 1_000;
    private static final String DEFINITION = """
            {"name": "%s", "file_type": "csv", "key_space": "mysimbdp_coredms", "max_file_size_mb": 1000,
             "primary_key": ["id"], "schema": {"type": "record", "name": "%s", "fields": [
               {"name": "id", "type": "long"}, {"name": "place", "type": "string"}, {"name": "level", "type": "double"}%s]}}
            """;

    private final Random random = new Random(Long.getLong("sluice.it.seed", 3));
    private LocalStack stack;
    private ConnectRest rest;
    private String name;
    private Staging staging;
    private TopicStory story;

    @BeforeEach
    void deploy(LocalStack localStack, TestInfo info) throws Exception {
        stack = localStack;
        rest = new ConnectRest(stack.connectUrl());
        name = info.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        staging = new Staging(stack.stagingDirectory(), name);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(name + "-rows", 5, (short) 1),
                            new NewTopic(name + "-errors", 3, (short) 1),
                            new NewTopic(name + "-events", 1, (short) 1)))
                    .all()
                    .get();
        }
        rest.post(Project.sourceConfig(
                name,
                name,
                Map.of(
                        "tasks.max", "2",
                        "topic", name + "-rows",
                        "errors.topic", name + "-errors",
                        "events.topic", name + "-events",
                        "transforms.validate.errors.topic", name + "-errors")));
        rest.awaitRunning(name, Duration.ofMinutes(1));
        story = new TopicStory(stack, name + "-rows", name + "-errors", name + "-events");
    }

    @AfterEach
    void close() throws InterruptedException {
        story.close();
        rest.delete(name);
    }

    @Test
    void kills() throws Exception {
        drop("one", ROWS);
        drop("two", ROWS / 10);
        for (int kill = 1; kill <= KILLS; kill++) {
            int seen = story.rowsSeen();
            int more = 1 + random.nextInt(Math.max(1, ROWS / (KILLS + 1)));
            read(seen + more + " rows", () -> story.rowsSeen() >= seen + more);
            stack.engine("worker-1").kill();
            stack.engine("worker-1").start();
        }
        assertThat(story.ends("one")).as("killed in mid-file").isEmpty();
        assertAllIsThere("one", ROWS);
        assertAllIsThere("two", ROWS / 10);
    }

    @Test
    void brokerAway() throws Exception {
        drop("one", ROWS);
        read("some rows", () -> story.rowsSeen() > ROWS / 10);
        stack.engine("broker").stop();
        passTime();
        stack.engine("broker").start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            read("the report", () -> {
                HangingTransactions.abort(admin, HANGING_MILLIS);
                return staging.report("one-1.csv").isPresent();
            });
        }
        assertAllIsThere("one", ROWS);
    }

    /** Rows of the running import go on with what is known; a new definition waits. */
    @Test
    void registryAway() throws Exception {
        drop("one", ROWS);
        read("some rows", () -> story.rowsSeen() > ROWS / 10);
        stack.engine("registry").kill();
        staging.drop(
                "one-2.dataset.json",
                DEFINITION.formatted(
                        "one", "one", ", {\"name\": \"more\", \"type\": [\"null\", \"string\"], \"default\": null}"));
        staging.drop("two.dataset.json", DEFINITION.formatted("two", "two", ""));
        passTime();
        assertThat(staging.report("two.dataset.json"))
                .as("nobody can define anything now")
                .isEmpty();
        stack.engine("registry").start();
        staging.drop("two-1.csv", file(BAD_EVERY));
        assertAllIsThere("one", ROWS);
        assertAllIsThere("two", BAD_EVERY);
        read("the second version", () -> staging.report("one-2.dataset.json").isPresent());
        assertThat(staging.report("one-2.dataset.json")
                        .orElseThrow()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void rebalance() throws Exception {
        for (String dataset : List.of("one", "two", "three")) {
            drop(dataset, ROWS / 3);
        }
        read("some rows", () -> story.rowsSeen() > ROWS / 10);
        stack.startWorker("worker-2");
        int seen = story.rowsSeen();
        read("rows after a worker has joined", () -> story.rowsSeen() > seen + ROWS / 10);
        stack.engine("worker-2").kill();
        for (String dataset : List.of("one", "two", "three")) {
            assertAllIsThere(dataset, ROWS / 3);
        }
    }

    private void drop(String dataset, int rows) {
        staging.drop(dataset + ".dataset.json", DEFINITION.formatted(dataset, dataset, ""));
        staging.drop(dataset + "-1.csv", file(rows));
    }

    /** Every thousandth row has no number where there must be one. */
    private static byte[] file(int rows) {
        StringBuilder text = new StringBuilder("id,place,level\n");
        for (int i = 1; i <= rows; i++) {
            text.append(i)
                    .append(",\"Oulu, Finland\",")
                    .append(i % BAD_EVERY == 0 ? "high" : "1.5")
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void read(String what, Callable<Boolean> condition) throws InterruptedException {
        Await.atMost(PATIENCE).until(what, () -> {
            story.read();
            return condition.call();
        });
    }

    /** An outage has to last; there is no other condition to wait for than time. */
    private static void passTime() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(OUTAGE_SECONDS).toNanos();
        Await.atMost(PATIENCE).until("the outage to have lasted", () -> System.nanoTime() - end > 0);
    }

    private void assertAllIsThere(String dataset, int rows) throws InterruptedException {
        String file = dataset + "-1.csv";
        read("the report of " + file, () -> staging.report(file).isPresent());
        read("the end of " + file, () -> !story.ends(dataset).isEmpty());
        List<Event.ImportEnded> ends = story.ends(dataset);
        assertThat(ends).hasSize(1);
        read("all rows of " + file, () -> story.isComplete(ends.get(0)));
        story.assertTrue(dataset);
        Event.ImportEnded end = ends.get(0);
        assertThat(end.rowsRead()).isEqualTo(rows);
        assertThat(end.rowsRejected()).isEqualTo(rows / BAD_EVERY);
        JsonNode report = staging.report(file).orElseThrow();
        assertThat(report.path("rows_read").asLong()).isEqualTo(rows);
        assertThat(report.path("rows_rejected").asLong()).isEqualTo(end.rowsRejected());
        assertThat(report.path("rows_accepted").asLong()).isEqualTo(end.rowsAccepted());
        assertThat(report.path("rows_lost").asLong()).isZero();
        assertThat(staging.out().resolve("done").resolve(file)).exists();
        assertThat(staging.in().resolve(file)).doesNotExist();
        List<Integer> bad = IntStream.rangeClosed(1, rows / BAD_EVERY)
                .map(i -> i * BAD_EVERY)
                .boxed()
                .toList();
        assertThat(rejectedIds(file)).isEqualTo(bad);
    }

    /** Ids of the rows that the tenant finds ready to be corrected. */
    private List<Integer> rejectedIds(String file) {
        try {
            return Files.readAllLines(staging.out().resolve(file + ".rejects.csv")).stream()
                    .skip(1)
                    .map(line -> Integer.parseInt(line.substring(0, line.indexOf(','))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
