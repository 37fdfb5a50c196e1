package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.source.FakeContext;
import dev.sluice.source.FakeMetrics;
import dev.sluice.source.Scratch;
import dev.sluice.source.report.WorkerDisplay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees among the worker's own metrics. */
class WorkerDisplayTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private final FakeMetrics metrics = new FakeMetrics();
    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.shown = WorkerDisplay.of(new FakeContext(metrics));
        stage.start();
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
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
        assertThat(metrics.gauges.keySet()).noneMatch(name -> name.contains("code="));
        stage.drop("acme", "a.csv", "id,v\nshort\nlong,long,long\nx,\"y\"z\n");
        stage.drop("acme", "nobody.csv", "x\n");
        stage.finish();
        assertThat(metrics.of("a", "violations", "COLUMN_COUNT")).isEqualTo(2L);
        assertThat(metrics.of("a", "violations", "MALFORMED_CSV")).isEqualTo(1L);
        assertThat(metrics.of("unknown", "refusals", "NO_DATASET")).isEqualTo(1L);
    }

    @Test
    void whatTheWorkerWillNotShowStopsNothing() {
        stage.stop();
        stage.crash();
        stage.drop("acme", "a.csv", "id,v\n1,x\nshort\n");
        stage.finish();
        assertThat(stage.filesIn("out/done")).contains("acme/a.csv");
        assertThat(metrics.refused).isPositive();
    }

    @Test
    void everyMetricIsDocumented() throws Exception {
        stage.drop("acme", "a.csv", "id,v\nshort\n");
        stage.drop("acme", "nobody.csv", "x\n");
        stage.finish();
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));
        assertThat(metrics.gauges.keySet())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("| `" + name.substring(0, name.indexOf(' ')) + "` |"));
    }
}
