package dev.sluice.it.daytwo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.it.Project;
import dev.sluice.it.daytwo.Books.Upload;
import dev.sluice.stack.EngineHandle;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes of {@code docs/day-2.md} on the shipped connectors, most of them in the middle of a file; after each, all is as if nothing had
 * happened. One story, told in order, on a stack of its own, since things get lost for good.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DayTwoIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SOURCE = "client-a-source";
    private static final String SINK = "cassandra-sink";
    private static final String ROWS_PER_SECOND = "4000";
    private static final int ROWS = 12_000;
    private static final int SEEN = 2_000;
    private static final String DEFINITION = """
            {"name": "readings", "file_type": "csv", "key_space": "mysimbdp_coredms", "primary_key": ["id"],
             "schema": {"type": "record", "name": "readings", "fields": [
               {"name": "id", "type": "int"}, {"name": "level", "type": "double"}]}}
            """;
    private static final Map<String, String> BRISK =
            Map.of("file.settle.ms", "200", "scan.interval.ms", "200", "max.rows.per.second", ROWS_PER_SECOND);

    private final Books books = new Books();
    private LocalStack stack;
    private Town town;
    private ConnectRest rest;
    private Staging staging;
    private Operator operator;
    private Path releases;
    private int files;
    private String abandoned;
    private boolean isWell;

    @BeforeAll
    void begin(@TempDir Path desk) throws Exception {
        operator = new Operator(desk);
        releases = Files.createDirectories(desk.resolve("releases"));
        Releases.download(desk);
        Files.createDirectories(releases.resolve(Releases.NEW));
        operator.where("NEW", Releases.OLD).does("upgrade-unpack", Map.of("/opt/sluice", releases.toString()));
        stack = LocalStack.builder()
                .directory(Path.of(System.getProperty(StackExtension.DIRECTORY_PROPERTY, "target/stack") + "-day-two"))
                .fromScratch()
                .workerSetting(
                        "plugin.path",
                        releases.resolve(Releases.OLD) + "," + releases.resolve(Releases.NEW) + ","
                                + Project.ROOT.resolve("local-stack/engines/avro-converter/target/plugins"))
                .start();
        town = new Town(stack);
        rest = new ConnectRest(stack.connectUrl());
        staging = new Staging(stack.stagingDirectory(), Town.TENANT);
        operator.where("CONNECT", stack.connectUrl())
                .where("OLD", Releases.OLD)
                .where("NEW", Releases.NEW)
                .where("BOOTSTRAP", stack.bootstrapServers())
                .where("STAGING", stack.stagingDirectory().toString())
                .where("SLUICE_CONNECT_URL", stack.connectUrl())
                .where("SLUICE_STAGING_DIR", stack.stagingDirectory().toString());
        for (String sink : List.of(SINK, "error-hdfs-sink", "load-error-hdfs-sink")) {
            rest.post(Project.changed(sink, sink, sink.equals(SINK) ? Map.of() : Map.of("rotate.idle.ms", "500")));
        }
        rest.post(Project.changed(SOURCE, SOURCE, BRISK));
        define();
        load(next());
        allIsWell();
    }

    @AfterAll
    void end() {
        if (town != null) {
            town.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    /** What has failed would only fail again. */
    @BeforeEach
    void onlyIfAllIsWell() {
        assumeTrue(isWell, "an earlier recipe has failed");
        isWell = false;
    }

    private void allIsWell(String... others) throws Exception {
        town.assertIs(books, others);
        isWell = true;
    }

    private void define() throws InterruptedException {
        staging.drop("readings.dataset.json", DEFINITION);
        report("readings.dataset.json");
    }

    private void report(String name) throws InterruptedException {
        Await.atMost(PATIENCE)
                .until("the report of " + name, () -> staging.report(name).isPresent());
    }

    private Upload next() {
        files++;
        return new Upload("readings-" + files + ".csv", ROWS, files);
    }

    private void load(Upload upload) throws InterruptedException {
        staging.drop(upload.name(), upload.content());
        isLoaded(upload);
    }

    private void isLoaded(Upload upload) throws InterruptedException {
        Await.atMost(PATIENCE)
                .until(
                        "the report of " + upload.name(),
                        () -> staging.report(upload.name()).isPresent());
        books.loaded(upload);
    }

    /** Drops a file, and returns when some of it has come to Kafka, and some has not. */
    private Upload inMidFile() throws Exception {
        Upload upload = next();
        long before = town.records();
        staging.drop(upload.name(), upload.content());
        Await.atMost(PATIENCE).until("rows of " + upload.name(), () -> town.records() > before + SEEN);
        assertThat(staging.report(upload.name())).as("in the middle of a file").isEmpty();
        return upload;
    }

    private String version(ConnectRest worker, String connector) throws InterruptedException {
        TreeSet<String> versions = new TreeSet<>();
        JsonNode status = worker.get("/connectors/" + connector + "/status");
        versions.add(status.path("connector").path("version").asText());
        status.path("tasks").forEach(task -> versions.add(task.path("version").asText()));
        return String.join(" and ", versions);
    }

    /** Workers are restarted one after the other, then connectors change versions, while files are read. */
    @Test
    @Order(1)
    void upgrade() throws Exception {
        operator.does("upgrade-pin");
        operator.does("upgrade-unpack", Map.of("/opt/sluice", releases.toString()));
        Upload upload = inMidFile();
        EngineHandle second = stack.startWorker("worker-2");
        stack.engine("worker-1").stop();
        stack.engine("worker-1").start();
        assertThat(rest.get("/connector-plugins").toString()).contains(Releases.OLD, Releases.NEW);
        allRun();
        for (String connector : List.of(SOURCE, SINK)) {
            assertThat(version(rest, connector)).as(connector).isEqualTo(Releases.OLD);
        }
        isLoaded(upload);

        Upload another = inMidFile();
        operator.does("upgrade-sinks");
        operator.does("upgrade-source");
        for (String connector : List.of(SOURCE, SINK)) {
            Await.atMost(PATIENCE)
                    .until(
                            connector + " to be of the new version",
                            () -> version(rest, connector).equals(Releases.NEW));
        }
        operator.does("upgrade-unpin");
        assertThat(rest.get("/connectors/" + SOURCE + "/config").has("connector.plugin.version"))
                .isFalse();
        stack.engine("worker-1").stop();
        operator.does("upgrade-finish", Map.of("/opt/sluice", releases.toString()));
        stack.engine("worker-1").start();
        assertThat(rest.get("/connector-plugins").toString())
                .contains(Releases.NEW)
                .doesNotContain("\"" + Releases.OLD + "\"");
        allRun();
        isLoaded(another);
        second.stop();
        allRun();
        allIsWell();
    }

    /** A worker was restarted: what failed meanwhile is restarted, as the page says, until all runs. */
    private void allRun() throws Exception {
        operator.does("upgrade-restart");
        for (String connector : List.of(SOURCE, SINK)) {
            Await.atMost(PATIENCE).until(connector + " to run", () -> {
                List<String> states =
                        rest.get("/connectors/" + connector + "/status").findValuesAsText("state");
                if (states.contains("FAILED")) {
                    operator.does("upgrade-restart");
                }
                // The connector's own, and its tasks'.
                return states.size() > 1 && states.stream().allMatch("RUNNING"::equals);
            });
        }
    }

    @Test
    @Order(2)
    void replay() throws Exception {
        assertThat(operator.does("replay")).contains("to win again: readings-2.csv readings-3.csv");
        // In out/, its name is taken.
        report("readings-1.csv.1");
        books.loaded(new Upload("readings-1.csv", ROWS, 1));
        allIsWell();
    }

    @Test
    @Order(3)
    void grow() throws Exception {
        int partitions = town.partitions() + 3;
        Upload upload = inMidFile();
        operator.where("PARTITIONS", Integer.toString(partitions)).does("grow");
        assertThat(staging.report(upload.name())).as("grown in mid-file").isEmpty();
        isLoaded(upload);
        assertThat(town.partitions()).isEqualTo(partitions);
        allIsWell();
    }

    @Test
    @Order(4)
    void cassandraIsLost() throws Exception {
        operator.does("lost-cassandra-before");
        town.loseCassandra();
        Upload upload = inMidFile();
        operator.does("lost-cassandra-after");
        isLoaded(upload);
        allIsWell();
    }

    @Test
    @Order(5)
    void theArchiveIsLost() throws Exception {
        operator.does("lost-archive-before");
        town.loseArchive();
        Upload upload = inMidFile();
        operator.does("lost-archive-after");
        isLoaded(upload);
        allIsWell();
    }

    @Test
    @Order(6)
    void connectsOffsetsAreLost() throws Exception {
        Upload upload = inMidFile();
        operator.does("lost-offsets");
        isLoaded(upload);
        allIsWell();
    }

    /** The file that was being read is dropped again; what there was of it before has no end. */
    @Test
    @Order(7)
    void theStagingDirectoryIsLost() throws Exception {
        Upload upload = inMidFile();
        Files.writeString(
                operator.desk().resolve("client_a.agreement.json"),
                "{\"client\": \"client_a\", \"keyspaces\": [\"mysimbdp_coredms\"], \"max.rows.per.second\": "
                        + ROWS_PER_SECOND + "}");
        operator.does("lost-staging", Map.of("scripts/tenant", "rm -r \"$STAGING/client_a\"\nscripts/tenant"));
        define();
        assertThat(staging.report("readings.dataset.json")
                        .orElseThrow()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        load(upload);
        abandoned = upload.name() + " RUNNING";
        allIsWell(abandoned);
    }

    /** To a Connect cluster of another Kafka, and another staging directory. */
    @Test
    @Order(8)
    void move() throws Exception {
        EngineHandle elsewhere = stack.startOldestWorker();
        Path directory = Files.createDirectories(stack.directory().resolve("staging-2"));
        ObjectNode moved = (ObjectNode) JSON.readTree(Project.changed(SOURCE, SOURCE, BRISK));
        moved.put("initial_state", "STOPPED");
        ((ObjectNode) moved.path("config")).put("staging.dir", directory.toString());
        Files.writeString(operator.desk().resolve("moved.json"), moved.toString());
        Upload upload = inMidFile();
        operator.where("NEW_CONNECT", elsewhere.endpoint())
                .where("NEW_STAGING", directory.toString())
                .does("move");
        assertThat(JSON.readTree(operator.desk().resolve("offsets.json").toFile())
                        .path("offsets")
                        .toString())
                .contains("client_a/readings");
        staging = new Staging(directory, Town.TENANT);
        isLoaded(upload);
        assertThat(rest.get("/connectors")).noneMatch(name -> name.asText().equals(SOURCE));
        load(next());
        allIsWell(abandoned);
        elsewhere.stop();
    }

    /** A record that nobody can read, and a sink that has nowhere to put it. */
    @Test
    @Order(9)
    void aTaskHasFailed() throws Exception {
        ObjectNode config = (ObjectNode) rest.get("/connectors/" + SINK + "/config");
        config.remove(config.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith("errors."))
                .toList());
        // Stopped first: a task of the old configuration that still runs would have somewhere to put the record.
        rest.put("/connectors/" + SINK + "/stop", JSON.createObjectNode());
        Await.atMost(PATIENCE)
                .until(
                        "the sink's tasks to be gone",
                        () -> rest.get("/connectors/" + SINK + "/status")
                                .path("tasks")
                                .isEmpty());
        rest.put("/connectors/" + SINK + "/config", config);
        rest.put("/connectors/" + SINK + "/resume", JSON.createObjectNode());
        rest.awaitRunning(SINK, PATIENCE);
        poison();
        Await.atMost(PATIENCE)
                .until(
                        "the task to fail",
                        () -> rest.get("/connectors/" + SINK + "/status")
                                .path("tasks")
                                .toString()
                                .contains("FAILED"));
        assertThat(operator.does("broken-look")).contains("FAILED", "DataException");
        operator.does("broken-letters");
        operator.does("broken-restart");
        // Until it has started, its status is that of before.
        Await.atMost(PATIENCE).until("the sink to run again", () -> {
            String status = rest.get("/connectors/" + SINK + "/status").toString();
            return status.contains("RUNNING") && !status.contains("FAILED");
        });
        Await.atMost(PATIENCE)
                .until(
                        "the dead letter in the archive",
                        () -> town.archived("load-error").equals(Map.of("0@0", 1L)));
        assertThat(operator.undone()).as("recipes that no test has tried").isEmpty();
    }

    private void poison() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Town.ROWS, 0, null, "nobody reads this".getBytes(StandardCharsets.US_ASCII)))
                    .get();
        }
    }
}
