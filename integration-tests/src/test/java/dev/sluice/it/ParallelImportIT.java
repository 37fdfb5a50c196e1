package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Event;
import dev.sluice.contract.RowPosition;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.demo.Tables;
import dev.sluice.it.story.check.TopicStory;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two tasks read one file at once, and the worker is killed in the midst of it: the topics tell the story that they tell of one reader,
 * but for the order of rows between ranges; the table has the last row of every key, and the sink proves the import complete.
 */
@ExtendWith(StackExtension.class)
class ParallelImportIT {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String NAME = "parallelimport";
    private static final String SINK = NAME + "-sink";
    private static final String FILE = "one-1.csv";
    private static final String KEYSPACE = "mysimbdp_coredms";
    /** Three full ranges and a short one. */
    private static final int ROWS = (int) (3 * RowPosition.BLOCK_ROWS + 40_000);
    /** Every key stands in every range many times, so that a wrong order shows. */
    private static final int KEYS = 2_000;

    private static final int BAD_EVERY = 10_007;
    private static final String DEFINITION = """
            {"name": "one", "file_type": "csv", "key_space": "%s", "max_file_size_mb": 1000,
             "primary_key": ["id"], "schema": {"type": "record", "name": "%s", "fields": [
               {"name": "id", "type": "int"}, {"name": "place", "type": "string"}, {"name": "row", "type": "long"}]}}
            """.formatted(KEYSPACE, NAME);

    private LocalStack stack;
    private ConnectRest rest;
    private Staging staging;
    private TopicStory story;

    @BeforeEach
    void deploy(LocalStack localStack) throws Exception {
        stack = localStack;
        rest = new ConnectRest(stack.connectUrl());
        staging = new Staging(stack.stagingDirectory(), NAME);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(NAME + "-rows", 5, (short) 1),
                            new NewTopic(NAME + "-errors", 3, (short) 1),
                            new NewTopic(NAME + "-events", 1, (short) 1)))
                    .all()
                    .get();
        }
        rest.post(Project.sourceConfig(
                NAME,
                NAME,
                Map.of(
                        "tasks.max", "2",
                        "split.min.bytes", "1000000",
                        "topic", NAME + "-rows",
                        "errors.topic", NAME + "-errors",
                        "events.topic", NAME + "-events",
                        "transforms.validate.errors.topic", NAME + "-errors")));
        rest.post(Project.changed(
                "cassandra-sink",
                SINK,
                Map.of(
                        "topics", NAME + "-rows," + NAME + "-errors",
                        "errors.deadletterqueue.topic.name", NAME + "-load-error")));
        rest.awaitRunning(NAME, Duration.ofMinutes(1));
        rest.awaitRunning(SINK, Duration.ofMinutes(1));
        story = new TopicStory(stack, NAME + "-rows", NAME + "-errors", NAME + "-events");
    }

    @AfterEach
    void close() throws InterruptedException {
        story.close();
        rest.delete(NAME);
        rest.delete(SINK);
    }

    @Test
    void oneFileIsReadByTwoTasksAndSurvivesAKill() throws Exception {
        staging.drop("one.dataset.json", DEFINITION);
        staging.drop(FILE, file());
        read("rows of two ranges, in turns", () -> story.isReadInParallel() && story.rowsSeen() > ROWS / 5);
        stack.engine("worker-1").kill();
        assertThat(story.ends("one")).as("killed in mid-file").isEmpty();
        stack.engine("worker-1").start();

        read("the report of the file", () -> staging.report(FILE).isPresent());
        read("the end of the file", () -> !story.ends("one").isEmpty());
        List<Event.ImportEnded> ends = story.ends("one");
        assertThat(ends).hasSize(1);
        read("all rows of the file", () -> story.isComplete(ends.get(0)));
        story.assertTrue("one");
        assertReport(ends.get(0));
        assertTable();
    }

    private void assertReport(Event.ImportEnded end) throws IOException {
        JsonNode report = staging.report(FILE).orElseThrow();
        assertThat(end.rowsRead()).isEqualTo(ROWS);
        assertThat(end.rowsRejected()).isEqualTo(ROWS / BAD_EVERY);
        assertThat(report.path("rows_read").asLong()).isEqualTo(ROWS);
        assertThat(report.path("rows_rejected").asLong()).isEqualTo(end.rowsRejected());
        assertThat(report.path("sha256").asText()).isEqualTo(end.sha256());
        assertThat(Files.readAllLines(staging.out().resolve(FILE + ".rejects.csv")))
                .isEqualTo(Stream.concat(
                                Stream.of("id,place,row"),
                                IntStream.rangeClosed(1, ROWS / BAD_EVERY).mapToObj(i -> line(i * BAD_EVERY)))
                        .toList());
        assertThat(staging.in().resolve(FILE)).doesNotExist();
        assertThat(staging.in().resolveSibling(".sluice").resolve("imports")).isEmptyDirectory();
    }

    private void assertTable() throws Exception {
        try (Tables tables = new Tables(stack.cassandra(), stack.localDatacenter())) {
            Await.atMost(PATIENCE)
                    .until(
                            "the import to be proved complete",
                            () -> imported(tables).get("state").equals("COMPLETED"));
            Map<String, Object> imported = imported(tables);
            assertThat(imported.get("rows_total")).isEqualTo((long) ROWS);
            assertThat(imported.get("rows_accepted")).isEqualTo((long) ROWS - ROWS / BAD_EVERY);
            assertThat(imported.get("rows_rejected")).isEqualTo((long) ROWS / BAD_EVERY);
            assertThat(imported.get("rows_missing")).isEqualTo(0L);
            Map<Integer, Long> last = new HashMap<>();
            IntStream.rangeClosed(1, ROWS).filter(i -> i % BAD_EVERY != 0).forEach(i -> last.put(i % KEYS, (long) i));
            Map<Integer, Long> actual = new HashMap<>();
            tables.rows(KEYSPACE, NAME).forEach(row -> actual.put((Integer) row.get("id"), (Long) row.get("row")));
            assertThat(actual).isEqualTo(last);
        }
    }

    private static Map<String, Object> imported(Tables tables) {
        return tables.rows("sluice", "imports").stream()
                .filter(row -> row.get("tenant").equals(NAME))
                .findFirst()
                .orElse(Map.of("state", "none"));
    }

    private static byte[] file() {
        StringBuilder text = new StringBuilder("id,place,row\n");
        for (int i = 1; i <= ROWS; i++) {
            text.append(line(i)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String line(int i) {
        return i % KEYS + ",\"Oulu, Finland\"," + (i % BAD_EVERY == 0 ? "many" : i);
    }

    private void read(String what, Callable<Boolean> condition) throws InterruptedException {
        Await.atMost(PATIENCE).until(what, () -> {
            story.read();
            return condition.call();
        });
    }
}
