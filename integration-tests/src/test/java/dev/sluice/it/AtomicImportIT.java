package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A file is imported atomically in a real worker that is killed in the midst of it: whoever reads committed records sees nothing of it,
 * in any partition of any topic, and then all of it, once.
 */
@ExtendWith(StackExtension.class)
class AtomicImportIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String NAME = "atomicimport";
    private static final List<String> TOPICS = List.of(NAME + "-rows", NAME + "-errors", NAME + "-events");
    private static final int PARTITIONS = 5;
    private static final String FILE = "one-1.csv";
    private static final int ROWS = 150_000;
    private static final int BAD_EVERY = 1_000;
    private static final String DEFINITION = """
            {"name": "one", "file_type": "csv", "key_space": "mysimbdp_coredms", "max_file_size_mb": 100,
             "primary_key": ["id"], "schema": {"type": "record", "name": "one", "fields": [
               {"name": "id", "type": "long"}, {"name": "place", "type": "string"}, {"name": "level", "type": "double"}]}}
            """;

    private LocalStack stack;
    private ConnectRest rest;
    private Staging staging;

    @BeforeEach
    void createTopics(LocalStack localStack) throws Exception {
        stack = localStack;
        rest = new ConnectRest(stack.connectUrl());
        staging = new Staging(stack.stagingDirectory(), NAME);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(TOPICS.get(0), PARTITIONS, (short) 1),
                            new NewTopic(TOPICS.get(1), 3, (short) 1),
                            new NewTopic(TOPICS.get(2), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private String config(Map<String, String> changes) throws Exception {
        // However busy the machine is.
        Map<String, String> all = new HashMap<>(Map.of(
                "import.atomicity.max.ms", "300000",
                "producer.override.transaction.timeout.ms", "600000"));
        all.putAll(Map.of(
                "topic", TOPICS.get(0),
                "errors.topic", TOPICS.get(1),
                "events.topic", TOPICS.get(2),
                "transforms.validate.errors.topic", TOPICS.get(1),
                "import.atomicity", "file",
                "transaction.boundary", "connector",
                "exactly.once.support", "required"));
        all.putAll(changes);
        return Project.sourceConfig(NAME, NAME, all);
    }

    @AfterEach
    void delete() throws InterruptedException {
        rest.delete(NAME);
    }

    @Test
    void aKillInMidFileShowsNoPart() throws Exception {
        String refused = config(Map.of("transaction.boundary", "poll"));
        assertThatThrownBy(() -> rest.post(refused)).hasMessageContaining("Set transaction.boundary=connector");
        rest.post(config(Map.of()));
        rest.awaitRunning(NAME, Duration.ofMinutes(1));
        staging.drop("one.dataset.json", DEFINITION);
        Await.atMost(PATIENCE)
                .until(
                        "the definition",
                        () -> staging.report("one.dataset.json").isPresent());
        try (CommittedWatch watch = new CommittedWatch(stack.bootstrapServers(), TOPICS.toArray(String[]::new))) {
            Await.atMost(PATIENCE)
                    .until("a first look", () -> !watch.last().committed().isEmpty());
            long before = sum(watch.last().written());
            Map<TopicPartition, Long> committed = watch.last().committed();
            staging.drop(FILE, file());
            Await.atMost(PATIENCE)
                    .until("some rows to be written", () -> sum(watch.last().written()) > before + ROWS / 10);
            stack.engine("worker-1").kill();
            assertThat(watch.last().committed())
                    .as("killed in mid-file, nothing is seen")
                    .isEqualTo(committed);
            stack.engine("worker-1").start();
            Await.atMost(PATIENCE)
                    .until("the report", () -> staging.report(FILE).isPresent());
            watch.end();
            assertWhole(watch, committed);
            assertNeverInPart(watch, committed);
        }
        assertReport();
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Start and end in every partition of rows and in that of events, every row once, and nothing else. */
    private static void assertWhole(CommittedWatch watch, Map<TopicPartition, Long> before) {
        assertThat(watch.ordinals()).hasSize(ROWS);
        Map<TopicPartition, List<CommittedWatch.Seen>> imported = imported(watch, before);
        assertThat(imported.values().stream()
                        .flatMap(List::stream)
                        .filter(each -> !each.isEvent())
                        .count())
                .as("each row once")
                .isEqualTo(ROWS);
        imported.forEach((partition, records) -> {
            if (!partition.topic().equals(TOPICS.get(1))) {
                assertThat(records.get(0).event()).as("%s", partition).isEqualTo("ImportStarted");
                assertThat(records.get(records.size() - 1).event())
                        .as("%s", partition)
                        .isEqualTo("ImportEnded");
                assertThat(records.stream().filter(CommittedWatch.Seen::isEvent))
                        .hasSize(2);
            }
        });
        assertThat(imported.keySet().stream().filter(each -> each.topic().equals(TOPICS.get(0))))
                .hasSize(PARTITIONS);
        assertThat(imported).containsKey(new TopicPartition(TOPICS.get(2), 0));
    }

    private static Map<TopicPartition, List<CommittedWatch.Seen>> imported(
            CommittedWatch watch, Map<TopicPartition, Long> before) {
        return watch.seen().stream()
                .filter(each -> each.offset() >= before.get(each.partition()))
                .collect(Collectors.groupingBy(CommittedWatch.Seen::partition));
    }

    /**
     * At every look, each partition could be read before the import's first record, or behind its last. And if it could be so in some
     * partitions and not yet in others, then the commit was decided and all was written: Kafka marks partition after partition.
     */
    private static void assertNeverInPart(CommittedWatch watch, Map<TopicPartition, Long> before) {
        Map<TopicPartition, List<CommittedWatch.Seen>> imported = imported(watch, before);
        assertThat(watch.looks()).hasSizeGreaterThan(10);
        for (CommittedWatch.Look look : watch.looks()) {
            int none = 0;
            int all = 0;
            boolean isWritten = true;
            for (Map.Entry<TopicPartition, List<CommittedWatch.Seen>> of : imported.entrySet()) {
                List<CommittedWatch.Seen> records = of.getValue();
                long first = records.get(0).offset();
                long last = records.get(records.size() - 1).offset();
                long end = look.committed().get(of.getKey());
                assertThat(end <= first || end > last)
                        .as("%s: %d of %d to %d", of.getKey(), end, first, last)
                        .isTrue();
                none += end <= first ? 1 : 0;
                all += end > last ? 1 : 0;
                isWritten &= look.written().get(of.getKey()) > last;
            }
            assertThat(none == 0 || all == 0 || isWritten)
                    .as("%d partitions with none of it, %d with all", none, all)
                    .isTrue();
        }
    }

    private void assertReport() throws Exception {
        JsonNode report = staging.report(FILE).orElseThrow();
        assertThat(report.path("state").asText()).isEqualTo("completed");
        assertThat(report.path("atomicity").asText()).isEqualTo("file");
        assertThat(report.path("rows_read").asInt()).isEqualTo(ROWS);
        assertThat(report.path("rows_rejected").asInt()).isEqualTo(ROWS / BAD_EVERY);
        assertThat(Files.readAllLines(staging.out().resolve(FILE + ".rejects.csv")))
                .hasSize(1 + ROWS / BAD_EVERY);
    }

    /** Every thousandth row has no number where there must be one. */
    private static byte[] file() {
        StringBuilder text = new StringBuilder("id,place,level\n");
        for (int i = 1; i <= ROWS; i++) {
            text.append(i)
                    .append(",\"Oulu, Finland\",")
                    .append(i % BAD_EVERY == 0 ? "high" : "1.5")
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
