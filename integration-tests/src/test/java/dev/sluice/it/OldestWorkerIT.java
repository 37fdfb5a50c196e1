package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.Archive;
import dev.sluice.demo.ConnectRest;
import dev.sluice.demo.Staging;
import dev.sluice.demo.Tables;
import dev.sluice.demo.Telemetry;
import dev.sluice.demo.TenantFile;
import dev.sluice.stack.EngineHandle;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From file to table and archive in a worker of the oldest Kafka that the plugins are for, against the same broker. */
@ExtendWith(StackExtension.class)
class OldestWorkerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TENANT = "oldest";
    private static final String TABLE = "analytics_oldest";
    private static final String FILE = "speed-tracking-data.csv";

    @Test
    void thePluginsDoTheirWork(LocalStack stack) throws Exception {
        TenantFile file = Telemetry.file(3_000, 39);
        EngineHandle worker = stack.startOldestWorker();
        ConnectRest rest = new ConnectRest(worker.endpoint());
        assertThat(rest.get("/").path("version").asText()).startsWith("3.9.");
        try (Tables tables = new Tables(stack.cassandra(), stack.localDatacenter());
                Archive archive = new Archive(stack.hdfsUri(), "/oldest")) {
            rest.post(Project.sourceConfig(
                    "oldest-source",
                    TENANT,
                    Map.of(
                            "topic", "oldest-rows",
                            "errors.topic", "oldest-errors",
                            "events.topic", "oldest-events",
                            "transforms.validate.errors.topic", "oldest-errors",
                            "topic.creation.default.partitions", "2",
                            "topic.creation.default.replication.factor", "1")));
            Staging staging = new Staging(stack.stagingDirectory(), TENANT);
            staging.drop("d.dataset.json", Telemetry.definition(TABLE, "long", "string", ""));
            staging.drop(FILE, file.content());
            JsonNode report = Await.atMost(PATIENCE).get("the report", () -> staging.report(FILE));
            assertThat(report.path("rows_accepted").asLong()).isEqualTo(file.accepted());
            assertThat(report.path("rows_rejected").asLong()).isEqualTo(file.rejected());

            rest.post(Project.changed(
                    "cassandra-sink",
                    "oldest-cassandra-sink",
                    Map.of("topics", "oldest-rows,oldest-errors", "errors.topics", "oldest-errors")));
            rest.post(Project.changed(
                    "error-hdfs-sink",
                    "oldest-error-hdfs-sink",
                    Map.of("topics", "oldest-errors", "root.dir", "/oldest")));
            Await.atMost(PATIENCE).until("all good rows to be in the table", () -> {
                rest.failIfFailed("oldest-cassandra-sink");
                Map<String, Map<String, Object>> found = new HashMap<>();
                tables.rows(Telemetry.KEYSPACE, TABLE)
                        .forEach(row -> found.put(
                                row.get("PROVINCECODE") + "|" + row.get("DEVICEID") + "|" + row.get("ONUID"), row));
                return found.equals(file.table());
            });
            Await.atMost(PATIENCE)
                    .until(
                            "the import to be proved complete",
                            () -> tables.rows("sluice", "imports").stream()
                                    .anyMatch(row ->
                                            TENANT.equals(row.get("tenant")) && "COMPLETED".equals(row.get("state"))));
            Await.atMost(PATIENCE).until("all bad rows to be archived", () -> {
                rest.failIfFailed("oldest-error-hdfs-sink");
                Set<Object> ordinals = new HashSet<>();
                archive.forEach(record -> ordinals.add(record.get("ordinal")));
                return ordinals.size() == file.rejected();
            });
        }
        for (String connector : List.of("oldest-source", "oldest-cassandra-sink", "oldest-error-hdfs-sink")) {
            rest.failIfFailed(connector);
            rest.delete(connector);
        }
        worker.stop();
    }
}
