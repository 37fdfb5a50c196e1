package dev.sluice.it.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.sluice.cassandra.CassandraSinkConnector;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.ImportContext;
import dev.sluice.it.secured.SecuredStack;
import dev.sluice.it.sink.TaskDriver.Errant;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The sink under a role that may do what {@code docs/security.md} grants it and nothing else, over TLS with certificates on both sides.
 * Alone: {@code -Dit.test=SecuredCassandraIT -Dsluice.stack.without=broker,registry,namenode,datanode}.
 */
@ExtendWith(SecuredStack.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredCassandraIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ALLOWED = "mysimbdp_coredms";
    private static final String FOREIGN = "somebody_elses";
    private static final String FIELDS =
            "{\"name\": \"k\", \"type\": \"string\"}, {\"name\": \"v\", \"type\": [\"null\", \"string\"]}";
    private static final Schema ROW = SchemaBuilder.struct()
            .field("k", Schema.STRING_SCHEMA)
            .field("v", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final List<Errant> errants = new CopyOnWriteArrayList<>();
    private final List<TaskDriver> tasks = new ArrayList<>();
    private SecuredStack secured;
    private CqlSession superuser;
    private long base = 1_700_000_000_000_000L;

    /** A dataset, and one file of it at a time. */
    private final class Dataset {
        private final DatasetDefined definition;
        private final Log log;
        private ImportContext file;
        private long ordinal;

        private Dataset(Log log, String keyspace, String table) {
            this.log = log;
            this.definition = new DatasetDefined(
                    DatasetId.of("tenant_x", table),
                    Instant.EPOCH,
                    table + ".json",
                    table,
                    1,
                    keyspace,
                    List.of("k"),
                    List.of(),
                    "{\"type\": \"record\", \"name\": \"tenant_x." + table + "\", \"fields\": [" + FIELDS + "]}");
        }

        private Dataset begin() {
            base += 10_000_000;
            file = new ImportContext(definition.id(), "%020x".formatted(base), definition.table(), 1, base);
            ordinal = 0;
            log.event(new ImportStarted(file, Instant.EPOCH, "f.csv", 1_000));
            return this;
        }

        private void row(String key) {
            log.row(file, ++ordinal, 0, new Struct(ROW).put("k", key).put("v", "v" + key));
        }

        private void end() {
            log.event(new ImportEnded(file, Instant.EPOCH, "f.csv", 1_000, ordinal, ordinal, 0, "s"));
        }

        private List<String> keys() {
            return superuser
                    .execute("SELECT k FROM " + definition.keyspace() + ".\"" + definition.table() + "\"")
                    .map(row -> row.getString("k"))
                    .all()
                    .stream()
                    .sorted()
                    .toList();
        }

        private void assertCounted(long accepted, long rejected) {
            Row row = superuser
                    .execute(
                            "SELECT state, rows_accepted, rows_rejected FROM sluice.imports "
                                    + "WHERE tenant = ? AND base = ? AND import_id = ?",
                            "tenant_x",
                            file.writeTimestampBase(),
                            file.importId())
                    .one();
            assertThat(List.of(row.getString(0), row.getLong(1), row.getLong(2)))
                    .isEqualTo(List.of("COMPLETED", accepted, rejected));
        }
    }

    @BeforeAll
    void furnish(SecuredStack stack) {
        secured = stack;
        superuser = stack.furnishCassandra();
        superuser.execute("CREATE KEYSPACE IF NOT EXISTS " + FOREIGN
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    }

    @AfterAll
    void close() {
        tasks.forEach(TaskDriver::crash);
        if (superuser != null) {
            superuser.close();
        }
    }

    /** As a worker resolves it. */
    private Map<String, String> config(String name) throws IOException {
        Map<String, String> config = new HashMap<>(secured.settings("cassandra-sink"));
        config.put("name", name);
        config.put("sluice.task", "0");
        config.put("cassandra.contact.points", secured.stack().endpoints().cassandraContactPoint());
        config.put("cassandra.local.datacenter", secured.stack().localDatacenter());
        config.put("keyspaces", ALLOWED + "," + FOREIGN);
        config.put("import.grace.ms", "1000");
        try (FileConfigProvider files = new FileConfigProvider()) {
            files.configure(
                    Map.of("allowed.paths", secured.stack().secretsDirectory().toString()));
            return new HashMap<>(new ConfigTransformer(Map.of("file", files))
                    .transform(config)
                    .data());
        }
    }

    private TaskDriver task(Map<String, String> config, Log log) {
        TaskDriver task = new TaskDriver(config, log.records(), new HashMap<>(), errants);
        tasks.add(task);
        task.assign(log.records().keySet());
        return task;
    }

    private static void finish(TaskDriver task) throws InterruptedException {
        Await.atMost(PATIENCE).until("everything to be committed", () -> {
            task.poll(() -> 500);
            task.commit(true);
            return task.isDone();
        });
    }

    private static void awaitHandedBack(TaskDriver task, String... words) throws InterruptedException {
        Await.atMost(PATIENCE).until("a batch to be handed back", () -> {
            task.poll(() -> 500);
            return Stream.of(words).allMatch(task.handedBack()::contains);
        });
    }

    private static String unique(String name) {
        return name + Long.toUnsignedString(System.nanoTime(), 36);
    }

    @Test
    void rowsThatTheRoleMayNotWriteAreReportedWithTheMissingRightAndAllOthersAreLoaded() throws Exception {
        Log log = new Log(1, 1);
        Dataset mine = new Dataset(log, ALLOWED, unique("mine"));
        Dataset foreign = new Dataset(log, FOREIGN, unique("foreign"));
        Dataset shut = new Dataset(log, ALLOWED, unique("shut"));
        String shutTable = ALLOWED + ".\"" + shut.definition.table() + "\"";
        superuser.execute("CREATE TABLE " + shutTable + " (k text PRIMARY KEY, v text)");
        superuser.execute("REVOKE MODIFY ON KEYSPACE " + ALLOWED + " FROM sluice_sink");
        List<Dataset> all = List.of(mine, foreign, shut);
        all.forEach(dataset -> log.event(dataset.definition));
        all.forEach(Dataset::begin);
        for (int i = 0; i < 50; i++) {
            String key = "a" + (10 + i);
            all.forEach(dataset -> dataset.row(key));
        }
        all.forEach(Dataset::end);
        TaskDriver task = task(config("secured"), log);
        finish(task);

        assertThat(mine.keys()).as("of a table that the role has made").hasSize(50);
        mine.assertCounted(50, 0);
        foreign.assertCounted(0, 50);
        shut.assertCounted(0, 50);
        assertThat(shut.keys()).isEmpty();
        assertThat(reported(foreign))
                .as("the definition and its rows")
                .hasSize(51)
                .allSatisfy(message -> assertThat(message)
                        .contains("validated-input-0@", "tenant_x/" + foreign.definition.dataset())
                        .contains("User sluice_sink has no CREATE permission on <all tables in " + FOREIGN + ">")
                        .contains("grant it to the sink's role"));
        assertThat(reported(shut))
                .hasSize(50)
                .allSatisfy(message -> assertThat(message)
                        .contains("validated-input-0@", shut.file.importId(), "row ", "line ")
                        .contains("User sluice_sink has no MODIFY permission on <table " + ALLOWED + "."
                                + shut.definition.table() + ">")
                        .contains("Grant it to the sink's role"));
        assertThat(errants).hasSize(101);

        for (String right : List.of("CREATE", "ALTER", "MODIFY")) {
            superuser.execute("GRANT " + right + " ON KEYSPACE " + FOREIGN + " TO sluice_sink");
        }
        superuser.execute("GRANT MODIFY ON KEYSPACE " + ALLOWED + " TO sluice_sink");
        Await.atMost(PATIENCE).until("what was granted to be noticed", () -> {
            foreign.begin().row("b");
            foreign.end();
            finish(task);
            return foreign.keys().equals(List.of("b"));
        });
        shut.begin().row("b");
        shut.end();
        finish(task);
        assertThat(shut.keys()).as("what was reported stays reported").containsExactly("b");
        shut.assertCounted(1, 0);
        foreign.assertCounted(1, 0);

        // Another task, which has never seen the definitions.
        Log later = new Log(1, 1);
        Dataset same = new Dataset(later, FOREIGN, foreign.definition.table());
        same.begin().row("c");
        same.end();
        finish(task(config("later"), later));
        assertThat(foreign.keys()).containsExactly("b", "c");
    }

    private List<String> reported(Dataset dataset) {
        return errants.stream()
                .map(errant -> errant.error().getMessage())
                .filter(message -> message.contains("tenant_x/" + dataset.definition.dataset()))
                .toList();
    }

    @Test
    void aSinkThatIsNotLetInWaitsUntilItIs() throws Exception {
        Map<String, String> config = config("locked-out");
        String right = config.put("cassandra.password", "not the password");
        assertThat(new CassandraSinkConnector().validate(config).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.name()).isEqualTo("cassandra.username");
                    assertThat(value.errorMessages())
                            .singleElement()
                            .asString()
                            .contains("user (where='sluice_sink') is not let in by Cassandra")
                            .doesNotContain("not the password");
                });
        Log log = new Log(1, 1);
        Dataset dataset = new Dataset(log, ALLOWED, unique("locked"));
        log.event(dataset.definition);
        dataset.begin().row("a");
        dataset.end();
        TaskDriver task = task(config, log);
        awaitHandedBack(task, "does not let the sink in", "sluice_sink", "cassandra.password", "nothing is lost");
        assertThat(task.handedBack()).doesNotContain("not the password");
        superuser.execute("ALTER ROLE sluice_sink WITH PASSWORD = 'not the password'");
        superuser.execute("REVOKE SELECT ON KEYSPACE sluice FROM sluice_sink");
        // Who has made a table may do everything with it.
        superuser
                .execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'sluice'")
                .forEach(row ->
                        superuser.execute("REVOKE SELECT ON TABLE sluice." + row.getString(0) + " FROM sluice_sink"));
        try {
            assertThat(new CassandraSinkConnector().validate(config).configValues())
                    .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
            awaitHandedBack(task, "forbids what the sink must do in its own keyspace", "has no SELECT permission");
        } finally {
            superuser.execute("GRANT SELECT ON KEYSPACE sluice TO sluice_sink");
        }
        finish(task);
        Await.atMost(PATIENCE).until("Cassandra to change a password again, 5 s after the last change", () -> {
            superuser.execute("ALTER ROLE sluice_sink WITH PASSWORD = '" + right + "'");
            return true;
        });
        assertThat(dataset.keys()).containsExactly("a");
        assertThat(reported(dataset)).isEmpty();
    }

    @Test
    void aSinkThatDoesNotSpeakTlsOrShowsNoCertificateWaits() throws Exception {
        Map<String, String> clear = config("clear");
        clear.keySet().removeIf(key -> key.startsWith("cassandra.tls"));
        Map<String, String> nameless = config("nameless");
        nameless.keySet().removeIf(key -> key.startsWith("cassandra.tls.keystore"));
        Map<String, String> distrustful = config("distrustful");
        distrustful.keySet().removeIf(key -> key.startsWith("cassandra.tls.truststore"));
        for (Map<String, String> config : List.of(clear, nameless)) {
            awaitHandedBack(task(config, new Log(1, 1)), "is not reachable", "tried again");
        }
        awaitHandedBack(task(distrustful, new Log(1, 1)), "is not reachable", "PKIX path building failed");
    }
}
