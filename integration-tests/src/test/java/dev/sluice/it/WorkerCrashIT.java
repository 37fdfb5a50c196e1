package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.Archive;
import dev.sluice.demo.ImportBoard;
import dev.sluice.demo.Pipeline;
import dev.sluice.demo.Staging;
import dev.sluice.demo.Tables;
import dev.sluice.demo.Telemetry;
import dev.sluice.demo.TenantFile;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The worker, with all four plugins in it, is killed in mid-file and started again: every row has its effect exactly once. */
@ExtendWith(StackExtension.class)
class WorkerCrashIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> CONNECTORS = List.of("cassandra-sink", "error-hdfs-sink", "client-a-source");
    private static final String FILE = "speed-tracking-data-crash.csv";
    private static final String TABLE = "analytics_crash";

    @Test
    void everyRowIsInEffectExactlyOnceAfterAKill(LocalStack stack) throws Exception {
        TenantFile file = Telemetry.file(150_000, 11);
        try (Pipeline pipeline = new Pipeline(stack);
                Tables tables = new Tables(stack.cassandra(), stack.localDatacenter());
                Archive archive = new Archive(stack.hdfsUri(), "/sluice/errors")) {
            pipeline.deploy(Project.connectorConfig("cassandra-sink"), "validated-input");
            pipeline.deploy(Project.connectorConfig("error-hdfs-sink"), "import-error");
            pipeline.deploy(Project.connectorConfig("client-a-source"), null);
            pipeline.awaitRunning();
            Staging staging = pipeline.staging("client_a");
            staging.drop("crash.dataset.json", Telemetry.definition(TABLE, "long", "string", ""));
            pipeline.awaitReport(staging, "crash.dataset.json", PATIENCE);
            pipeline.awaitSinks(PATIENCE, () -> {});

            staging.drop(FILE, file.content());
            Await.atMost(PATIENCE).until("some of the rows to be in Kafka", () -> {
                pipeline.follower().poll(Duration.ofMillis(50));
                return line(pipeline).map(line -> line.accepted() > 10_000).orElse(false);
            });
            stack.engine("worker-1").kill();
            assertThat(line(pipeline).orElseThrow().end())
                    .as("killed before the end")
                    .isEmpty();
            stack.engine("worker-1").start();

            JsonNode report = pipeline.awaitReport(staging, FILE, PATIENCE);
            pipeline.awaitSinks(PATIENCE, () -> {});
            assertThat(report.path("rows_read").asLong()).isEqualTo(file.accepted() + file.rejected());
            assertThat(report.path("rows_accepted").asLong()).isEqualTo(file.accepted());
            assertThat(report.path("rows_rejected").asLong()).isEqualTo(file.rejected());
            ImportBoard.Line line = line(pipeline).orElseThrow();
            assertThat(line.accepted()).isEqualTo(file.accepted());
            assertThat(line.rejected()).isEqualTo(file.rejected());
            assertTable(tables, file);
            assertArchived(archive, line, file);
            for (String connector : CONNECTORS) {
                pipeline.rest().delete(connector);
            }
        }
    }

    private static void assertTable(Tables tables, TenantFile file) {
        Map<String, Map<String, Object>> actual = new HashMap<>();
        tables.rows(Telemetry.KEYSPACE, TABLE)
                .forEach(row ->
                        actual.put(row.get("PROVINCECODE") + "|" + row.get("DEVICEID") + "|" + row.get("ONUID"), row));
        assertThat(actual.equals(file.table()))
                .as("table equals the last row of each key")
                .isTrue();
    }

    /** A rejection that was written to Kafka twice is archived twice, once per offset: distinct rows are what must be right. */
    private static void assertArchived(Archive archive, ImportBoard.Line line, TenantFile file) {
        Map<String, Long> offsets = new HashMap<>();
        Map<Object, Long> ordinals = new HashMap<>();
        archive.forEach(record -> {
            if (record.get("import").toString().equals(line.context().importId())) {
                offsets.merge(record.get("partition") + "@" + record.get("offset"), 1L, Long::sum);
                ordinals.merge(record.get("ordinal"), 1L, Long::sum);
            }
        });
        assertThat(offsets.values()).containsOnly(1L);
        assertThat(ordinals).hasSize((int) file.rejected());
    }

    private static Optional<ImportBoard.Line> line(Pipeline pipeline) {
        return pipeline.board().lines().stream()
                .filter(line -> line.file().equals(FILE))
                .findFirst();
    }
}
