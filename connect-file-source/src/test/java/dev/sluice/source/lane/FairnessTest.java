package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Event.ImportStarted;
import dev.sluice.contract.SluiceHeaders;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one tenant has or suffers is not felt by another. */
class FairnessTest {
    @TempDir
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
    }

    private void define(String tenant, String dataset) {
        stage.drop(tenant, dataset + ".dataset.json", Stage.DEFINITION.formatted(dataset, "t" + dataset, "string"));
    }

    private void round() {
        stage.poll(0);
        stage.connect.acknowledge(50);
        stage.clock.advance(1);
    }

    private long rows(String tenant) {
        return stage.connect.log.stream()
                .filter(written -> !written.isEvent())
                .filter(written -> SluiceHeaders.importOf(written.record().headers())
                        .orElseThrow()
                        .dataset()
                        .tenant()
                        .name()
                        .equals(tenant))
                .count();
    }

    @Test
    void manyLargeFilesOfOneTenantDoNotDelayTenRowsOfAnother() {
        for (int dataset = 0; dataset < 10; dataset++) {
            define("whale", "w" + dataset);
        }
        define("minnow", "m");
        stage.finish();
        for (int dataset = 0; dataset < 10; dataset++) {
            stage.drop("whale", "w" + dataset + ".csv", "id,v\n" + "1,x\n".repeat(20_000));
        }
        while (rows("whale") < 500) {
            round();
        }
        long before = rows("whale");
        stage.drop("minnow", "m.csv", "id,v\n" + "1,x\n".repeat(10));
        while (stage.events(ImportEnded.class).isEmpty()) {
            round();
        }
        assertThat(stage.events(ImportEnded.class).get(0).tenant()).isEqualTo("minnow");
        assertThat(rows("minnow")).isEqualTo(10);
        // Settling, three events and two batches of 7 rows, each behind a few batches of the whale's.
        assertThat(rows("whale") - before).isLessThan(400);
    }

    @Test
    void aRegistryThatDoesNotAnswerOneTenantHoldsUpNobodyElse() {
        define("acme", "a");
        stage.finish();
        stage.errands.hold(Errands.To.REGISTRY, Stage.tenant("zeta"));
        define("zeta", "z");
        stage.drop("zeta", "z.csv", "id,v\n1,x\n");
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        while (stage.events(ImportEnded.class).isEmpty()) {
            round();
        }
        assertThat(stage.events(ImportEnded.class).get(0).tenant()).isEqualTo("acme");
        assertThat(stage.filesIn("in")).contains("zeta/z.csv", "zeta/z.dataset.json");
        stage.errands.hold(Errands.To.REGISTRY, Stage.tenant("nobody"));
        stage.finish();
        assertThat(stage.events(ImportEnded.class)).hasSize(2);
    }

    @Test
    void brokersThatDoNotAnswerHoldUpTheEventsThatNeedThemOnly() {
        define("acme", "a");
        define("zeta", "z");
        stage.finish();
        stage.drop("acme", "a.csv", "id,v\n" + "1,x\n".repeat(200));
        while (rows("acme") == 0) {
            round();
        }
        stage.errands.hold(Errands.To.KAFKA, Stage.tenant("zeta"));
        stage.drop("zeta", "z.csv", "id,v\n1,x\n");
        while (stage.events(ImportEnded.class).isEmpty()) {
            round();
        }
        assertThat(stage.events(ImportStarted.class))
                .extracting(ImportStarted::tenant)
                .containsExactly("acme");
    }
}
