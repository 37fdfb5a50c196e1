package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.source.FakeContext;
import dev.sluice.source.Scratch;
import dev.sluice.source.WorkersMetrics;
import dev.sluice.source.report.WorkerDisplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees among the worker's own metrics. */
class WorkerDisplayTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private final WorkersMetrics metrics = new WorkersMetrics();
    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.shown = WorkerDisplay.of(new FakeContext(metrics.ofTask()));
        stage.start();
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void gaugesOfEveryDataset() {
        stage.drop("acme", "a.csv", "id,v\n1,x\n2,bad\nshort\nlong,long,long\n");
        stage.drop("acme", "nobody.csv", "x\n");
        stage.finish();
        assertThat(metrics.of("a", "rows-read")).isEqualTo(4L);
        assertThat(metrics.of("a", "rows-accepted")).isEqualTo(1L);
        assertThat(metrics.of("a", "rows-rejected")).isEqualTo(3L);
        assertThat(metrics.of("a", "bytes-read")).isEqualTo(36L);
        assertThat(metrics.of("a", "files-completed")).isEqualTo(1L);
        assertThat(metrics.of("a", "files-waiting")).isEqualTo(0L);
        assertThat(metrics.of("a", "current-file")).isEqualTo("");
        assertThat(metrics.of("unknown", "files-refused")).isEqualTo(1L);
    }

    @Test
    void codesAppearWhenTheyAreMet() {
        assertThat(metrics.names()).noneMatch(name -> name.tags().containsKey("code"));
        stage.drop("acme", "a.csv", "id,v\nshort\nlong,long,long\nx,\"y\"z\n");
        stage.drop("acme", "nobody.csv", "x\n");
        stage.finish();
        assertThat(metrics.of("a", "violations", "COLUMN_COUNT")).isEqualTo(2L);
        assertThat(metrics.of("a", "violations", "MALFORMED_CSV")).isEqualTo(1L);
        assertThat(metrics.of("unknown", "refusals", "NO_DATASET")).isEqualTo(1L);
    }

    @Test
    void whatTheWorkerWillNotShowStopsNothing() throws IOException {
        stage.stop();
        stage.crash();
        stage.drop("acme", "a.csv", "id,v\n1,x\nshort\n");
        stage.finish();
        assertThat(stage.filesIn("out/done")).as("names that are taken").contains("acme/a.csv");
        metrics.closeTask();
        assertThat(metrics.names()).isEmpty();
        stage.drop("acme", "a.csv", "id,v\n1,x\n\"open\n");
        stage.finish();
        assertThat(stage.filesIn("out/done")).as("metrics that are closed").contains("acme/a.csv.1");
    }

    @Test
    void everyMetricIsDocumented() throws Exception {
        stage.drop("acme", "a.csv", "id,v\nshort\n");
        stage.drop("acme", "nobody.csv", "x\n");
        stage.finish();
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));
        assertThat(metrics.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("| `" + name.name() + "` |"));
    }
}
