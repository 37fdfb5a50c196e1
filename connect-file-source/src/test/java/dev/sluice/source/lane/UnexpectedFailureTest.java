package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.DatasetRejected;
import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportFailed;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of ours that nobody thought of: provoked by limits that no configuration lets through. */
class UnexpectedFailureTest {
    @TempDir
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
    }

    @Test
    void aRowThatCannotBeDealtWithIsARejectionAndTheFileGoesOn() {
        stage.limits = new Limits(7, 1 << 16, 1000, 100, -1);
        stage.start();
        stage.drop("acme", "a.csv", "id,v\n" + "1,x\n".repeat(20));
        stage.finish();
        ImportEnded ended = stage.events(ImportEnded.class).get(0);
        assertThat(List.of(ended.rowsRead(), ended.rowsRejected())).containsExactly(20L, 20L);
        Rejection rejection = stage.connect.log.stream()
                .filter(written -> written.partition().topic().equals("errors"))
                .map(written -> Rejection.of((Struct) written.record().value()))
                .findFirst()
                .orElseThrow();
        assertThat(rejection.violations()).extracting(Violation::code).containsExactly(Code.INTERNAL_ERROR);
        assertThat(rejection.raw()).isNull();
    }

    @Test
    void anImportThatFailsAgainAndAgainFailsLoudlyAndTheNextFileIsTaken() {
        stage.limits = new Limits(-1, 1 << 16, 1000, 100, 50);
        stage.start();
        stage.drop("acme", "a-1.csv", "id,v\n1,x\n");
        stage.finish();
        assertThat(stage.events(ImportFailed.class))
                .singleElement()
                .satisfies(failed ->
                        assertThat(failed.reasons()).extracting(Violation::code).containsExactly(Code.INTERNAL_ERROR));
        assertThat(stage.filesIn("out/rejected")).containsExactly("acme/a-1.csv");
        stage.limits = new Limits(7, 1 << 16, 1000, 100, 50);
        stage.start();
        stage.drop("acme", "a-2.csv", "id,v\n1,x\n");
        stage.finish();
        assertThat(stage.events(ImportEnded.class)).hasSize(1);
    }

    /** The import has succeeded, whatever becomes of the copy of its rejected rows. */
    @Test
    void rejectedRowsThatCannotBeCopiedDoNotKeepTheFile() throws IOException {
        stage.drop("acme", "a.csv", "id,v\n1,x\nshort\n");
        Path out = staging.resolve("acme/out");
        while (stage.events(ImportEnded.class).isEmpty()) {
            stage.poll(0);
            stage.connect.acknowledge(1);
            stage.clock.advance(5);
        }
        Path aside = Files.move(out, staging.resolve("acme/aside"));
        Files.createFile(out);
        for (int i = 0; i < 200; i++) {
            stage.poll(0);
            stage.connect.acknowledge(10);
        }
        assertThat(stage.filesIn("in")).containsExactly("acme/a.csv");
        stage.crash();
        Files.delete(out);
        Files.move(aside, out);
        stage.limits = new Limits(7, 1 << 16, 1000, -1, 50);
        stage.start();
        stage.finish();
        assertThat(stage.filesIn("out"))
                .contains("acme/done/a.csv", "acme/a.csv.report.json")
                .noneMatch(name -> name.contains("rejects"));
        assertThat(stage.filesIn(".sluice/imports")).isEmpty();
    }

    @Test
    void aDefinitionThatFailsAgainAndAgainIsRefused() {
        stage.registryIsBroken = true;
        stage.drop("acme", "b.dataset.json", Stage.DEFINITION.formatted("b", "tb", "string"));
        stage.finish();
        assertThat(stage.events(DatasetRejected.class))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reasons())
                        .extracting(Violation::code)
                        .containsExactly(Code.INTERNAL_ERROR));
    }
}
