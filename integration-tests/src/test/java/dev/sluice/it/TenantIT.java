package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.Pipeline;
import dev.sluice.demo.Staging;
import dev.sluice.demo.Tables;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.tenant.command.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/tenant} against a real worker: from a service agreement to rows in Cassandra, and back. */
@ExtendWith(StackExtension.class)
class TenantIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String CONNECTOR = "new-tenant-source";
    private static final String DEFINITION = """
            {"name": "readings", "file_type": "csv", "key_space": "mysimbdp_coredms", "primary_key": ["id"],
             "schema": {"type": "record", "name": "new_tenant_readings", "fields": [
               {"name": "id", "type": "int"}, {"name": "level", "type": "double"}]}}
            """;
    private static final String AGREEMENT = """
            {"client": "new_tenant", "data_retention_period_days": "7", "keyspaces": ["mysimbdp_coredms"],
             "schedule": "continuous", "resources": {"limits": {"cpu": "500m", "memory": "128Mi"}}}
            """;

    @TempDir
    Path directory;

    private LocalStack stack;
    private Pipeline pipeline;
    private String out;
    private String err;

    @AfterEach
    void close() throws InterruptedException {
        if (pipeline != null) {
            pipeline.rest().delete("cassandra-sink");
            pipeline.close();
        }
    }

    private int tenant(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--connect",
                stack.connectUrl(),
                "--staging",
                stack.stagingDirectory().toString()));
        StringWriter toOut = new StringWriter();
        StringWriter toErr = new StringWriter();
        int code = Main.run(new PrintWriter(toOut, true), new PrintWriter(toErr, true), all.toArray(String[]::new));
        out = toOut.toString();
        err = toErr.toString();
        return code;
    }

    @Test
    void fromAnAgreementToRowsAndBack(LocalStack localStack) throws Exception {
        stack = localStack;
        pipeline = new Pipeline(stack);
        pipeline.deploy(
                Project.connectorConfig("cassandra-sink")
                        .replace("mysimbdp_coredms,product_insights", "product_insights"),
                "validated-input");
        Path agreement = Files.writeString(directory.resolve("agreement.json"), AGREEMENT);
        assertThat(tenant("add", agreement.toString())).as("%s", err).isZero();
        assertThat(out)
                .contains(
                        "allowed keyspaces mysimbdp_coredms in connector cassandra-sink",
                        "made connector " + CONNECTOR,
                        "connector " + CONNECTOR + ": RUNNING, tasks RUNNING");
        pipeline.awaitRunning();
        Staging staging = pipeline.staging("new_tenant");
        staging.drop("readings.dataset.json", DEFINITION);
        staging.drop("readings-1.csv", "id,level\n1,1.5\n2,2.5\nthree,0\n");
        JsonNode report = pipeline.awaitReport(staging, "readings-1.csv", PATIENCE);
        assertThat(report.path("rows_accepted").asLong()).isEqualTo(2);
        assertThat(report.path("rows_rejected").asLong()).isEqualTo(1);
        pipeline.awaitSinks(PATIENCE, () -> {});
        try (Tables tables = new Tables(stack.cassandra(), stack.localDatacenter())) {
            assertThat(tables.rows("mysimbdp_coredms", "new_tenant_readings"))
                    .extracting(row -> row.get("id"))
                    .containsExactlyInAnyOrder(1, 2);
        }

        assertThat(tenant("show", "new_tenant")).isZero();
        assertThat(out).contains("RUNNING", "retention.days: 7", "0 waiting, 2 done");
        assertThat(tenant("list")).isZero();
        assertThat(out.lines().map(line -> line.replaceAll(" +", " ")))
                .contains("new_tenant " + CONNECTOR + " RUNNING continuous 0");

        assertThat(tenant("add", agreement.toString())).isZero();
        assertThat(out).startsWith("connector " + CONNECTOR + " is as it should be");

        Files.writeString(agreement, AGREEMENT.replace("\"7\"", "30").replace("continuous", "* * * * *"));
        assertThat(tenant("add", agreement.toString())).as("%s", err).isZero();
        assertThat(out).contains("retention.days: 30 (was 7)", "schedule: * * * * * (was continuous)");
        assertThat(pipeline.rest()
                        .get("/connectors/" + CONNECTOR + "/config")
                        .path("schedule")
                        .asText())
                .isEqualTo("* * * * *");

        assertThat(tenant("remove", "new_tenant")).isZero();
        assertThat(out).contains("deleted connector " + CONNECTOR, "2 done");
        assertThat(pipeline.rest().get("/connectors"))
                .noneMatch(name -> name.asText().equals(CONNECTOR));
        assertThat(staging.out().resolve("done/readings-1.csv")).exists();
        assertThat(tenant("remove", "new_tenant", "--delete-staging")).isZero();
        assertThat(stack.stagingDirectory().resolve("new_tenant")).doesNotExist();
    }

    /** The worker's own checks, before anything of the connector is changed. */
    @Test
    void whatTheWorkerWouldNotTakeIsToldAndNothingIsPosted(LocalStack localStack) throws Exception {
        stack = localStack;
        Path agreement = Files.writeString(directory.resolve("agreement.json"), "{\"client\": \"refused_tenant\"}");
        Path template = Files.writeString(
                directory.resolve("template.json"),
                Files.readString(Project.ROOT.resolve("connector-configs/templates/tenant-source.json"))
                        .replace("\"errors.topic\": \"import-error\",", "\"errors.topic\": \"no such topic\","));
        assertThat(tenant("add", agreement.toString(), "--template", template.toString()))
                .isOne();
        assertThat(err).contains("refused-tenant-source", "which was left as it is", "errors.topic");
        assertThat(tenant("remove", "refused_tenant", "--delete-staging")).isZero();
        assertThat(out).contains("no connector serves tenant 'refused_tenant'");
    }
}
