package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.demo.Tables;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One connector fans out to a topic for each table, which Connect creates when it is first needed; our sink and another's, Debezium's
 * for JDBC, read the same topics. The other knows nothing of Sluice: stock predicates keep our events from it.
 */
@ExtendWith(StackExtension.class)
class OtherSinksIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TENANT = "fan";
    private static final String FAN = "rows\\.fan\\..*";
    private static final List<String> DATASETS = List.of("probes", "sites");
    private static final String DEFINITION = """
            {
              "name": "%s", "file_type": "csv", "key_space": "mysimbdp_coredms",
              "schema": {"type": "record", "name": "fan_%s", "fields": [
                {"name": "id", "type": "long"},
                {"name": "taken", "type": {"type": "int", "logicalType": "date"}},
                {"name": "level", "type": "double"},
                {"name": "unit", "type": ["null", "string"], "default": null}%s]},
              "primary_key": ["id"]
            }
            """;

    @Test
    void everySinkHasTheLastOfEveryRowAndTheTopicsComeByThemselves(LocalStack stack) throws Exception {
        ConnectRest rest = new ConnectRest(stack.connectUrl());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                Tables tables = new Tables(stack.cassandra(), stack.localDatacenter());
                Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            rest.post(Project.sourceConfig(
                    "fan-source",
                    TENANT,
                    Map.of(
                            "topic", "rows.${tenant}.${dataset}",
                            "topic.creation.default.partitions", "3",
                            "topic.creation.default.replication.factor", "1")));
            Staging staging = new Staging(stack.stagingDirectory(), TENANT);
            Map<String, Model> models = new HashMap<>();
            for (String dataset : DATASETS) {
                staging.drop(dataset + ".dataset.json", DEFINITION.formatted(dataset, dataset, ""));
                models.put(dataset, new Model(dataset.hashCode()));
            }
            for (String dataset : DATASETS) {
                staging.drop(dataset + "-1.csv", models.get(dataset).file(2_000, false));
            }
            awaitReports(staging, "-1.csv");
            // Topics that came later than a sink are found by it when its metadata are next refreshed; not what is
            // tested here.
            assertThat(partitions(admin)).isEqualTo(Map.of("rows.fan.probes", 3, "rows.fan.sites", 3));
            rest.post(Project.changed("cassandra-sink", "fan-cassandra", Map.of("topics", "", "topics.regex", FAN)));
            rest.post(Project.changed(
                    "third-party/jdbc-sink",
                    "fan-jdbc",
                    Map.of(
                            "topics.regex",
                            FAN,
                            "connection.url",
                            postgres.getJdbcUrl("postgres", "postgres"),
                            "connection.username",
                            "postgres",
                            "connection.password",
                            "postgres")));
            for (String dataset : DATASETS) {
                String more = ", {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}";
                staging.drop(dataset + "-2.dataset.json", DEFINITION.formatted(dataset, dataset, more));
                staging.drop(dataset + "-2.csv", models.get(dataset).file(2_000, true));
            }
            awaitReports(staging, "-2.csv");

            for (String dataset : DATASETS) {
                Map<Long, Map<String, Object>> expected = models.get(dataset).rows;
                Await.atMost(PATIENCE).until("Cassandra to have " + dataset, () -> {
                    Map<Long, Map<String, Object>> found = new HashMap<>();
                    tables.rows("mysimbdp_coredms", "fan_" + dataset)
                            .forEach(row -> found.put((Long) row.get("id"), row));
                    return compare(expected, found);
                });
                Await.atMost(PATIENCE).until("PostgreSQL to have " + dataset, () -> {
                    rest.failIfFailed("fan-jdbc");
                    return compare(expected, rows(postgres.getPostgresDatabase(), "rows_fan_" + dataset));
                });
            }
            for (String connector : List.of("fan-source", "fan-cassandra", "fan-jdbc")) {
                rest.failIfFailed(connector);
                rest.delete(connector);
            }
        }
    }

    private static void awaitReports(Staging staging, String suffix) throws InterruptedException {
        for (String dataset : DATASETS) {
            JsonNode report = Await.atMost(PATIENCE)
                    .get("the report of " + dataset + suffix, () -> staging.report(dataset + suffix));
            assertThat(report.path("rows_read").asLong()).as(report.toString()).isEqualTo(2_000);
            assertThat(report.path("rows_rejected").asLong())
                    .as(report.toString())
                    .isZero();
        }
    }

    private static Map<String, Integer> partitions(Admin admin) throws Exception {
        Set<String> names = admin.listTopics().names().get();
        Map<String, Integer> partitions = new HashMap<>();
        admin.describeTopics(
                        names.stream().filter(name -> name.startsWith("rows.")).toList())
                .allTopicNames()
                .get()
                .forEach(
                        (name, topic) -> partitions.put(name, topic.partitions().size()));
        return partitions;
    }

    /** Says what differs, for whoever waits for it in vain. */
    private static boolean compare(Map<Long, Map<String, Object>> expected, Map<Long, Map<String, Object>> found) {
        for (Map.Entry<Long, Map<String, Object>> row : expected.entrySet()) {
            if (!row.getValue().equals(found.get(row.getKey()))) {
                throw new IllegalStateException(found.size() + " of " + expected.size() + " rows, and not "
                        + row.getValue() + " but " + found.get(row.getKey()));
            }
        }
        if (found.size() != expected.size()) {
            throw new IllegalStateException(found.size() + " rows, not " + expected.size());
        }
        return true;
    }

    private static Map<Long, Map<String, Object>> rows(DataSource database, String table) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            Map<Long, Map<String, Object>> rows = new HashMap<>();
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.put(result.getMetaData().getColumnLabel(column), result.getObject(column));
                }
                row.computeIfPresent(
                        "taken",
                        (name, value) -> Optional.of(value)
                                .map(date -> date instanceof java.sql.Date day ? day.toLocalDate() : date)
                                .get());
                rows.put((Long) row.get("id"), row);
            }
            return rows;
        }
    }

    /** What a table must hold, and the files that bring it there: keys come again, within a file and between files. */
    private static final class Model {
        private final Random random;
        private final Map<Long, Map<String, Object>> rows = new HashMap<>();

        Model(long seed) {
            random = new Random(seed);
        }

        String file(int count, boolean withNote) {
            List<String> lines = new ArrayList<>(List.of("id,taken,level,unit" + (withNote ? ",note" : "")));
            for (int i = 0; i < count; i++) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("id", (long) random.nextInt(700));
                row.put("taken", LocalDate.of(2019, 1, 1).plusDays(random.nextInt(1_000)));
                row.put("level", random.nextInt(1_000) / 8.0);
                row.put("unit", random.nextBoolean() ? "C" : null);
                if (withNote) {
                    row.put("note", "n" + random.nextInt(10));
                }
                lines.add(String.join(
                        ",",
                        row.values().stream()
                                .map(value -> value == null ? "" : value.toString())
                                .toList()));
                rows.put((Long) row.get("id"), row);
            }
            rows.values().forEach(row -> row.putIfAbsent("note", null));
            return String.join("\n", lines) + "\n";
        }
    }
}
