package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Event;
import dev.sluice.demo.Pipeline;
import dev.sluice.demo.Staging;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.junit.StackExtension;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a tenant, who sees nothing but the staging directory, is told: by the real transform behind the real source. */
@ExtendWith(StackExtension.class)
class TenantReportIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String DEFINITION = """
            {"name": "%1$s", "file_type": "csv", "key_space": "mysimbdp_coredms", "primary_key": ["id"]%2$s,
             "schema": {"type": "record", "name": "%1$s", "fields": [
               {"name": "id", "type": "int"}, {"name": "level", "type": "double"}, {"name": "unit", "type": "string"}]},
             "rules": [{"type": "range", "column": "level", "min": 0, "max": 100}]}
            """;
    private static final String THREE_BAD_ROWS = """
            id,level,unit
            1,20,C
            two,20,C
            3,120,C
            4,20
            5,20,"C, or
            so"
            """;

    private Pipeline pipeline;
    private Staging staging;

    @BeforeEach
    void deploy(LocalStack stack) throws Exception {
        pipeline = new Pipeline(stack);
        pipeline.deploy(Project.sourceConfig("reporting-source", "reporting", Map.of()), null);
        pipeline.awaitRunning();
        staging = pipeline.staging("reporting");
    }

    @AfterEach
    void close() throws InterruptedException {
        pipeline.rest().delete("reporting-source");
        pipeline.close();
    }

    @Test
    void eachBadRowIsNamedWithColumnValueAndReasonAndCanBeFixedAndDroppedAgain() throws Exception {
        staging.drop("plain.dataset.json", DEFINITION.formatted("plain", ""));
        staging.drop("plain-1.csv", THREE_BAD_ROWS);
        JsonNode report = pipeline.awaitReport(staging, "plain-1.csv", PATIENCE);
        assertThat(report.path("state").asText()).isEqualTo("completed");
        assertThat(report.path("rows_accepted").asLong()).isEqualTo(2);
        assertThat(report.path("rows_rejected").asLong()).isEqualTo(3);
        assertThat(report.path("violations"))
                .extracting(each -> each.path("line").asInt() + " "
                        + each.path("code").asText() + " " + each.path("column").asText() + " "
                        + each.path("value").asText())
                .containsExactly("3 TYPE_MISMATCH id two", "4 RULE_FAILED level 120", "5 COLUMN_COUNT null 2 fields");
        assertThat(report.at("/violations_by_column/id").asLong()).isEqualTo(1);
        assertThat(report.at("/violations_by_code/RULE_FAILED").asLong()).isEqualTo(1);
        assertThat(staging.out().resolve("plain-1.csv.rejects.csv"))
                .hasContent("id,level,unit\ntwo,20,C\n3,120,C\n4,20\n");
        assertThat(Files.readAllLines(staging.out().resolve("plain-1.csv.rejects.reasons.csv")))
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).contains("TYPE_MISMATCH", "id", "two", "is not an int"));

        String fixed = Files.readString(staging.out().resolve("plain-1.csv.rejects.csv"))
                .replace("two,", "2,")
                .replace("120", "12")
                .replace("4,20\n", "4,20,C\n");
        staging.drop("plain-1-fixed.csv", fixed);
        JsonNode second = pipeline.awaitReport(staging, "plain-1-fixed.csv", PATIENCE);
        assertThat(second.path("rows_accepted").asLong()).isEqualTo(3);
        assertThat(second.path("rows_rejected").asLong()).isZero();
    }

    @Test
    void aFileBeyondItsBudgetIsRefusedAsAWholeAndADryRunLoadsNothing() throws Exception {
        staging.drop(
                "strict.dataset.json",
                DEFINITION.formatted("strict", ", \"max_errors\": 2, \"on_errors\": \"reject_file\""));
        staging.drop("strict-1.csv", THREE_BAD_ROWS);
        JsonNode refused = pipeline.awaitReport(staging, "strict-1.csv", PATIENCE);
        assertThat(refused.path("state").asText()).isEqualTo("rejected");
        assertThat(refused.at("/reasons/0/code").asText()).isEqualTo("TOO_MANY_ERRORS");
        assertThat(refused.path("violations")).hasSize(3);
        assertThat(staging.out().resolve("rejected/strict-1.csv")).exists();

        Files.createFile(staging.in().resolve("strict-2.csv.check"));
        staging.drop("strict-2.csv", THREE_BAD_ROWS.replace("4,20\n", ""));
        JsonNode checked = pipeline.awaitReport(staging, "strict-2.csv", PATIENCE);
        assertThat(checked.path("state").asText()).isEqualTo("checked");
        assertThat(checked.path("would_be").asText()).isEqualTo("completed");
        assertThat(checked.path("rows_not_in_order").asLong()).isEqualTo(2);
        assertThat(staging.out().resolve("checked/strict-2.csv")).exists();
        assertThat(staging.in().resolve("strict-2.csv.check")).doesNotExist();

        staging.drop("strict-3.csv", THREE_BAD_ROWS.replace("4,20\n", ""));
        JsonNode loaded = pipeline.awaitReport(staging, "strict-3.csv", PATIENCE);
        assertThat(loaded.path("state").asText()).isEqualTo("completed");
        assertThat(loaded.path("rows_accepted").asLong()).isEqualTo(2);

        List<Event> events = pipeline.board().events().stream()
                .filter(event -> "strict".equals(event.dataset()))
                .toList();
        assertThat(events)
                .extracting(Event::type)
                .containsExactly("DatasetDefined", "FileRejected", "ImportStarted", "ImportEnded");
    }
}
