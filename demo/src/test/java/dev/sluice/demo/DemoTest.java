package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final ImportContext CONTEXT =
            new ImportContext(DatasetId.of("client_a", "d"), "0123456789abcdef0123", "t", 1, 1000);
    private static final TopicPartition ROWS = new TopicPartition("validated-input", 0);

    @Test
    void generatedFilesAreDeterministicAndKeepTheirBooks() {
        TenantFile file = Telemetry.file(1000, 7);
        assertThat(file.content()).isEqualTo(Telemetry.file(1000, 7).content());
        assertThat(file.accepted()).isEqualTo(1000);
        assertThat(file.rejected()).isEqualTo(9);
        assertThat(file.reasons().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(10);
        assertThat(file.table()).hasSizeLessThan(1000).hasSizeGreaterThan(500);
        long lines =
                new String(file.content(), StandardCharsets.ISO_8859_1).lines().count();
        assertThat(lines).isEqualTo(1 + 1000 + 9);
    }

    @Test
    void reviewsContainWhatMakesCsvHard() {
        TenantFile file = Reviews.file(200, 7);
        assertThat(new String(file.content(), StandardCharsets.UTF_8)).contains("\"\"wow\"\"", "\r\n", "😀");
        assertThat(file.table().values())
                .anySatisfy(row -> assertThat((String) row.get("review_body")).contains("\n"));
        assertThat(file.rejected()).isEqualTo(5);
    }

    @Test
    void definitionsAreJsonWithAnAvroSchema() throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (String definition : new String[] {
            Reviews.definition(), Telemetry.definition("analytics", "int", "int", Telemetry.FIRMWARE_FIELD)
        }) {
            new Schema.Parser().parse(json.readTree(definition).path("schema").toString());
        }
    }

    @Test
    void aReplayedRowCountsOnce() {
        ImportBoard board = new ImportBoard();
        board.event(new Event.ImportStarted(CONTEXT, Instant.EPOCH, "x.csv", 100));
        board.row(ROWS, CONTEXT, new RowPosition(1, 2, 10, 10), false);
        board.row(ROWS, CONTEXT, new RowPosition(3, 4, 40, 10), false);
        board.row(ROWS, CONTEXT, new RowPosition(1, 2, 10, 10), false);
        board.row(new TopicPartition("import-error", 0), CONTEXT, new RowPosition(2, 3, 20, 10), true);
        ImportBoard.Line line = board.lines().iterator().next();
        assertThat(line.accepted()).isEqualTo(2);
        assertThat(line.rejected()).isEqualTo(1);
        assertThat(line.progress()).isEqualTo(0.5);
        assertThat(ProgressBars.render(board, Map.of("cassandra-sink", 3L)))
                .hasSize(2)
                .first()
                .asString()
                .contains("50 %", "running");
        board.event(new Event.ImportEnded(CONTEXT, Instant.EPOCH, "x.csv", 100, 3, 2, 1, "00"));
        assertThat(line.progress()).isEqualTo(1);
    }

    @Test
    void optionsAreChecked(@TempDir Path folder) {
        assertThat(DemoOptions.parse(folder, "--keep", "--tenant", "acme=" + folder)
                        .tenants())
                .containsOnlyKeys("acme");
        assertThatThrownBy(() -> DemoOptions.parse(folder, "--tenant", "acme=/nowhere"))
                .hasMessageContaining("NAME=DIR");
        assertThatThrownBy(() -> DemoOptions.parse(folder, "--rows", "x")).hasMessageContaining("positive");
        assertThatThrownBy(() -> DemoOptions.parse(folder, "--wat")).hasMessageContaining("--wat");
        assertThatThrownBy(() -> DemoOptions.parse(folder, "--dir")).hasMessageContaining("needs a value");
    }
}
