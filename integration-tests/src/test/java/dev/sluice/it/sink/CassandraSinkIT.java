package dev.sluice.it.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import dev.sluice.demo.Tables;
import dev.sluice.it.Project;
import dev.sluice.it.sink.TaskDriver.Errant;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the sink promises, on a real Cassandra. Alone, with nothing but Cassandra: {@code -Dit.test=CassandraSinkIT
 * -Dsluice.stack.without=broker,worker-1,registry,namenode,datanode}; a failure is replayed with {@code -Dseed=}.
 */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraSinkIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String KEYSPACE = "sink_it";
    /** Larger than a mutation may be: half of a commit log segment of 8 MiB. */
    private static final int TOO_LARGE = 5 * 1024 * 1024;

    private LocalStack stack;
    private CqlSession session;
    private Tables tables;

    @BeforeAll
    void remember(LocalStack running) {
        stack = running;
    }

    /** Anew for each test: after Cassandra's death a driver waits for ever longer before it looks again. */
    private void connect() {
        session = CqlSession.builder()
                .addContactPoint(stack.cassandra())
                .withLocalDatacenter(stack.localDatacenter())
                .build();
        tables = new Tables(stack.cassandra(), stack.localDatacenter());
    }

    @AfterEach
    void disconnect() {
        if (session != null) {
            session.close();
            tables.close();
        }
    }

    private Map<String, String> config(String name) {
        return Map.ofEntries(
                Map.entry("name", name),
                Map.entry("sluice.task", "0"),
                Map.entry("cassandra.contact.points", stack.endpoints().cassandraContactPoint()),
                Map.entry("cassandra.local.datacenter", stack.localDatacenter()),
                Map.entry("keyspaces", KEYSPACE + "*"),
                Map.entry("keyspace.auto.create", "true"),
                Map.entry("keyspace.replication", "{'class':'SimpleStrategy','replication_factor':1}"),
                Map.entry("put.timeout.ms", "2000"),
                Map.entry("request.timeout.ms", "5000"),
                Map.entry("import.grace.ms", "1000"));
    }

    private static void finish(List<TaskDriver> tasks) throws InterruptedException {
        Await.atMost(PATIENCE).until("everything to be committed", () -> {
            for (TaskDriver task : tasks) {
                task.poll(() -> 500);
                task.commit(true);
            }
            return tasks.stream().allMatch(TaskDriver::isDone);
        });
    }

    @Test
    void tablesAndNumbersAreExactWhateverHappens() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        Log log = new Log(4, 2);
        List<RandomDataset> datasets = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String tenant = "tenant_" + i % 3;
            datasets.add(new RandomDataset(
                    random, tenant, KEYSPACE + "_" + i % 3, "exact" + Math.abs(seed % 1_000_000) + "_" + i));
        }
        long base = 1_700_000_000_000_000L;
        int file = 0;
        for (int round = 0; round < 3; round++) {
            for (RandomDataset dataset : datasets) {
                dataset.define(log);
                String importId = "%020x".formatted((seed & 0xffff_ffffL) + ((long) file++ << 32));
                dataset.file(log, importId, base, 300 + random.nextInt(1_500));
                base += 10_000_000;
            }
        }
        Map<TopicPartition, Long> committed = new HashMap<>();
        List<Errant> errants = new CopyOnWriteArrayList<>();
        List<TaskDriver> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            tasks.add(new TaskDriver(config("exact"), log.records(), committed, errants));
        }
        log.records().keySet().forEach(partition -> tasks.get(random.nextInt(2)).assign(List.of(partition)));
        disturb(random, log, committed, errants, tasks);
        finish(tasks);

        connect();
        assertThat(errants).isEmpty();
        for (RandomDataset dataset : datasets) {
            assertThat(differences(dataset)).as(dataset.table()).isEmpty();
            for (RandomDataset.File one : dataset.files()) {
                assertCompleted(one.context(), one.rows() - one.rejected(), one.rejected());
            }
        }
        assertThat(session.execute("SELECT import_id FROM sluice.imports_running WHERE bucket = 0")
                        .all())
                .noneMatch(row -> datasets.stream()
                        .flatMap(dataset -> dataset.files().stream())
                        .anyMatch(one -> one.context().importId().equals(row.getString(0))));
        for (RandomDataset.File one : datasets.get(0).files()) {
            assertThat(printed("tenant_0"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("tenant_0", "f.csv", "COMPLETED")
                            .contains("%,d accepted".formatted(one.rows() - one.rejected()))
                            .contains("%,d rejected".formatted(one.rejected())));
        }
        tasks.forEach(TaskDriver::crash);
    }

    /** What scripts/imports shows. */
    private List<String> printed(String tenant) throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        Project.ROOT.resolve("scripts/imports").toString(),
                        tenant,
                        "--once",
                        "--cassandra",
                        stack.endpoints().cassandraContactPoint())
                .start();
        String text = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).isZero();
        return text.lines().toList();
    }

    /** Redelivery, rebalances, crashes of tasks; and Cassandra is killed, twice, once for longer than requests wait. */
    private void disturb(
            Random random, Log log, Map<TopicPartition, Long> committed, List<Errant> errants, List<TaskDriver> tasks)
            throws InterruptedException {
        int steps = 500;
        for (int step = 0; step < steps; step++) {
            int chosen = random.nextInt(tasks.size());
            TaskDriver task = tasks.get(chosen);
            if (step == steps / 3) {
                stack.engine("cassandra").kill();
                stack.engine("cassandra").start();
            } else if (step == 2 * steps / 3) {
                stack.engine("cassandra").kill();
                long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("cassandra.down.s", 8));
                while (System.nanoTime() < back) {
                    tasks.forEach(one -> one.poll(() -> 300));
                    tasks.forEach(one -> one.commit(true));
                }
                stack.engine("cassandra").start();
            }
            switch (random.nextInt(20)) {
                case 0 -> task.commit(false);
                case 1, 2, 3 -> task.commit(true);
                case 4 -> {
                    TaskDriver other = tasks.get(1 - chosen);
                    List<TopicPartition> moved =
                            task.partitions().stream().limit(1).toList();
                    task.revoke(moved);
                    other.assign(moved);
                }
                case 5 -> {
                    if (random.nextInt(4) == 0) {
                        TaskDriver reborn = new TaskDriver(config("exact"), log.records(), committed, errants);
                        reborn.assign(task.partitions());
                        tasks.set(chosen, reborn);
                        if (random.nextBoolean()) {
                            // A zombie: thought to be dead, it goes on for a while.
                            task.poll(() -> 100);
                        }
                        task.crash();
                    }
                }
                default -> task.poll(() -> random.nextInt(400));
            }
        }
    }

    /** Row by row, cell by cell. */
    private List<String> differences(RandomDataset dataset) {
        Map<List<Object>, Map<String, Object>> actual = table(dataset);
        List<String> differences = new ArrayList<>();
        dataset.model().forEach((key, row) -> {
            Map<String, Object> found = actual.remove(key);
            if (!row.equals(found)) {
                differences.add(key + " is " + found + " but must be " + row);
            }
        });
        actual.forEach((key, row) -> differences.add(key + " is " + row + " but must not be"));
        return differences;
    }

    private Map<List<Object>, Map<String, Object>> table(RandomDataset dataset) {
        Map<List<Object>, Map<String, Object>> found = new HashMap<>();
        for (Map<String, Object> row : tables.rows(dataset.keyspace(), dataset.table())) {
            List<Object> key = dataset.primaryKey().stream().map(row::remove).toList();
            row.values().removeIf(java.util.Objects::isNull);
            found.put(key, row);
        }
        return found;
    }

    private void assertCompleted(ImportContext context, long accepted, long rejected) {
        Row row = session.execute(
                        "SELECT * FROM sluice.imports WHERE tenant = ? AND base = ? AND import_id = ?",
                        context.dataset().tenant().name(),
                        context.writeTimestampBase(),
                        context.importId())
                .one();
        assertThat(row).isNotNull();
        assertThat(row.getString("state")).isEqualTo("COMPLETED");
        assertThat(row.getLong("rows_total")).isEqualTo(accepted + rejected);
        assertThat(row.getLong("rows_accepted")).isEqualTo(accepted);
        assertThat(row.getLong("rows_rejected")).isEqualTo(rejected);
        assertThat(row.getLong("rows_missing")).isZero();
        assertThat(row.getString("file")).isEqualTo("f.csv");
        Row errors = session.execute(
                        "SELECT count(*) FROM sluice.import_errors WHERE import_id = ? AND base = ?",
                        context.importId(),
                        context.writeTimestampBase())
                .one();
        assertThat(errors.getLong(0)).isEqualTo(Math.min(rejected, 100));
    }

    private static DatasetDefined definition(String table, int version, String fields) {
        return new DatasetDefined(
                DatasetId.of("tenant_x", table),
                Instant.EPOCH,
                table + ".json",
                table,
                version,
                KEYSPACE,
                List.of("k"),
                List.of(),
                "{\"type\": \"record\", \"name\": \"tenant_x." + table + "\", \"fields\": [" + fields + "]}");
    }

    @Test
    void theGuiltyRowsAreReportedWithCoordinatesAndAllOthersAreLoaded() throws Exception {
        connect();
        String table = "poison" + Long.toUnsignedString(System.nanoTime(), 36);
        DatasetDefined defined = definition(
                table,
                1,
                "{\"name\": \"k\", \"type\": \"string\"}, {\"name\": \"v\", \"type\": [\"null\", \"string\"]}, "
                        + "{\"name\": \"w\", \"type\": [\"null\", \"string\"]}");
        Schema wide = SchemaBuilder.struct()
                .field("k", Schema.STRING_SCHEMA)
                .field("v", Schema.OPTIONAL_STRING_SCHEMA)
                .field("w", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema narrow = SchemaBuilder.struct()
                .field("k", Schema.STRING_SCHEMA)
                .field("v", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        ImportContext context =
                new ImportContext(defined.id(), "%020x".formatted(System.nanoTime()), table, 1, 5_000_000);
        Log log = new Log(1, 1);
        log.event(defined);
        log.event(new ImportStarted(context, Instant.EPOCH, "f.csv", 1_000));
        int rows = 200;
        for (int ordinal = 1; ordinal <= rows; ordinal++) {
            Struct struct = new Struct(narrow).put("k", "k" + ordinal).put("v", "v" + ordinal);
            switch (ordinal) {
                case 20 -> struct.put("v", "x".repeat(TOO_LARGE));
                case 40 -> struct.put("k", "");
                case 60 ->
                    struct = new Struct(wide).put("k", "k60").put("v", "v60").put("w", "w60");
                // The same key as the row before, which it supersedes until it turns out to be too large.
                case 80 -> struct.put("k", "k79").put("v", "x".repeat(TOO_LARGE));
                default -> {}
            }
            log.row(context, ordinal, 0, struct);
        }
        log.event(new ImportEnded(context, Instant.EPOCH, "f.csv", 1_000, rows, rows, 0, "s"));
        List<Errant> errants = new CopyOnWriteArrayList<>();
        TaskDriver task = new TaskDriver(config("poison"), log.records(), new HashMap<>(), errants);
        task.assign(log.records().keySet());
        task.poll(() -> 1);
        session.execute("ALTER TABLE " + KEYSPACE + ".\"" + table + "\" DROP w");
        finish(List.of(task));

        assertThat(errants)
                .extracting(errant -> errant.record().kafkaOffset() - 1)
                .containsExactlyInAnyOrder(20L, 40L, 60L, 80L);
        assertThat(errants)
                .allSatisfy(errant -> assertThat(errant.error().getMessage())
                        .contains("validated-input-0@", "tenant_x/" + table, context.importId(), "row ", "line "));
        assertThat(errants)
                .filteredOn(errant -> errant.record().kafkaOffset() - 1 == 60)
                .allSatisfy(errant -> assertThat(errant.error().getMessage()).contains("w"));
        assertThat(tables.rows(KEYSPACE, table))
                .hasSize(rows - 4)
                .allSatisfy(
                        row -> assertThat((String) row.get("v")).isEqualTo("v" + ((String) row.get("k")).substring(1)));
        assertCompletedWithRefusals(context, rows - 4, 4);
        task.crash();
    }

    private void assertCompletedWithRefusals(ImportContext context, long accepted, long rejected) {
        assertCompleted(context, accepted, rejected);
        Row progress = session.execute(
                        "SELECT reasons FROM sluice.import_progress WHERE import_id = ? AND base = ? AND topic = ?",
                        context.importId(),
                        context.writeTimestampBase(),
                        Log.ROWS)
                .one();
        assertThat(progress.getMap("reasons", String.class, Long.class))
                .containsExactly(Map.entry("REFUSED_BY_SINK", rejected));
    }

    @Test
    void aPlainTopicIsUpsertedAndItsTombstonesDelete() throws Exception {
        connect();
        String table = "plain" + Long.toUnsignedString(System.nanoTime(), 36);
        session.execute("CREATE KEYSPACE IF NOT EXISTS " + KEYSPACE
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute("CREATE TABLE " + KEYSPACE + "." + table
                + " (id int, day date, name text, tags set<text>, amounts map<text, int>, PRIMARY KEY (id, day))");
        TopicPartition partition = new TopicPartition("orders", 0);
        List<SinkRecord> records = new ArrayList<>();
        Map<Integer, String> model = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            int id = random.nextInt(100);
            Map<String, Object> value = random.nextInt(4) == 0
                    ? null
                    : Map.of("name", "n" + i, "tags", List.of("b", "a", "b"), "amounts", Map.of("x", i));
            records.add(new SinkRecord(
                    "orders",
                    0,
                    null,
                    Map.of("id", id, "day", id),
                    null,
                    value,
                    i,
                    (long) i,
                    TimestampType.CREATE_TIME));
            if (value == null) {
                model.remove(id);
            } else {
                model.put(id, "n" + i);
            }
        }
        Map<String, String> config = new HashMap<>(config("plain"));
        config.put("topic.orders.table", KEYSPACE + "." + table);
        List<Errant> errants = new ArrayList<>();
        TaskDriver task = new TaskDriver(config, Map.of(partition, records), new HashMap<>(), errants);
        task.assign(List.of(partition));
        for (int i = 0; i < 20; i++) {
            task.poll(() -> random.nextInt(300));
            task.commit(random.nextBoolean());
        }
        finish(List.of(task));
        assertThat(errants).isEmpty();
        Map<Integer, String> found = new HashMap<>();
        for (Map<String, Object> row : tables.rows(KEYSPACE, table)) {
            assertThat(row.get("tags")).isEqualTo(Set.of("a", "b"));
            found.put((Integer) row.get("id"), (String) row.get("name"));
        }
        assertThat(found).isEqualTo(model);
        task.crash();
    }

    /**
     * Each definition brings one user-defined type or one field of it, and one table or one column of it: two statements, whoever of the
     * tasks sends them, and however closely they meet.
     */
    @Test
    void twoTasksThatMeetADefinitionAtOnceSendEachStatementOnce() throws Exception {
        connect();
        session.execute("CREATE KEYSPACE IF NOT EXISTS " + KEYSPACE
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        String suffix = Long.toUnsignedString(System.nanoTime(), 36);
        List<TaskDriver> tasks = new ArrayList<>();
        List<Log> logs = List.of(new Log(1, 1), new Log(1, 1));
        List<Errant> errants = new CopyOnWriteArrayList<>();
        for (Log log : logs) {
            Map<String, String> config = new HashMap<>(config("race" + suffix));
            config.put("sluice.task", Integer.toString(tasks.size()));
            config.put("records.as", "udt");
            TaskDriver task = new TaskDriver(config, log.records(), new ConcurrentHashMap<>(), errants);
            task.assign(log.records().keySet());
            tasks.add(task);
        }
        finish(tasks);
        CyclicBarrier barrier = new CyclicBarrier(tasks.size());
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (int round = 0; round < 50; round++) {
                String table = "race" + suffix + "_" + round / 5;
                DatasetDefined defined = definition(table, 1 + round % 5, growing(1 + round % 5));
                logs.forEach(log -> log.event(defined));
                long before = schemaChanges("race" + suffix);
                List<Callable<Void>> lives = new ArrayList<>();
                for (TaskDriver task : tasks) {
                    lives.add(() -> {
                        barrier.await();
                        finish(List.of(task));
                        return null;
                    });
                }
                for (Future<Void> life : threads.invokeAll(lives)) {
                    life.get();
                }
                assertThat(schemaChanges("race" + suffix) - before)
                        .as("statements of round %d", round)
                        .isEqualTo(2);
                assertThat(tables.columns(KEYSPACE, table)).hasSize(3 + round % 5);
                assertThat(schemaVersions()).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(errants).isEmpty();
        assertThat(session.checkSchemaAgreement()).isTrue();
        assertThat(session.execute("SELECT subject FROM sluice.datasets").all())
                .filteredOn(row -> row.getString(0).startsWith("tenant_x.race" + suffix))
                .hasSize(50);
        tasks.forEach(TaskDriver::crash);
    }

    /** So many columns, and a record of so many fields. */
    private static String growing(int version) {
        StringBuilder columns = new StringBuilder("{\"name\": \"k\", \"type\": \"int\"}");
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < version; i++) {
            String field = "{\"name\": \"c" + i + "\", \"type\": [\"null\", \"int\"]}";
            columns.append(", ").append(field);
            fields.append(i == 0 ? "" : ", ").append(field);
        }
        return columns + ", {\"name\": \"r\", \"type\": {\"type\": \"record\", \"name\": \"R\", \"fields\": [" + fields
                + "]}}";
    }

    /** Statements that the tasks of a connector have sent to change the schema. */
    private static long schemaChanges(String connector) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        long sum = 0;
        for (ObjectName task : server.queryNames(
                new ObjectName("dev.sluice:type=cassandra-sink-task,connector=" + ObjectName.quote(connector) + ",*"),
                null)) {
            sum += (Long) server.getAttribute(task, "schema-changes-total");
        }
        return sum;
    }

    private Set<UUID> schemaVersions() {
        Set<UUID> versions = new HashSet<>();
        session.execute("SELECT schema_version FROM system.local").forEach(row -> versions.add(row.getUuid(0)));
        session.execute("SELECT schema_version FROM system.peers").forEach(row -> versions.add(row.getUuid(0)));
        return versions;
    }
}
