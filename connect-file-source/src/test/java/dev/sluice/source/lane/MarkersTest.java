package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.source.Scratch;
import dev.sluice.source.settle.CleanupPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code file.complete=marker}, whatever becomes of files. */
class MarkersTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    private void begin(CleanupPolicy cleanup) {
        stage = new Stage(staging, new Random(1), 1);
        stage.marked = true;
        stage.cleanup = cleanup;
        stage.start();
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.drop("acme", "a.dataset.json.done", "");
    }

    private void rounds() {
        for (int i = 0; i < 400; i++) {
            stage.poll(0);
            stage.connect.acknowledge(10);
            stage.clock.advance(5);
        }
    }

    private List<String> imported() {
        return stage.events(ImportEnded.class).stream().map(ImportEnded::file).toList();
    }

    @Test
    void aFileIsTakenWhenItsMarkerStandsBesideItAndNotBefore() {
        begin(CleanupPolicy.MOVE);
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        rounds();
        assertThat(stage.filesIn("in")).containsExactly("acme/a.csv");
        stage.drop("acme", "a.csv.done", "");
        rounds();
        assertThat(stage.filesIn("in")).isEmpty();
        assertThat(stage.filesIn("out/done")).containsExactly("acme/a.csv", "acme/a.dataset.json");
    }

    @ParameterizedTest
    @EnumSource(CleanupPolicy.class)
    void aMarkerGoesWhereItsFileGoes(CleanupPolicy cleanup) {
        begin(cleanup);
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        stage.drop("acme", "a.csv.done", "");
        rounds();
        assertThat(imported()).containsExactly("a.csv");
        assertThat(stage.filesIn("in"))
                .isEqualTo(
                        cleanup == CleanupPolicy.NONE
                                ? List.of(
                                        "acme/a.csv",
                                        "acme/a.csv.done",
                                        "acme/a.dataset.json",
                                        "acme/a.dataset.json.done")
                                : List.of());
        assertThat(stage.filesIn("out/done")).hasSize(cleanup == CleanupPolicy.MOVE ? 2 : 0);
        stage.crash();
        rounds();
        assertThat(imported()).as("after a restart").containsExactly("a.csv");
    }
}
